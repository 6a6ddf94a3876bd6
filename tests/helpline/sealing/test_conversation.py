"""What Vera seals, Kim opens, once and in order; everything else has a name and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import Role, check_shape
from zichtbaar.helpline.sealing.errors import GapError, SealingError

VISITOR, COUNSELLOR = "visitor", "counsellor"
LANGUAGES = ["python", "typescript"]

Sides = tuple[Conversation, Conversation]


def ends_of(talk: dict[str, Any]) -> dict[int, Conversation]:
    """The two ends of a conversation in a file of vectors."""
    conversation, key = bytes.fromhex(talk["conversation"]), bytes.fromhex(talk["key"])
    roles = {Role.VISITOR: VISITOR, Role.COUNSELLOR: COUNSELLOR}
    return {role: Conversation(conversation, key, role, bytes.fromhex(talk[name])) for role, name in roles.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_seal_the_same_bytes_and_open_each_other(vectors: Any, language: str) -> None:
    talk = vectors(f"talk-{language}")
    ends = ends_of(talk)
    assert len(talk["lines"]) == len(talk["envelopes"]) > 5
    for number, (line, envelope) in enumerate(zip(talk["lines"], talk["envelopes"], strict=True)):
        sent_at = talk["first_sent_at"] + number
        sealed = ends[line["role"]].seal(line["text"], sent_at)
        assert sealed.hex() == envelope
        opened = ends[3 - line["role"]].open(sealed)
        assert (opened.message.text, opened.message.sent_at) == (line["text"], sent_at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_tampering_is_refused_by_its_name(vectors: Any, language: str) -> None:
    table = vectors(f"tampering-{language}")
    assert len(table["cases"]) > 20
    for case in table["cases"]:
        kim = ends_of(table)[Role.COUNSELLOR]
        *good, bad = map(bytes.fromhex, case["envelopes"])
        for envelope in good:
            kim.open(envelope)
        with pytest.raises(SealingError) as caught:
            kim.open(bad)
        assert caught.value.reason == case["reason"], case["what"]


def test_a_refused_envelope_changes_nothing(sides: Sides) -> None:
    vera, kim = sides
    one, two = vera.seal("one", 1), vera.seal("two", 2)
    with pytest.raises(GapError):
        kim.open(two)
    assert [kim.open(envelope).message.text for envelope in (one, two)] == ["one", "two"]


def test_ack_tells_how_far_the_other_side_has_read(sides: Sides) -> None:
    vera, kim = sides
    for text in ("one", "two"):
        kim.open(vera.seal(text, 1))
    vera.seal("lost on the way", 1)
    assert vera.open(kim.seal("yes?", 2)).message.ack == {vera.session: 2}


def test_two_tabs_never_use_one_key_and_nonce_twice(sides: Sides) -> None:
    vera, kim = sides
    tab = Conversation(vera.conversation, vera.key, Role.VISITOR)
    first, second = vera.seal("same", 1), tab.seal("same", 1)
    assert check_shape(first).session != check_shape(second).session
    assert first[71:] != second[71:]
    assert kim.open(first).message == kim.open(second).message


@given(st.lists(st.tuples(st.sampled_from(Role), st.text(max_size=300)), max_size=12))
def test_any_talk_of_three_arrives_at_the_others_as_it_was_said(lines: list[tuple[Role, str]]) -> None:
    ends = {role: Conversation(bytes(16), bytes(32), role) for role in Role}
    for speaker, text in lines:
        envelope = ends[speaker].seal(text, 5)
        heard = [one.open(envelope) for role, one in ends.items() if role is not speaker]
        assert [(opened.header.role, opened.message.text) for opened in heard] == [(speaker, text)] * 2


def test_what_pages_tell_each_other_about_a_handover_arrives_as_it_was_written(sides: Sides) -> None:
    vera, kim = sides
    told = {"offer": {"id": "ab", "lines": ["I am fifteen.", "Do not call home."]}}
    assert vera.open(kim.seal("", 1, handover=told)).message.handover == told
