"""Coming into a conversation while it goes on: what happens in between is neither missed nor heard twice.

Each test holds the relay's reading of the database up at the one moment at which things could go wrong.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from helpline.chat.browsers import Browser
from helpline.chat.talking import begin
from helpline.chat.test_relay import Talk, in_thread, relay, session_of, taken_by, talk
from zichtbaar.helpline.chat import access, actions, reading
from zichtbaar.helpline.chat.journal import Settled
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.sealing.envelope import Role

__all__ = ["relay", "talk"]  # fixtures


def and_then(monkeypatch: pytest.MonkeyPatch, room: object, name: str, happens: Callable[[], None]) -> None:
    """After the relay's next reading with this function, and before it hears the answer, something happens."""
    read, pending = getattr(room, name), [happens]

    def read_and_then(*arguments: Any) -> Any:
        answer = read(*arguments)
        if pending:
            pending.pop()()
        return answer

    monkeypatch.setattr(room, name, read_and_then)


def in_loop(doing: Callable[[], Coroutine[Any, Any, Any]]) -> Callable[[], None]:
    """Something that happens in the event loop, waited for in the thread that reads."""
    loop = asyncio.get_running_loop()
    return lambda: asyncio.run_coroutine_threadsafe(doing(), loop).result()


async def test_what_is_stored_while_somebody_catches_up_is_heard_once(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera, kim = talk
    await kim.drop()

    async def vera_says_more() -> None:
        await vera.say("said in between")
        await vera.said()

    and_then(monkeypatch, access, "envelopes_after", in_loop(vera_says_more))
    await kim.come_in()
    await kim.until(lambda: kim.last == 1)
    await vera.say("and after")
    await kim.until(lambda: kim.last == 2)
    assert kim.known == vera.known


async def test_who_comes_in_while_it_is_ended_knows_that_it_is_over(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera, kim = talk
    await kim.drop()
    chat = vera.chat
    and_then(monkeypatch, reading, "standing", lambda: actions.end_as_visitor(chat.identifier.hex(), chat.token))
    await kim.come_in()
    await kim.until(lambda: [*kim.of_kind("joined"), *kim.of_kind("state")][-1]["state"] == "ended")


async def test_a_resend_does_not_overtake_what_is_still_to_be_heard(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera, kim = talk
    await kim.say("hello")
    await vera.until(lambda: vera.last == 1)
    resent = await vera.say("hello")
    await vera.said()
    page = await vera.relay.connect()

    settled = asyncio.Event()
    settle = vera.relay._settled

    def settle_and_say(what: Settled) -> None:
        settle(what)
        settled.set()

    monkeypatch.setattr(vera.relay, "_settled", settle_and_say)

    async def the_resend_is_settled() -> None:
        await vera.relay.receive(page, resent)
        await settled.wait()

    and_then(monkeypatch, reading, "standing", in_loop(the_resend_is_settled))
    await vera.relay.receive(page, json.dumps({**vera.entrance, "last": 0}))
    heard = [await page.outbox.take() for _ in range(3)]
    assert [frame[17:] for frame in heard if isinstance(frame, bytes)] == [vera.known[1], resent]
    vera.relay.disconnect(page)


async def test_what_an_older_connection_of_a_visitor_still_brings_is_not_stored(relay: Relay) -> None:
    chat = await in_thread(begin)
    vera = Browser(relay, chat)
    older, newer = [await relay.connect() for _ in range(2)]
    for connection in (older, newer):
        await relay.receive(connection, json.dumps(vera.entrance))
    await relay.receive(older, vera.side.seal("still in the line", 1))
    await relay.receive(newer, from_the_new_page := chat.side(Role.VISITOR).seal("from the new page", 1))
    _, acknowledgement = [await newer.outbox.take() for _ in range(2)]
    assert isinstance(acknowledgement, bytes)
    assert await in_thread(chat.stored) == [(1, from_the_new_page)]


async def test_a_conversation_is_followed_by_many_and_forgotten_when_the_last_goes(relay: Relay) -> None:
    chat = await in_thread(taken_by, "Kim")
    session = await in_thread(session_of, "Kim")
    windows = [await Browser(relay, chat, Role.COUNSELLOR, session).come_in() for _ in range(3)]
    assert len(relay._followers[chat.identifier]) == 3
    for window in windows:
        await window.drop()
    assert relay._followers == {}
    assert relay._connections == set()
