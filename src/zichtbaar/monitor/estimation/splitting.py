"""Tables by stratum: from cases one by one, or from a file with a column for each thing that strata differ in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable, history_of
from zichtbaar.monitor.estimation.csv_tables import named, read_counts_by
from zichtbaar.monitor.estimation.errors import TableError


def split(records: Iterable[Mapping[str, object]], lists: Sequence[str], by: Sequence[str]) -> dict[str, CaptureTable]:
    """A table for each stratum from cases, each with a value for every list and for every column of `by`.

    Lists are as in `CaptureTable.from_records`. A stratum goes by its columns and values, "sex=woman, year=2019", in
    the order in which it first comes. Raises TableError, with the place of the case (from 1), for what `from_records`
    refuses and for a case without a value in a column of `by`: what is not known must be called something, so that it
    is a stratum of its own. Raises it too for `by` that is empty, names a list, or names a column twice.
    """
    _check_by(by, lists)
    counts: dict[tuple[str, ...], dict[int, int]] = {}
    for place, record in enumerate(records, start=1):
        of_stratum = counts.setdefault(tuple(_value(place, name, record) for name in by), {})
        number = history_of(place, record, lists)
        of_stratum[number] = of_stratum.get(number, 0) + 1
    if not counts:
        raise TableError("there are no cases")
    return _by_name(by, {stratum: _table(lists, found) for stratum, found in counts.items()})


def read_strata(path: Path | str, by: Sequence[str]) -> dict[str, CaptureTable]:
    """A table for each stratum from a CSV file as of `CaptureTable.from_csv`, with the columns of `by` besides.

    They may stand anywhere before the last column, `count`. Names and order of the strata are as in `split`. Raises
    InvalidInputError with every fault, its line and column; TableError for `by` that is empty or names a column twice.
    """
    _check_by(by, ())
    lists, strata = read_counts_by(Path(path), by)
    return _by_name(by, {stratum: CaptureTable(lists, counts) for stratum, counts in strata.items()})


def _table(lists: Sequence[str], counts: Mapping[int, int]) -> CaptureTable:
    dense = np.zeros(1 << len(lists), dtype=np.int64)
    dense[list(counts)] = list(counts.values())
    return CaptureTable(tuple(lists), dense)


def _by_name(by: Sequence[str], tables: Mapping[tuple[str, ...], CaptureTable]) -> dict[str, CaptureTable]:
    found: dict[str, CaptureTable] = {}
    for stratum, table in tables.items():
        name = named(by, stratum)
        if name in found:
            raise TableError(f"two strata would both be called {name!r}: take ', ' and '=' out of the values")
        found[name] = table
    return found


def _value(place: int, name: str, record: Mapping[str, object]) -> str:
    value = record.get(name)
    is_missing = value is None or value != value  # what is not a number differs from itself
    written = "" if is_missing else str(value).strip()
    if not written:
        raise TableError(f"case {place} has no value for {name!r}, which names its stratum")
    return written


def _check_by(by: Sequence[str], lists: Sequence[str]) -> None:
    if isinstance(by, str) or not by:
        raise TableError(f"strata by {by!r} (expected the names of one or more columns)")
    for name in by:
        if name in lists:
            raise TableError(f"{name!r} is a list and names a stratum (expected one of the two)")
        if list(by).count(name) > 1:
            raise TableError(f"strata by {name!r} twice (expected every column once)")
