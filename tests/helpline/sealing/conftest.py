"""Vectors for this room: what Python made, what TypeScript made, and what the RFC says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import Role

FOLDER = Path(__file__).parents[2] / "references" / "sealing"

Vectors = Callable[[str], Any]
Sides = tuple[Conversation, Conversation]


@pytest.fixture
def vectors() -> Vectors:
    """Read one file of vectors; every value of hexadecimal digits stays text."""
    return lambda name: json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def sides() -> Sides:
    """Vera and Kim at the two ends of one conversation."""
    conversation, key = bytes(range(16)), bytes(range(32))
    return Conversation(conversation, key, Role.VISITOR), Conversation(conversation, key, Role.COUNSELLOR)
