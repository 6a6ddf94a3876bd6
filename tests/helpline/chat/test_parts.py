"""A part of a conversation: three hear each other, and who was let in hears nothing of what was said beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpline.chat.browsers import Browser
from helpline.chat.talking import Chat, begin
from helpline.chat.test_relay import in_thread, session_of
from zichtbaar.helpline.chat import access, actions, retention, returning
from zichtbaar.helpline.chat.actions import NewPart
from zichtbaar.helpline.chat.errors import ClosedError, IdentifierTakenError
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role


def talk_with_a_part() -> tuple[Chat, Chat]:
    """Vera and Kim's conversation, and the part of it into which Vera let Piet."""
    kim, piet = (Staff.objects.get(name=name) for name in ("Kim", "Piet"))
    whole, part = begin(counsellor=kim), Chat()
    actions.begin_part(whole.row, piet, NewPart(part.identifier.hex(), part.token))
    return whole, part


@dataclass
class Three:
    """The browsers of three people, in the part; and the conversation that it belongs to."""

    whole: Chat
    part: Chat
    vera: Browser
    kim: Browser
    piet: Browser


@pytest.fixture
async def three(database_file: Path) -> AsyncIterator[Three]:
    relay = Relay(database_file)
    await relay.start()
    whole, part = await in_thread(talk_with_a_part)
    vera = await Browser(relay, part).come_in()
    kim = await Browser(relay, part, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
    piet = await Browser(relay, part, Role.PARTNER, await in_thread(session_of, "Piet")).come_in()
    yield Three(whole, part, vera, kim, piet)
    for browser in (vera, kim, piet):
        await browser.drop()
    await relay.stop()


async def test_three_hear_each_other_in_one_order(three: Three) -> None:
    everybody = (three.vera, three.kim, three.piet)
    for number, speaker in enumerate(everybody, start=1):
        await speaker.say("I am here")
        await speaker.said()
        for one in everybody:
            await one.until(lambda one=one, number=number: one.last == number)  # type: ignore[misc]
    assert three.vera.known == three.kim.known == three.piet.known


async def test_a_guest_cannot_follow_what_is_said_beside_the_part_nor_see_who_waits(three: Three) -> None:
    piet = three.piet
    piet.told.clear()
    await piet.ask(do="follow", conversation=three.whole.identifier.hex(), last=0)
    await piet.ask(do="watch")
    await piet.until(lambda: len(piet.of_kind("error")) == 2)
    assert {one["reason"] for one in piet.told} == {"not_allowed"}


async def test_a_guest_cannot_write_in_the_place_of_the_counsellor(three: Three) -> None:
    as_kim = three.part.side(Role.COUNSELLOR).seal("I am Kim", 1)
    await three.piet.send(as_kim)
    await three.piet.until(lambda: bool(three.piet.of_kind("refused")))
    assert three.piet.of_kind("refused")[0]["reason"] == "wrong_role"


async def test_when_the_visitor_leaves_all_three_hear_that_the_part_is_over(three: Three) -> None:
    await in_thread(actions.leave, three.whole.identifier.hex(), three.whole.token)
    for one in (three.vera, three.kim, three.piet):
        await one.until(lambda one=one: [told["state"] for told in one.of_kind("state")] == ["left"])  # type: ignore[misc]
    await three.piet.drop()
    await three.piet.come_in()
    assert three.piet.told == [{"is": "error", "reason": "not_allowed", "conversation": three.part.identifier.hex()}]


@pytest.mark.usefixtures("founded")
class TestKeys:
    """Who gets the key of a part, and when it is gone."""

    def test_it_is_sealed_once_to_the_three_and_who_answers_for_the_desk(self, kim: Staff, piet: Staff) -> None:
        _, part = talk_with_a_part()
        wanted = actions.wrap_to(part.row)
        assert {str(kim.pk), str(piet.pk), "recovery"} <= set(wanted)
        sealed = dict.fromkeys(wanted, b"k" * actions.SEALED_KEY_BYTES)
        actions.store_wraps(kim, part.row, wanted, sealed)
        assert access.wrap_for(piet, part.row).holder == Holder.STAFF
        with pytest.raises(access.NotFoundError):
            actions.store_wraps(kim, part.row, wanted, sealed)

    def test_a_part_is_begun_once_and_only_while_the_conversation_runs(self, piet: Staff, lena: Staff) -> None:
        whole, part = talk_with_a_part()
        new = NewPart(part.identifier.hex(), part.token)
        assert actions.begin_part(whole.row, piet, new) == part.row
        with pytest.raises(IdentifierTakenError):
            actions.begin_part(whole.row, lena, new)
        actions.leave(whole.identifier.hex(), whole.token)
        with pytest.raises(ClosedError):
            actions.begin_part(whole.row, piet, NewPart("1" * 32, b"t" * 32))

    def test_a_part_that_is_over_is_not_begun_again_as_a_message(self) -> None:
        whole, part = talk_with_a_part()
        actions.leave(whole.identifier.hex(), whole.token)
        with pytest.raises(access.NotFoundError):
            returning.leave_message(part.identifier.hex(), part.token, 1, b"k" * actions.SEALED_KEY_BYTES)
        assert part.row.state == "left"

    def test_it_is_forgotten_with_the_conversation(self, kim: Staff) -> None:
        whole, part = talk_with_a_part()
        wanted = actions.wrap_to(part.row)
        actions.store_wraps(kim, part.row, wanted, dict.fromkeys(wanted, b"k" * actions.SEALED_KEY_BYTES))
        retention.forget([whole.row.pk])
        assert not Conversation.objects.exists()
        assert not KeyWrap.objects.exists()
