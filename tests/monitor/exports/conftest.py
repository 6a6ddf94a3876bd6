"""What the tests of exports share: the year of the example, and small mappings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.records import Records, read_records
from zichtbaar.monitor.datasets.example import write_example


@pytest.fixture(scope="session")
def year_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 283 invented registrations of 2020."""
    folder = tmp_path_factory.mktemp("example")
    write_example("netherlands-2020", folder)
    return folder / "registrations-2020.csv"


@pytest.fixture(scope="session")
def records(year_file: Path, book: Codebook) -> Iterator[Records]:
    """The same, ready to be counted."""
    with read_records([year_file], book) as read:
        yield read
