"""What fuzzing found, and what it set out from, breaks nothing. `make fuzz` looks for more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpline.fuzz.stranger import RELAYS
from helpline.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
PLAIN = ("envelope", "payload", "frame", "wire")
"""Targets that need no helpline."""


@pytest.fixture
def relays(database_file: Path) -> Iterator[None]:  # noqa: ARG001 - their threads need a file
    """Ended with the test, whose database goes."""
    with RELAYS.stopped_at_the_end():
        yield


@pytest.mark.usefixtures("relays")
@pytest.mark.parametrize("target", TARGETS)
def test_every_input_of_the_corpus_is_taken_or_refused_by_name(target: str) -> None:
    inputs = sorted((CORPUS / target).iterdir())
    assert inputs
    for path in inputs:
        TARGETS[target](path.read_bytes())


@pytest.mark.parametrize("target", PLAIN)
@given(content=st.binary(max_size=600))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_noise_is_taken_or_refused_by_name(target: str, content: bytes) -> None:
    TARGETS[target](content)


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == TARGETS.keys()
