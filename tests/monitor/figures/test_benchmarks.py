"""A figure from outside without its years or its source is no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.monitor.figures.benchmarks import read_benchmarks


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_figures_from_outside_are_read_by_their_id(tmp_path: Path, benchmarks_text: str) -> None:
    benchmarks = read_benchmarks(written(tmp_path / "benchmarks.toml", benchmarks_text))
    assert list(benchmarks) == ["registered", "estimate"]
    assert (benchmarks["registered"].value, benchmarks["registered"].low) == (54, None)
    assert (benchmarks["estimate"].low, benchmarks["estimate"].high) == (1056, 1584)
    assert (benchmarks["estimate"].first_year, benchmarks["estimate"].last_year) == (2010, 2015)


@pytest.mark.parametrize(("old", "new", "problem"), [
    ("first_year = 2019\n", "", "first_year is missing"),
    ("last_year = 2019\n", "", "last_year is missing"),
    ('source = { en = "Register", nl = "Register" }\n', "", "source is missing"),
    ('source = { en = "Register", nl = "Register" }', 'source = { en = "", nl = "" }', "en is an empty text"),
    ('address = "https://register.example"\n', "", "address is missing"),
    ('address = "https://register.example"', 'address = "the library"', "address is 'the library'"),
    ("low = 1056", "low = 1600", "low 1600 is above high 1584"),
    ("low = 1056", "low = 1400", "value 1320 lies outside its bounds"),
    ("low = 1056\n", "", "one bound without the other"),
    ("value = 1320", "value = 0", "value is 0"),
    ("value = 1320", 'value = "many"', "value is 'many'"),
    ("first_year = 2010", "first_year = 2016", "the years run backwards"),
    ('id = "estimate"', 'id = "registered"', "benchmark registered stands twice"),
    ("value = 54", "value = 54\nlevel = 1", "unknown key 'level'"),
    ('scope = "minors"\n', "", "scope is missing"),
    ('unit = "person"\n', "", "unit is missing"),
    ('unit = "person"', 'unit = "A Person"', "unit is 'A Person'"),
])  # fmt: skip
def test_a_fault_is_named(tmp_path: Path, benchmarks_text: str, old: str, new: str, problem: str) -> None:
    assert old in benchmarks_text
    path = written(tmp_path / "benchmarks.toml", benchmarks_text.replace(old, new, 1))
    with pytest.raises(InvalidInputError) as refusal:
        read_benchmarks(path)
    assert problem in refusal.value.faults[0].problem
    assert all(fault.file == str(path) and fault.line for fault in refusal.value.faults)
