"""What every test of the monitor may ask for."""

from __future__ import annotations

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook


@pytest.fixture(scope="session")
def book() -> Codebook:
    """The codebook that comes with the program."""
    return load()
