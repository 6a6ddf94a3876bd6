"""Functions and modules stay small enough to be read at one look."""

from __future__ import annotations

from statistics import median, quantiles

from promises.source_files import ROOT, functions, length, modules


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in modules("src", "tests")}
    assert len(lengths) > 20
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": length(function)
        for path, tree in modules("src", "tests").items()
        for function in functions(tree)
        if length(function) > 60
    }
    assert long == {}


def test_half_of_the_functions_fit_in_10_lines_and_nine_in_ten_in_30() -> None:
    lengths = [length(function) for tree in modules("src").values() for function in functions(tree)]
    assert median(lengths) <= 10
    assert quantiles(lengths, n=10)[-1] <= 30
