"""The answers of whoever fulfils a condition, from every sort of file, and of nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from records_on_paper import person, write_csv, write_parquet
from zichtbaar.codebook.schema import ALWAYS, Codebook
from zichtbaar.monitor.counting.records import read_records

WritePeople = Callable[[Path, Iterable[Mapping[str, Any]]], Path]


@pytest.mark.parametrize("write", [write_csv, write_parquet], ids=["csv", "parquet"])
def test_people_are_given_as_they_stand_in_the_files(tmp_path: Path, book: Codebook, write: WritePeople) -> None:
    minors, adults = [person(book, number) for number in (1, 2)], [person(book, 3, age_band=12)]
    files = [write(tmp_path / "a.file", minors), write(tmp_path / "b.file", adults)]
    with read_records(files, book) as records:
        assert list(records.people(book.population["minors"].where)) == minors
        assert list(records.people(ALWAYS)) == [*minors, *adults]
