"""`zichtbaar factsheet` says where its files are, or in one line each why there are none."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from full_disk import said_on_a_full_disk
from zichtbaar.cli import main
from zichtbaar.monitor.disclosure import rules
from zichtbaar.monitor.factsheet.making import FILES

SHIPPED = Path(rules.__file__).parent / "rules" / "default.toml"


def words(example: Path, records: list[Path], out: Path) -> list[str]:
    given = [word for file in records for word in ("--records", str(file))]
    return ["factsheet", str(example / "factsheet.toml"), *given, "--out", str(out)]


def test_it_prints_where_the_files_are(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(example, records, tmp_path / "out")) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed == [str(tmp_path / "out" / name) for name in FILES]
    assert all(Path(line).is_file() for line in printed)


def test_it_says_how_many_registrations_are_of_other_years(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "later.csv"
    header, somebody, *_ = records[0].read_text("utf-8").splitlines()
    others = [re.sub(r"20(19|20)-(0[1-9]|1[0-2])", "2022-03", somebody, count=1)] * 2
    later.write_text("\n".join((header, *others)) + "\n", "utf-8")
    assert main(words(example, [*records, later], tmp_path / "out")) == 0
    said = "later.csv: 2 of 2 registrations are of other years; they were neither counted nor checked\n"
    assert capsys.readouterr().err == said
    given = json.loads((tmp_path / "out" / "figures.json").read_text("utf-8"))["records"]
    assert {file["file"]: file["holds_other_years"] for file in given} == {
        later.name: True,
        **{file.name: False for file in records},
    }


def test_how_many_registrations_a_file_holds_is_in_none_of_what_is_published(
    example: Path, records: list[Path], tmp_path: Path
) -> None:
    """Less the exact number of visitors it would be who did not count as one: here 3 persons."""
    [header, *people] = records[1].read_text("utf-8").splitlines()
    asked = header.split(",").index("stats_objection")
    others = [line.split(",") for line in people[:3]]
    for number, cells in enumerate(others):
        cells[0], cells[asked] = f"00000000-0000-4000-8000-{number:012}", "2"
    more = tmp_path / "more.csv"
    more.write_text("\n".join((header, *people, *map(",".join, others))) + "\n", "utf-8")
    assert main(words(example, [records[0], more], tmp_path / "out")) == 0
    printed = [(tmp_path / "out" / name).read_text("utf-8") for name in FILES if not name.endswith(".pdf")]
    assert all("283" in text for text in printed)
    assert not any(re.search(r"\b286\b", text) for text in printed)


def test_wrong_input_is_told_fault_by_fault(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(example, [tmp_path / "absent.csv"], tmp_path / "out")) == 2
    assert "absent.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unknown_language_is_refused(example: Path, records: list[Path], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main([*words(example, records, tmp_path / "out"), "--language", "fr"])
    assert refused.value.code == 2


@pytest.mark.parametrize("year", ["0", "-5", "1850", "20200", "9" * 30, "this", ""])
def test_an_impossible_year_is_refused(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], year: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        main([*words(example, records, tmp_path / "out"), f"--year={year}"])
    assert refused.value.code == 2
    assert "is no year; expected 1900 to 2099" in capsys.readouterr().err


def test_an_out_that_is_a_file_is_refused_before_anything_is_read(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    assert main(words(example, [tmp_path / "absent.csv"], tmp_path / "out")) == 2
    [sentence] = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"{tmp_path / 'out'}: ")
    assert (tmp_path / "out").read_text("utf-8") == "mine"


def test_an_out_without_a_name_is_refused(
    example: Path, records: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["factsheet", str(example / "factsheet.toml"), "--records", str(records[0]), "--out", ""])
    assert refused.value.code == 2
    assert "--out: the name is empty" in capsys.readouterr().err


def test_records_that_are_no_file_are_refused_and_not_waited_for(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "half.csv").write_bytes(records[1].read_bytes()[:30_000])
    (tmp_path / "open.csv").write_text(records[1].read_text("utf-8") + '"', "utf-8")
    given = [tmp_path / name for name in ("pipe.csv", "loop.csv", "half.csv", "open.csv")]
    assert main(words(example, [tmp_path, Path("/dev/zero"), *given], tmp_path / "out")) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        f"{tmp_path}: cannot be read: this is a folder (expected a file)",
        "/dev/zero: cannot be read: this is a pipe or a device (expected a file)",
        f"{tmp_path}/pipe.csv: cannot be read: this is a pipe or a device (expected a file)",
        f"{tmp_path}/loop.csv: cannot be read: Too many levels of symbolic links",
        f"{tmp_path}/half.csv:37: 49 cells in this row (expected 210 cells)",
        f"{tmp_path}/open.csv:285: no CSV: unexpected end of data (expected commas between cells, quotes in pairs)",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("key", ["first_year", "last_year"])
def test_a_figure_from_outside_without_a_possible_year_is_refused_with_its_line(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    for name in ("factsheet.toml", "benchmarks.toml"):
        (tmp_path / name).write_text((example / name).read_text("utf-8"), "utf-8")
    path = tmp_path / "benchmarks.toml"
    path.write_text(re.sub(rf"(?m)^{key} = .*", f"{key} = -99999999", path.read_text("utf-8")), "utf-8")
    assert main(words(tmp_path, records, tmp_path / "out")) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    for line in told:
        assert re.search(rf"benchmarks\.toml:\d+: benchmark [a-z0-9-]+: {key} is -99999999 \(expected a year", line)


def test_an_impossible_year_in_the_recipe_is_a_fault_and_no_traceback(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = (example / "factsheet.toml").read_text("utf-8")
    (tmp_path / "factsheet.toml").write_text(recipe.replace("year = 2020", f"year = {'9' * 24}", 1), "utf-8")
    assert main(words(tmp_path, records, tmp_path / "out")) == 2
    assert f"factsheet.toml:3: year is {'9' * 24} (expected a year from 1900 to 2099)" in capsys.readouterr().err


def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(
    example: Path, records: list[Path], tmp_path: Path
) -> None:
    sentence = said_on_a_full_disk(*words(example, records, tmp_path / "out"))
    assert sentence.startswith(f"{tmp_path / 'out'}: ")
    assert "nothing is left behind" in sentence
    assert list(tmp_path.iterdir()) == []


def test_stricter_rules_of_ones_own_are_kept_and_named(example: Path, records: list[Path], tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    text = SHIPPED.read_text("utf-8").replace("hide_below = 5", "hide_below = 20").replace('"default"', '"strict"')
    strict.write_text(text, "utf-8")
    assert main([*words(example, records[1:], tmp_path / "out"), "--rules", str(strict)]) == 0
    told = json.loads((tmp_path / "out" / "figures.json").read_text("utf-8"))
    assert told["rules"]["name"] == "strict"
    ranking = next(one for one in told["figures"] if one["id"] == "meeting_platforms")
    assert ranking["items"] == []
    assert "strict 1.1" in (tmp_path / "out" / "factsheet.html").read_text("utf-8")


def test_a_weaker_rule_is_refused_with_its_line_and_nothing_is_made(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weak = tmp_path / "weak.toml"
    weak.write_text(SHIPPED.read_text("utf-8").replace("hide_below = 5", "hide_below = 2"), "utf-8")
    line = 1 + weak.read_text("utf-8").splitlines().index("hide_below = 2")
    assert main([*words(example, records[1:], tmp_path / "out"), "--rules", str(weak)]) == 2
    assert f"{weak}:{line}: " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
