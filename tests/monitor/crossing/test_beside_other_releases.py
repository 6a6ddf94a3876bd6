"""A rounded table beside factsheets, corrections and tables of the same registrations: a few stay a few to nobody."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from monitor.crossing.conftest import AGES, GROUPS, numbers, words
from zichtbaar.cli import main
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.crossing.counting import Counted, Question, counted
from zichtbaar.monitor.crossing.sides import Group
from zichtbaar.monitor.disclosure.ledger_file import read_ledger
from zichtbaar.monitor.disclosure.told import Cell, NumberTold
from zichtbaar.monitor.figures.plans import Period

FEW, APART = 4, 7
REGIONS = {"rows": "region_police_unit", "columns": "exploitation_forms.sexual"}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def cross(records: Path, out: Path, ledger: Path, release: str, *more: str) -> int:
    return main(words(records, out, *AGES, *more, "--ledger", str(ledger), "--release", release))


def factsheet(records: Path, out: Path, ledger: Path, release: str) -> int:
    given = ["factsheet", "overview", "--year", "2020", "--records", str(records), "--out", str(out)]
    return main([*given, "--ledger", str(ledger), "--release", release])


def counted_in(
    records: Path, sides: tuple[str, ...] = ("gender", "age_band"), groups: tuple[Group, ...] = GROUPS
) -> Counted:
    """The exact table of two questions, of the victims of 2020."""
    question = Question("victims", Period("year", "2020-01", "2020-12"), sides, groups)
    with read_records([records], load()) as read:
        return counted(read, question)


def check_nobody_comes_out(ledger: Path, of: Counted) -> None:
    """No cell of a few is within three to somebody who has all numbers of the ledger about this table.

    By two linear programmes over the innermost cells, made here: they share no line with those of the program.
    """
    cells = [one for one in of.table.places if None not in one]
    masks = {
        who: np.array([all(a is None or a == b for a, b in zip(at, one, strict=True)) for one in cells], dtype=float)
        for at, who in of.table.who.items()
    }
    told = [entry.content.told for entry in read_ledger(ledger).entries if isinstance(entry.content, Cell)]
    known = [one for one in told if isinstance(one, NumberTold) and one.who in masks and one.printed is not None]
    rows = np.array([sign * masks[one.who] for one in known for sign in (1, -1)])
    tops = np.array([end for one in known for end in (float(one.high or 0), -float(one.low or 0))])
    places = [place for place, count in of.table.counts.items() if 1 <= count <= FEW]
    assert places
    for place in places:
        target = masks[of.table.who[place]]
        low, high = (linprog(sign * target, rows, tops, bounds=(0, 1000), method="highs").fun for sign in (1, -1))
        assert low is not None
        assert high is not None
        assert np.floor(-high + 1e-6) - np.ceil(low - 1e-6) >= APART, of.table.called(place)


def stronger(errors: str) -> str:
    """The base that a refusal names."""
    assert "come out of gender by age_band: " in errors
    return errors.rpartition("(expected --rounding ")[2].rstrip(")\n")


def test_after_a_factsheet_a_rounded_table_is_let_out_or_another_base_is_named_and_holds(
    year_file: Path, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert factsheet(year_file, tmp_path / "sheet", ledger, "overview-2020") == 0
    capsys.readouterr()
    if cross(year_file, tmp_path / "out", ledger, "ages", "--rounding", "10"):
        base = stronger(capsys.readouterr().err)
        assert not (tmp_path / "out").exists()
        assert cross(year_file, tmp_path / "out", ledger, "ages", "--rounding", base) == 0
    check_nobody_comes_out(ledger, counted_in(year_file))


def test_after_a_rounded_table_a_factsheet_tells_no_more_of_a_few(
    year_file: Path, ledger: Path, tmp_path: Path
) -> None:
    assert cross(year_file, tmp_path / "out", ledger, "ages", "--rounding", "10") == 0
    assert factsheet(year_file, tmp_path / "sheet", ledger, "overview-2020") == 0
    assert [about.release for about in read_ledger(ledger).releases] == ["ages", "overview-2020"]
    check_nobody_comes_out(ledger, counted_in(year_file))


def test_a_hidden_and_a_rounded_table_of_the_same_persons_leave_them_hidden(
    year_file: Path, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cross(year_file, tmp_path / "one", ledger, "hidden") == 0
    of = counted_in(year_file)
    for base in ("10", "15", "20", "25", "50", "100"):
        if cross(year_file, tmp_path / "two", ledger, "rounded", "--rounding", base) == 0:
            break
        assert stronger(capsys.readouterr().err) > "10"
    check_nobody_comes_out(ledger, of)


def test_rounded_to_ever_other_bases_the_same_table_is_refused_before_it_says_too_much(
    year_file: Path, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each base alone protects; all of them together would say nearly everything."""
    ended = []
    for base in ("8", "9", "10", "11"):
        given = words(year_file, tmp_path / base, "--rounding", base, **REGIONS)
        ended.append(main([*given, "--ledger", str(ledger), "--release", f"regions-{base}"]))
    assert ended[0] == 0
    assert 2 in ended
    errors = capsys.readouterr().err
    assert "beside what was released before, a few persons come out of region_police_unit by exploitation_" in errors
    check_nobody_comes_out(ledger, counted_in(year_file, tuple(REGIONS.values()), ()))


def test_after_a_correction_nobody_sees_who_came_or_went(year_file: Path, ledger: Path, tmp_path: Path) -> None:
    """Registrations are taken away one after the other; each time the table is rounded anew."""
    header, *lines = year_file.read_text("utf-8").splitlines(keepends=True)
    states = []
    for gone in range(3):
        file = tmp_path / f"{gone}.csv"
        file.write_text("".join([header, *lines[gone:]]), "utf-8")
        if cross(file, tmp_path / f"out-{gone}", ledger, f"ages-{gone}", "--rounding", "10") == 0:
            states.append((counted_in(file), numbers(tmp_path / f"out-{gone}")))
    assert len(states) > 1
    for (_, before), (_, after) in pairwise(states):
        assert all(abs((before[place] or 0) - (after[place] or 0)) <= 10 for place in before)
    check_nobody_comes_out(ledger, states[-1][0])
