"""Signs go to the other side while it is there; nothing of them is kept, answered or told to anybody else."""

from __future__ import annotations

import pytest

from helpline.chat.browsers import Browser
from helpline.chat.talking import Chat, begin
from helpline.chat.test_relay import Talk, in_thread, relay, session_of, taken_by, talk
from zichtbaar.helpline.chat import actions, connection
from zichtbaar.helpline.chat.frames import SIGN
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.sealing.envelope import Role
from zichtbaar.helpline.sealing.sign import Sign, Signs

__all__ = ["relay", "talk"]

WRITING = Sign({}, writing=True)


def signs_of(chat: Chat, role: Role) -> Signs:
    return Signs(chat.identifier, chat.key, role)


async def give(browser: Browser, sealed: bytes) -> None:
    """Send a sign; done when the relay has seen it."""
    await browser.send(bytes([SIGN]) + sealed)
    pongs = len(browser.of_kind("pong"))
    await browser.ask(do="ping")
    await browser.until(lambda: len(browser.of_kind("pong")) > pongs)


async def test_the_other_side_gets_it_and_nothing_is_stored(talk: Talk) -> None:
    vera, kim = talk
    hers, his = signs_of(vera.chat, Role.VISITOR), signs_of(vera.chat, Role.COUNSELLOR)
    await give(vera, hers.seal(WRITING))
    await give(kim, his.seal(Sign({}, asks=True)))
    await kim.until(lambda: len(kim.signs) == 1)
    await vera.until(lambda: len(vera.signs) == 1)
    assert his.open(kim.signs[0]) == WRITING
    assert hers.open(vera.signs[0]) == Sign({}, asks=True)
    assert await in_thread(vera.chat.stored) == []
    await vera.say("hello")
    await vera.said()
    await kim.until(lambda: kim.last == 1)


async def test_who_comes_later_gets_no_sign_from_before(talk: Talk) -> None:
    vera, kim = talk
    await kim.drop()
    await give(vera, signs_of(vera.chat, Role.VISITOR).seal(WRITING))
    await kim.come_in()
    await give(kim, signs_of(vera.chat, Role.COUNSELLOR).seal(WRITING))
    assert kim.signs == []


async def test_a_shift_lead_sees_signs_and_gives_none(talk: Talk) -> None:
    vera, kim = talk
    sam = await Browser(kim.relay, kim.chat, Role.COUNSELLOR, await in_thread(session_of, "Sam")).come_in()
    await give(sam, signs_of(kim.chat, Role.COUNSELLOR).seal(WRITING))
    await give(vera, signs_of(kim.chat, Role.VISITOR).seal(WRITING))
    await sam.until(lambda: len(sam.signs) == 1)
    assert (vera.signs, len(kim.signs)) == ([], 1)
    await sam.drop()


async def test_what_is_no_sign_of_this_connection_goes_nowhere(talk: Talk) -> None:
    vera, kim = talk
    other = await in_thread(taken_by, "Lena")
    good = signs_of(vera.chat, Role.VISITOR).seal(WRITING)
    told = len(vera.told)
    for wrong in (
        b"",
        good[:-1],
        b"\x02" + good[1:],
        signs_of(vera.chat, Role.COUNSELLOR).seal(WRITING),
        signs_of(other, Role.VISITOR).seal(WRITING),
    ):
        await give(vera, wrong)
    assert kim.signs == []
    assert {one["is"] for one in vera.told[told:]} == {"pong"}


@pytest.mark.parametrize("state", ["waiting", "over"])
async def test_while_nobody_reads_no_sign_is_passed_on(relay: Relay, state: str) -> None:
    chat = await in_thread(begin if state == "waiting" else lambda: taken_by("Kim"))
    vera, again = await Browser(relay, chat).come_in(), None
    if state == "over":
        again = await Browser(relay, chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
        await in_thread(actions.end_as_visitor, chat.identifier.hex(), chat.token)
        await vera.until(lambda: bool(vera.of_kind("state")))
    await give(vera, signs_of(chat, Role.VISITOR).seal(WRITING))
    if again:
        assert again.signs == []
        await again.drop()
    await vera.drop()


async def test_more_signs_than_a_page_gives_are_dropped_without_a_word(talk: Talk) -> None:
    vera, kim = talk
    hers = signs_of(vera.chat, Role.VISITOR)
    for _ in range(connection.SIGNS_AT_ONCE + 5):
        await vera.send(bytes([SIGN]) + hers.seal(WRITING))
    await vera.say("hello")
    await vera.said()
    await kim.until(lambda: kim.last == 1)
    assert connection.SIGNS_AT_ONCE <= len(kim.signs) < connection.SIGNS_AT_ONCE + 5


async def test_a_flood_of_signs_is_too_fast_like_any_other(talk: Talk) -> None:
    vera, kim = talk
    sealed = signs_of(vera.chat, Role.VISITOR).seal(WRITING)
    for _ in range(connection.FRAMES_AT_ONCE + 5):
        await vera.send(bytes([SIGN]) + sealed)
    await vera.until(lambda: vera.told[-1] == {"is": "error", "reason": "too_fast"})
    assert kim.closed_with is None
