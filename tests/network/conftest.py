"""A founded helpline in a process of its own, with the secret of this one, so that sessions made here count there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from helpline.conftest import database_file, founded_file, helpline_settings
from helpline.project.real_server import RealServer

__all__ = ["database_file", "founded_file", "helpline_settings"]


@pytest.fixture
def real_server(database_file: Path) -> Iterator[RealServer]:
    """Running; stopped at the end. Django in the test sees the same database."""
    secret = database_file.parent / "secret"
    secret.touch(mode=0o600)
    secret.write_text(settings.SECRET_KEY, "utf-8")
    with RealServer(database_file.parent) as server:
        yield server
