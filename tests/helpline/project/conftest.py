"""A founded helpline that runs in a process of its own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline.project.real_server import RealServer


@pytest.fixture
def real_server(database_file: Path) -> Iterator[RealServer]:
    """Running; stopped at the end. Django in the test sees the same database."""
    server = RealServer(database_file.parent)
    server.start()
    yield server
    if server.process is not None and server.process.poll() is None:
        server.end(signal.SIGTERM)
