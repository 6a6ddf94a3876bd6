"""`zichtbaar estimate` gives the answer with its reserves, and says in one sentence each why it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from full_disk import said_on_a_full_disk
from terminal import drawn_on_a_terminal
from zichtbaar.cli import main
from zichtbaar.monitor.estimation import command
from zichtbaar.monitor.estimation.pages.making import FILES

TableFile = Callable[[str], Path]
Printed = pytest.CaptureFixture[str]

KEYS = {
    *("lists", "cases", "method", "model", "population", "dark_figure", "interval", "status", "resamples"),
    *("diagnostics", "versions", "seed", "verdict", "methods", "models", "known_parts", "left_out", "merged"),
    *("sensitivity", "spread_over_methods", "range_over_methods", "lower_bound", "settings", "file", "call"),
}


def data(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"), parse_constant=pytest.fail)
    return read


@pytest.fixture(scope="module")
def korea(table_file: TableFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole report, with the JSON once more beside it."""
    folder = tmp_path_factory.mktemp("korea")
    words = ["--resamples", "40", "--report", str(folder / "report"), "--json", str(folder / "korea.json")]
    assert main(["estimate", str(table_file("Korea")), *words]) == 0
    return folder


def test_three_files_and_the_json_are_there_and_nothing_else(korea: Path) -> None:
    assert {path.name for path in (korea / "report").iterdir()} == set(FILES)
    assert {path.name for path in korea.iterdir()} == {"report", "korea.json"}
    assert (korea / "korea.json").read_bytes() == (korea / "report/estimate.json").read_bytes()


def test_the_json_holds_what_the_docs_say(korea: Path) -> None:
    read = data(korea / "korea.json")
    assert set(read) >= KEYS
    assert (read["lists"], read["cases"], read["method"]) == (["b", "c", "d"], 123, "stepwise")
    assert read["population"] == pytest.approx(read["cases"] + read["dark_figure"])
    assert set(read["interval"]) == {"low", "high", "level", "method"}
    assert read["interval"]["low"] <= read["population"] <= read["interval"]["high"]
    assert set(read["resamples"]) == {"count", "without_estimate", "models"}
    chosen = sum(one["count"] for one in read["resamples"]["models"])
    assert chosen + read["resamples"]["without_estimate"] == read["resamples"]["count"] == 40
    assert set(read["versions"]) == {"zichtbaar", "numpy", "scipy", "python"}
    assert read["seed"] == 1
    assert read["file"]["name"] == "Korea.csv"


def test_the_same_seed_gives_the_same_bytes(korea: Path, table_file: TableFile, tmp_path: Path) -> None:
    words = ["--resamples", "40", "--report", str(tmp_path / "again")]
    assert main(["estimate", str(table_file("Korea")), *words]) == 0
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (korea / "report" / name).read_bytes(), name


@pytest.mark.parametrize(("language", "verdict"), [("nl", "Deze schatting is wankel"), ("en", "estimate is fragile")])
def test_the_screen_says_number_interval_verdict_and_reasons(
    table_file: TableFile, capsys: Printed, language: str, verdict: str
) -> None:
    assert main(["estimate", str(table_file("two")), "--resamples", "40", "--language", language]) == 0
    printed = capsys.readouterr()
    assert "269" in printed.out
    assert "95%" in printed.out
    assert "BCa" in printed.out
    assert verdict in printed.out
    assert "\n- " in printed.out
    assert printed.err == ""


def test_the_panel_gives_a_range_and_no_single_number(table_file: TableFile, tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "panel.json"
    words = ["--method", "panel", "--resamples", "0", "--language", "en", "--json", str(path)]
    assert main(["estimate", str(table_file("two")), *words]) == 0
    read = data(path)
    assert (read["method"], read["population"], read["interval"], read["status"]) == ("panel", None, None, "panel")
    assert set(read["range_over_methods"]) == {"low", "high"}
    assert "depending on the method" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["apart", "empty"])
def test_lists_that_cannot_carry_an_estimate_are_an_answer_and_no_error(
    table_file: TableFile, tmp_path: Path, capsys: Printed, name: str
) -> None:
    path = tmp_path / "none.json"
    words = ["--resamples", "40", "--language", "en", "--json", str(path), "--report", str(tmp_path / "report")]
    assert main(["estimate", str(table_file(name)), *words]) == 0
    read = data(path)
    assert (read["population"], read["dark_figure"], read["interval"]) == (None, None, None)
    assert read["verdict"] == "cannot"
    assert read["status"] != "fine"
    printed = capsys.readouterr().out
    assert "These lists cannot carry an estimate" in printed
    assert "No estimate" in printed


def test_a_wrong_file_is_told_line_by_line(tmp_path: Path, capsys: Printed) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("A,B,count\n1,0,50\n1,2,40\n1,0,-3\n", "utf-8")
    assert main(["estimate", str(wrong), "--json", str(tmp_path / "out.json")]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{wrong}:3: B: ")
    assert "expected 0 or 1" in first
    assert second.startswith(f"{wrong}:4: count: ")
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.csv"]


def test_where_all_models_are_too_many_the_best_is_searched_downhill_and_that_is_said(
    table_file: TableFile, tmp_path: Path
) -> None:
    path = tmp_path / "eight.json"
    words = ["--method", "bic", "--resamples", "0", "--json", str(path)]
    assert main(["estimate", str(table_file("NewOrl")), *words]) == 0
    read = data(path)
    assert read["name"] == "best BIC of 56 models found downhill"
    assert read["models"]["exhaustive"] is False
    assert read["models"]["best"][0]["model"] == read["model"] == "[45,1,2,3,6,7,8]"


def test_where_all_models_are_too_many_the_average_is_over_those_met_downhill(
    table_file: TableFile, tmp_path: Path
) -> None:
    path = tmp_path / "eight.json"
    assert main(["estimate", str(table_file("NewOrl")), "--method", "average", "--json", str(path)]) == 0
    read = data(path)
    assert read["name"].startswith("average of ")
    assert read["name"].endswith(" models found downhill by BIC")
    assert read["interval"]["low"] < read["population"] < read["interval"]["high"]


def test_without_a_report_the_methods_that_take_long_are_left_out_and_named(
    table_file: TableFile, tmp_path: Path, capsys: Printed
) -> None:
    path = tmp_path / "six.json"
    words = ["--resamples", "0", "--language", "en", "--json", str(path)]
    assert main(["estimate", str(table_file("UKdat")), *words]) == 0
    read = data(path)
    made = {one["method"]: one["status"] for one in read["methods"]}
    assert [method for method, status in made.items() if status == "fine"] == [
        *("stepwise", "bic", "aic", "main", "threshold")
    ]
    assert {status for status in made.values() if status != "fine"} == {"left out: it takes long"}
    names = {one["method"]: one["name"] for one in read["methods"]}
    assert names["bic"] == "best BIC of 95 models found downhill"
    assert read["models"] is None
    assert read["left_out"]
    assert read["known_parts"]
    assert "Left out, because it takes long: Average, " in capsys.readouterr().out


def test_a_method_that_takes_long_is_made_when_it_is_asked_for(table_file: TableFile, tmp_path: Path) -> None:
    path = tmp_path / "asked.json"
    assert main(["estimate", str(table_file("two")), "--method", "latent-class", "--json", str(path)]) == 0
    assert "2 lists" in next(one for one in data(path)["methods"] if one["method"] == "latent-class")["status"]


def test_the_lower_bound_stands_beside_the_methods_and_is_none_of_them(korea: Path) -> None:
    read = data(korea / "korea.json")
    assert read["lower_bound"]["name"] == "Mth Chao (LB)"
    assert read["cases"] < read["lower_bound"]["population"] < read["population"]
    assert "Ondergrens van Chao: 142 (135 tot 153)" in (korea / "report/estimate.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--p-threshold", value) for value in ("-0.1", "1.5", "nan", "low")),
        *(("--resamples", value) for value in ("-1", "2.5")),
        *(("--level", value) for value in ("0", "1", "1.2", "-1")),
        *(("--max-order", value) for value in ("0", "-2")),
        ("--seed", "-1"),
        ("--method", "guess"),
        ("--language", "fr"),
    ],
)
def test_an_option_out_of_range_is_refused_in_a_sentence(
    table_file: TableFile, capsys: Printed, option: str, value: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["estimate", str(table_file("two")), option, value])
    assert refused.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert f"argument {option}: " in last
    assert value in last


def test_a_table_that_comes_through_a_pipe_is_read_once(table_file: TableFile, tmp_path: Path) -> None:
    """What a shell hands over in place of a file can be read once, and the report names what was read."""
    content = table_file("two").read_bytes()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        pool.submit(pipe.write_bytes, content)
        assert main(["estimate", str(pipe), "--resamples", "0", "--json", str(tmp_path / "two.json")]) == 0
    assert data(tmp_path / "two.json")["file"]["sha256"] == sha256(content).hexdigest()


def test_names_that_the_pdf_has_no_letters_for_are_refused_before_any_work(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen has them, and so has the JSON: only a report is refused."""
    lists = tmp_path / "lists.csv"
    lists.write_text("警察,Приют,count\n1,0,50\n0,1,40\n1,1,12\n", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(command, "report", lambda *_, **__: pytest.fail("the work was begun"))
        assert main(["estimate", str(lists), "--report", str(tmp_path / "report")]) == 2
    [sentence] = capsys.readouterr().err.splitlines()
    assert sentence.startswith("the PDF: its fonts have no letter for 警 (expected names in Latin")
    assert [path.name for path in tmp_path.iterdir()] == ["lists.csv"]
    assert main(["estimate", str(lists), "--resamples", "0", "--json", str(tmp_path / "lists.json")]) == 0
    assert data(tmp_path / "lists.json")["lists"] == ["警察", "Приют"]


def test_a_file_whose_name_is_no_text_is_refused_in_a_sentence(table_file: TableFile, tmp_path: Path) -> None:
    """Linux takes any bytes for a name, and an old disk has some that are not UTF-8."""
    copied = tmp_path / os.fsdecode(b"lijsten-\xe9.csv")
    copied.write_bytes(table_file("two").read_bytes())
    command = [sys.executable, "-m", "zichtbaar.cli", "estimate", str(copied), "--report", str(tmp_path / "report")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("the PDF: its fonts have no letter for '\\udce9' (expected names in Latin")


def out_of_place(tmp_path: Path) -> list[tuple[str, Path]]:
    (tmp_path / "mine").write_text("mine", "utf-8")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    return [
        ("--json", tmp_path / "absent" / "out.json"),
        ("--json", tmp_path / "folder"),
        ("--json", tmp_path / "pipe"),
        ("--json", tmp_path / "mine" / "out.json"),
        ("--report", tmp_path / "mine"),
        ("--report", tmp_path / "mine" / "report"),
    ]


@pytest.mark.parametrize("case", range(6))
def test_a_place_that_cannot_be_written_is_told_in_a_sentence_and_nothing_is_left(
    table_file: TableFile, tmp_path: Path, capsys: Printed, case: int
) -> None:
    option, place = out_of_place(tmp_path)[case]
    assert main(["estimate", str(table_file("apart")), option, str(place)]) == 1
    [sentence] = capsys.readouterr().err.splitlines()
    assert "nothing was written" in sentence
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["folder", "mine", "pipe"]
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "mine").read_text("utf-8") == "mine"


def test_a_full_disk_leaves_nothing_behind(table_file: TableFile, tmp_path: Path) -> None:
    out = ["--resamples", "0", "--report", str(tmp_path / "out")]
    sentence = said_on_a_full_disk("estimate", str(table_file("two")), *out)
    assert "nothing is left behind" in sentence
    assert list(tmp_path.iterdir()) == []


def test_the_progress_bar_stands_on_a_terminal_only(table_file: TableFile) -> None:
    command = [sys.executable, "-m", "zichtbaar.cli", "estimate", str(table_file("two")), "--resamples", "40"]
    drawn, printed = drawn_on_a_terminal(command)
    assert "Trekkingen" in drawn
    assert "Trekkingen" not in printed


def test_the_list_of_verbs_stays_fast() -> None:
    """It loads nothing of the rooms; that it is fast follows."""
    listing = "import sys; from zichtbaar.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    command = [sys.executable, "-c", listing + "print(*[name for name in sys.modules if 'zichtbaar' in name])"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
    assert set(loaded) == {"zichtbaar", "zichtbaar.cli", "zichtbaar.codebook", "zichtbaar.codebook.faults"}
