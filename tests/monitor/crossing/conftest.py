"""What the tests of crossed tables share: the example, and how the command is called."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zichtbaar.monitor.crossing.sides import Group
from zichtbaar.monitor.datasets.example import write_example

_MINORS = ("age_0_8", "age_9_11", "age_12_15", "age_16_17", "minor_age_unknown")
_ADULTS = ("age_18_20", "age_21_22", "age_23", "age_24_26", "age_27_29", "age_30_38", "age_39_47", "age_48_plus")
GROUPS = (
    Group("age_band", "under_18", _MINORS),
    Group("age_band", "adult", (*_ADULTS, "adult_age_unknown")),
)
AGES = tuple(word for one in GROUPS for word in ("--together", f"{one.variable}:{one.name}={','.join(one.codes)}"))
"""The same on the command line."""


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented registrations of 2019 and 2020, and what two coders made of some."""
    folder = tmp_path_factory.mktemp("example")
    write_example("netherlands-2020", folder)
    return folder


@pytest.fixture(scope="session")
def year_file(example: Path) -> Path:
    """The 283 invented registrations of 2020."""
    return example / "registrations-2020.csv"


def words(records: Path, out: Path, *more: str, rows: str = "gender", columns: str = "age_band") -> list[str]:
    """The command that crosses two questions for the victims of 2020."""
    who = ["table", "--rows", rows, "--columns", columns, "--population", "victims", "--year", "2020"]
    return [*who, "--records", str(records), "--out", str(out), *more]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def numbers(folder: Path) -> dict[tuple[str, ...], int | None]:
    """What the CSV tells of each place."""
    rows = csv.reader((folder / "table.csv").read_text("utf-8").splitlines())
    sides = len(next(rows)) - 4
    return {tuple(row[:sides]): int(row[sides]) if row[sides] else None for row in rows}
