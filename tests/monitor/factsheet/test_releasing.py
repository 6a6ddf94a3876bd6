"""A release is in the ledger before anybody can see it, under one name that always means the same figures."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from zichtbaar.cli import main
from zichtbaar.monitor.disclosure import optimum
from zichtbaar.monitor.disclosure.ladders import as_counted
from zichtbaar.monitor.disclosure.ledger_file import read_ledger
from zichtbaar.monitor.factsheet.making import FILES


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def words(example: Path, records: list[Path], out: Path, *more: str | Path) -> list[str]:
    """Of one year, which takes half the time."""
    return [
        "factsheet",
        str(example / "factsheet.toml"),
        "--records",
        str(records[1]),
        "--out",
        str(out),
        *map(str, more),
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_begins_the_ledger_and_a_draft_leaves_it_as_it_is(
    example: Path, records: list[Path], ledger: Path, tmp_path: Path
) -> None:
    assert main(words(example, records, tmp_path / "one", "--ledger", ledger, "--release", "2020-v1")) == 0
    known = ledger.read_bytes()
    [about] = read_ledger(ledger).releases
    assert about.release == "2020-v1"
    assert main(words(example, records, tmp_path / "two", "--ledger", ledger)) == 0
    assert ledger.read_bytes() == known


def test_a_table_is_not_released_for_it_has_no_hash(
    example: Path, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe, out = str(example / "factsheet.toml"), str(tmp_path / "out")
    given = ["factsheet", recipe, "--records", "postgresql:people", "--out", out, "--ledger", str(ledger)]
    assert main([*given, "--release", "2020-v1"]) == 2
    said = "postgresql:people: a table has no hash for the ledger to keep (expected files of records: freeze it first)"
    assert said in capsys.readouterr().err
    assert not ledger.exists()


def test_made_again_under_its_name_it_has_the_same_bytes_and_the_ledger_too(
    example: Path, records: list[Path], ledger: Path, tmp_path: Path
) -> None:
    for out in ("one", "two"):
        assert main(words(example, records, tmp_path / out, "--ledger", ledger, "--release", "2020-v1")) == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(read_ledger(ledger).releases) == 1


def test_a_name_that_means_something_else_already_is_refused(
    example: Path, records: list[Path], ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(example, records, tmp_path / "one", "--ledger", ledger, "--release", "2020-v1")) == 0
    known = ledger.read_bytes()
    recipe = (example / "factsheet.toml").read_text("utf-8")
    changed = tmp_path / "other.toml"
    changed.write_text(recipe.replace('benchmarks = "', f'benchmarks = "{example}/'), "utf-8")
    other = [str(changed) if word == str(example / "factsheet.toml") else word for word in
             words(example, records, tmp_path / "two", "--ledger", ledger, "--release", "2020-v1")]  # fmt: skip
    assert main(other) == 2
    assert f"{ledger}:1: it has a release '2020-v1' that says something else" in capsys.readouterr().err
    assert ledger.read_bytes() == known
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize("more", [["--release", "a"], ["--ledger", "l", "--release", "not a name"], ["--release", ""]])
def test_a_release_without_a_ledger_or_a_name_is_refused(
    example: Path, records: list[Path], tmp_path: Path, more: list[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(words(example, records, tmp_path / "out", *more))
    assert refused.value.code == 2


def test_a_ledger_that_is_absent_or_broken_is_told_and_nothing_is_made(
    example: Path, records: list[Path], ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(example, records, tmp_path / "out", "--ledger", ledger)) == 2
    assert str(ledger) in capsys.readouterr().err
    ledger.write_text('{"form":1}\n', "utf-8")
    assert main(words(example, records, tmp_path / "out", "--ledger", ledger, "--release", "a")) == 2
    assert f"{ledger}:1: " in capsys.readouterr().err
    assert ledger.read_text("utf-8") == '{"form":1}\n'
    assert not (tmp_path / "out").exists()


KILLED = "lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)"
RUN = """
import os, signal, sys
from pathlib import Path
from zichtbaar.monitor.factsheet import releasing, making
exec(sys.argv[1])
from zichtbaar.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("point", "is_known", "is_there"),
    [
        (f"Path.replace = {KILLED}", False, False),
        (f"making.write_together = {KILLED}", True, False),
        (f"Path.rename = {KILLED}", True, False),
        (f"write = making.write_together; making.write_together = lambda *w: (write(*w), ({KILLED})())", True, True),
    ],
)
def test_killed_at_any_point_nothing_is_seen_that_the_ledger_does_not_know_and_the_same_command_ends_it(
    example: Path, records: list[Path], ledger: Path, tmp_path: Path, point: str, is_known: bool, is_there: bool
) -> None:
    out = tmp_path / "out"
    command = words(example, records, out, "--ledger", ledger, "--release", "2020-v1")
    killed = subprocess.run([sys.executable, "-c", RUN, point, *command], env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (ledger.exists(), out.exists()) == (is_known, is_there)
    assert not is_known or read_ledger(ledger).releases
    assert main(command) == 0
    assert len(read_ledger(ledger).releases) == 1
    assert set(contents(out)) == set(FILES)


def test_a_release_that_gives_a_few_away_however_little_it_tells_is_refused_and_says_of_whom_but_not_how_many(
    example: Path,
    records: list[Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(optimum, "ladder", lambda who, count, *_, **__: (as_counted(who, count),))
    assert main(words(example, records, tmp_path / "out")) == 2
    said = capsys.readouterr().err
    assert f"{example / 'factsheet.toml'}: however little is told, a few persons come out of" in said
    assert "can only be" not in said
    assert not (tmp_path / "out").exists()
