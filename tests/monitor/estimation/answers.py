"""Published tables, and what other programs answer for them: each file names package, version and call."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import zichtbaar.monitor.datasets
from zichtbaar.monitor.estimation import CaptureTable

HERE = Path(zichtbaar.monitor.datasets.__file__).parent / "capture_histories"
ANSWERS = Path(__file__).parents[2] / "references" / "estimation"

TABLES = ("UKdat_4", "UKdat_5", "Korea", "Kosovo", "Artificial_3")
"""The tables for which the other programs' answers are kept."""


def table(name: str) -> CaptureTable:
    """A published table."""
    return CaptureTable.from_csv(HERE / f"{name}.csv")


def all_answers(package: str) -> dict[str, Any]:
    """Everything that a package answered, with the call that made it."""
    read: dict[str, Any] = json.loads((ANSWERS / f"{package}.json").read_text("utf-8"))
    return read


def answers(package: str, name: str) -> dict[str, Any]:
    """What a package answers for a table."""
    read: dict[str, Any] = all_answers(package)["tables"][name]
    return read


def resamples(name: str) -> NDArray[np.int64]:
    """R's resamples of a table by history (B, 2^t): set.seed(1234); rmultinom(B, cases, counts / cases)."""
    lines = (HERE / f"{name}.csv").read_text("utf-8").split()[1:]
    numbers = [sum(1 << place for place, cell in enumerate(line.split(",")[:-1]) if cell == "1") for line in lines]
    return _read(f"resamples-{name}.csv.gz", numbers, table(name).size)


def resamples_by_size(name: str) -> NDArray[np.int64]:
    """The same, drawn in the order in which MultipleSystemsEstimation sorts: by the number of lists, then their place.

    Of the tables kept here only Korea stands in another order.
    """
    if name != "Korea":
        return resamples(name)
    return _read("resamples-Korea-by-size.csv.gz", [0b001, 0b010, 0b100, 0b011, 0b101, 0b111], 3)


def _read(file_name: str, numbers: list[int], lists: int) -> NDArray[np.int64]:
    with gzip.open(ANSWERS / file_name, "rt") as file:
        drawn = np.loadtxt(file, delimiter=",", dtype=np.int64)
    counts = np.zeros((len(drawn), 1 << lists), dtype=np.int64)
    counts[:, numbers] = drawn
    return counts
