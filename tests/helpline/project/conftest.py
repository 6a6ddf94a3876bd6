"""A founded helpline that runs in a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline.project.real_server import RealServer


@pytest.fixture
def real_server(database_file: Path) -> Iterator[RealServer]:
    """Running; stopped at the end. Django in the test sees the same database."""
    with RealServer(database_file.parent) as server:
        yield server


@pytest.fixture(scope="module")
def shared_server(founded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One for all tests of a file that change nothing in it: to start takes longer than most of them."""
    data = tmp_path_factory.mktemp("shared") / "data"
    data.mkdir()
    shutil.copy(founded_file, data / "helpline.sqlite3")
    with RealServer(data) as server:
        yield server
