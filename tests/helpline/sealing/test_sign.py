"""Signs tell what arrived, what was read and that somebody writes, to the other side and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import Role
from zichtbaar.helpline.sealing.errors import ForgedError, ReflectedError, SealingError, TooLongError
from zichtbaar.helpline.sealing.sign import SIGN_BYTES, Sign, Signs

LANGUAGES = ["python", "typescript"]


def side(table: dict[str, Any], role: Role) -> Signs:
    conversation, key = bytes.fromhex(table["conversation"]), bytes.fromhex(table["key"])
    return Signs(conversation, key, role, bytes.fromhex(table[role.name.lower()]))


def known(sign: dict[str, Any]) -> Sign:
    seen = {bytes.fromhex(session): (far[0], far[1]) for session, far in sign["seen"].items()}
    return Sign(seen, sign["writing"], sign["asks"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_seal_the_same_bytes_and_open_each_other(vectors: Any, language: str) -> None:
    table = vectors(f"signs-{language}")
    vera, kim = side(table, Role.VISITOR), side(table, Role.COUNSELLOR)
    assert len(table["signs"]) == len(table["sealed"]) == 4
    for sign, sealed in zip(table["signs"], table["sealed"], strict=True):
        assert vera.seal(known(sign)).hex() == sealed
        assert kim.open(bytes.fromhex(sealed)) == known(sign)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_tampering_is_refused_by_its_name(vectors: Any, language: str) -> None:
    table = vectors(f"signs-{language}")
    assert len(table["cases"]) >= 5
    for case in table["cases"]:
        kim = side(table, Role.COUNSELLOR)
        *good, bad = map(bytes.fromhex, case["signs"])
        for sealed in good:
            kim.open(sealed)
        with pytest.raises(SealingError) as caught:
            kim.open(bad)
        assert caught.value.reason == case["reason"], case["what"]


def test_what_a_later_version_adds_is_skipped(vectors: Any) -> None:
    table = vectors("signs-python")
    assert side(table, Role.COUNSELLOR).open(bytes.fromhex(table["newer"])) == Sign({}, asks=True)


def test_a_sign_of_who_was_let_in_is_opened_by_both_others_and_not_by_himself(vectors: Any) -> None:
    table = vectors("signs-python")
    conversation, key = bytes.fromhex(table["conversation"]), bytes.fromhex(table["key"])
    piet = Signs(conversation, key, Role.PARTNER)
    sealed = piet.seal(Sign({}, writing=True))
    for role in (Role.VISITOR, Role.COUNSELLOR):
        assert side(table, role).open(sealed).writing
    with pytest.raises(ReflectedError):
        piet.open(sealed)


def test_a_sign_is_never_taken_for_an_envelope() -> None:
    conversation, key = bytes(16), bytes(32)
    with pytest.raises(ForgedError):
        Conversation(conversation, key, Role.COUNSELLOR).open(Signs(conversation, key, Role.VISITOR).seal(Sign({})))


def test_five_sessions_do_not_fit_in_a_sign() -> None:
    seen = {bytes([number] * 16): (5000, 5000) for number in range(5)}
    with pytest.raises(TooLongError):
        Signs(bytes(16), bytes(32), Role.VISITOR).seal(Sign(seen, writing=True))


@given(
    st.dictionaries(st.binary(min_size=16, max_size=16), st.tuples(*[st.integers(0, 5000)] * 2), max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_whatever_it_tells_it_is_of_one_length(seen: dict[bytes, tuple[int, int]], writing: bool, asks: bool) -> None:
    vera, kim = (Signs(bytes(16), bytes(32), role) for role in (Role.VISITOR, Role.COUNSELLOR))
    sign = Sign(seen, writing, asks)
    sealed = vera.seal(sign)
    assert len(sealed) == SIGN_BYTES
    assert kim.open(sealed) == sign
