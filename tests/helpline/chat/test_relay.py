"""Envelopes reach everybody in the conversation, in order and once, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from helpline.chat.browsers import SECONDS, Browser
from helpline.chat.talking import Chat, begin
from zichtbaar.helpline.chat import actions, connection, reading
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.relay import ENVELOPES_AT_ONCE, Relay
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role

T = TypeVar("T")


def in_thread(function: Callable[..., T], *arguments: object, **named: object) -> asyncio.Future[T]:
    """Use the database beside the event loop, as pages do."""
    return asyncio.ensure_future(asyncio.to_thread(function, *arguments, **named))


def session_of(name: str) -> str:
    """The key of a session in which this colleague is signed in."""
    staff = Staff.objects.get(name=name)
    store = SessionStore()
    store[SESSION_KEY] = str(staff.pk)
    store[BACKEND_SESSION_KEY] = "zichtbaar.helpline.people.access.StaffBackend"
    store[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    store.create()
    assert store.session_key
    return store.session_key


def taken_by(name: str) -> Chat:
    return begin(counsellor=Staff.objects.get(name=name))


@pytest.fixture
async def relay(database_file: Path) -> AsyncIterator[Relay]:
    relay = Relay(database_file)
    await relay.start()
    yield relay
    await relay.stop()


@pytest.fixture
async def talk(relay: Relay) -> AsyncIterator[tuple[Browser, Browser]]:
    """Vera and Kim, both in an open conversation."""
    chat = await in_thread(taken_by, "Kim")
    vera = await Browser(relay, chat).come_in()
    kim = await Browser(relay, chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
    yield vera, kim
    await vera.drop()
    await kim.drop()


Talk = tuple[Browser, Browser]


async def test_what_one_says_the_other_hears_and_both_count_alike(talk: Talk) -> None:
    vera, kim = talk
    for turn in range(3):
        for speaker in (vera, kim):
            await speaker.say(f"turn {turn}")
            await speaker.said()
    await kim.until(lambda: kim.last == 6)
    await vera.until(lambda: vera.last == 6)
    assert list(vera.known.items()) == list(kim.known.items()) == await in_thread(vera.chat.stored)
    assert [kim.chat.side(Role.COUNSELLOR).open(vera.known[1]).message.text] == ["turn 0"]


async def test_an_acknowledgement_comes_only_when_it_is_on_disk(talk: Talk) -> None:
    vera, _ = talk
    content = await vera.say("hello")
    await vera.said()
    assert await in_thread(vera.chat.stored) == [(1, content)]


async def test_who_comes_back_hears_what_was_missed_once_and_in_order(talk: Talk) -> None:
    vera, kim = talk
    await kim.drop()
    missed = ENVELOPES_AT_ONCE + 3
    for turn in range(missed):
        await vera.say(f"turn {turn}")
        await vera.said()
    await kim.come_in()
    await kim.until(lambda: kim.last == missed)
    assert kim.known == vera.known


async def test_a_resend_of_what_was_stored_is_acknowledged_and_not_delivered_twice(talk: Talk) -> None:
    vera, kim = talk
    content = await vera.say("hello")
    await vera.drop()
    await kim.until(lambda: kim.last == 1)
    vera.pending = content
    await vera.come_in()
    await vera.send(content)
    await vera.said()
    await vera.say("more")
    await kim.until(lambda: kim.last == 2)
    assert len(await in_thread(vera.chat.stored)) == 2


async def test_a_visitor_may_write_while_she_waits_and_hears_her_place(relay: Relay) -> None:
    first, second = await in_thread(begin), await in_thread(begin)
    earlier, vera = await Browser(relay, first).come_in(), await Browser(relay, second).come_in()
    assert vera.of_kind("joined")[0]["place"] == 2
    await vera.say("is anybody there?")
    await vera.said()
    await in_thread(actions.leave, first.identifier.hex(), first.token)
    await vera.until(lambda: vera.of_kind("place") == [{"is": "place", "place": 1, "anybody": False}])
    await earlier.until(lambda: earlier.of_kind("state")[-1:] == [state_frame(first, State.LEFT)])
    await earlier.drop()
    await vera.drop()


def state_frame(chat: Chat, state: State, last: int = 0) -> dict[str, object]:
    return {"is": "state", "conversation": chat.identifier.hex(), "state": state, "last": last}


async def test_a_colleague_hears_when_the_visitor_loses_her_connection_and_when_it_is_back(talk: Talk) -> None:
    vera, kim = talk
    await vera.say("hello")
    await vera.drop()
    await kim.until(lambda: [one["state"] for one in kim.of_kind("state")] == ["away"])
    late = await Browser(kim.relay, kim.chat, Role.COUNSELLOR, kim.session_key).come_in()
    await late.until(lambda: [one["state"] for one in late.of_kind("state")] == ["away"])
    await vera.come_in()
    for colleague in (kim, late):
        await colleague.until(lambda who=colleague: who.of_kind("state")[-1]["state"] == "open")  # type: ignore[misc]
    assert vera.of_kind("state") == []
    await late.drop()


async def test_after_the_end_nobody_hears_that_the_visitor_is_away(talk: Talk) -> None:
    vera, kim = talk
    await in_thread(actions.leave, vera.chat.identifier.hex(), vera.chat.token)
    await kim.until(lambda: bool(kim.of_kind("state")))
    await vera.drop()
    await kim.say("too late")
    await kim.until(lambda: bool(kim.of_kind("refused")))
    assert [one["state"] for one in kim.of_kind("state")] == ["left"]


async def test_the_desk_sees_who_waits_and_hears_when_somebody_is_taken(relay: Relay) -> None:
    chat = await in_thread(begin)
    kim = await Browser(relay, chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).connect()
    await kim.ask(do="watch")
    await kim.until(lambda: [one["conversation"] for one in waiting(kim)] == [chat.identifier.hex()])
    vera = await Browser(relay, chat).come_in()
    await in_thread(lambda: actions.take(Staff.objects.get(name="Kim")))
    await vera.until(lambda: vera.of_kind("state") == [state_frame(chat, State.OPEN)])
    await kim.until(lambda: waiting(kim) == [])
    await kim.drop()
    await vera.drop()


def waiting(desk: Browser) -> list[dict[str, object]]:
    """Whom the desk was told to wait; nobody knows before it was told."""
    listed = desk.of_kind("waiting")
    visitors: list[dict[str, object]] = listed[-1]["visitors"] if listed else [{"conversation": None}]
    return visitors


@pytest.mark.parametrize("closing", ["end", "leave"])
async def test_after_the_end_nothing_more_is_stored(talk: Talk, closing: str) -> None:
    vera, kim = talk
    close = actions.leave if closing == "leave" else actions.end_as_visitor
    await in_thread(close, vera.chat.identifier.hex(), vera.chat.token)
    await kim.until(lambda: bool(kim.of_kind("state")))
    await kim.say("too late")
    await kim.until(lambda: bool(kim.of_kind("refused")))
    assert kim.of_kind("refused")[0]["reason"] == "closed"
    assert await in_thread(vera.chat.stored) == []


async def end_after_last_words(kim: Browser) -> None:
    """Kim says goodbye and ends the conversation."""
    await kim.say("call me on the line you know")
    await kim.said()
    row = await in_thread(lambda: kim.chat.row)
    await in_thread(lambda: actions.end(Staff.objects.get(name="Kim"), row))


async def test_the_end_says_after_which_envelope_it_came(talk: Talk) -> None:
    vera, kim = talk
    await end_after_last_words(kim)
    await vera.until(lambda: vera.of_kind("state") == [state_frame(vera.chat, State.ENDED, 1)])


async def test_who_was_away_at_the_end_still_gets_the_last_words(talk: Talk) -> None:
    vera, kim = talk
    await vera.drop()
    await end_after_last_words(kim)
    await vera.come_in()
    await vera.until(lambda: vera.last == 1)
    assert [(one["state"], one["last"]) for one in vera.of_kind("joined")] == [("ended", 1)]


async def test_who_comes_in_while_it_ends_is_told_of_the_last_words(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera, kim = talk
    await vera.drop()
    before = await in_thread(lambda: reading.standing(vera.chat.row))
    is_read, may_answer = Event(), Event()

    def standing(_: Conversation) -> reading.Standing:
        is_read.set()
        may_answer.wait(SECONDS)
        return before

    monkeypatch.setattr(reading, "standing", standing)
    coming = asyncio.create_task(vera.come_in())
    await in_thread(is_read.wait, SECONDS)
    await end_after_last_words(kim)
    may_answer.set()
    await coming
    await vera.until(lambda: vera.last == 1)
    assert [(one["state"], one["last"]) for one in vera.of_kind("joined")] == [("ended", 1)]


async def test_what_is_wrong_with_an_envelope_is_told_and_the_connection_stays_up(talk: Talk) -> None:
    vera, kim = talk
    good = vera.side.seal("hello", 1)
    stranger = Chat().side(Role.VISITOR).seal("hello", 1)
    wrong = {
        "too_long": good + bytes(8192),
        "bad_bucket": good[:-1],
        "unknown_version": b"\x02" + good[1:],
        "unknown_suite": good[:1] + b"\x02" + good[2:],
        "wrong_conversation": stranger,
        "wrong_role": good[:18] + b"\x02" + good[19:],
        "out_of_sequence": vera.side.seal("second", 1),
    }
    for reason, content in wrong.items():
        await vera.send(content)
        await vera.until(lambda reason=reason: vera.told[-1].get("reason") == reason)  # type: ignore[misc]
    vera.pending = good
    await vera.send(good)
    await vera.said()
    await vera.send(good[:-1] + bytes([good[-1] ^ 1]))
    await vera.until(lambda: vera.told[-1].get("reason") == "forged")
    await kim.until(lambda: kim.last == 1)
    assert await in_thread(vera.chat.stored) == [(1, good)]


async def test_who_sends_faster_than_people_write_is_refused_for_a_moment(talk: Talk) -> None:
    vera, _ = talk
    for _ in range(connection.FRAMES_AT_ONCE + 5):
        await vera.send(b"junk")
    await vera.until(lambda: vera.told[-1].get("reason") == "too_fast")
    assert vera.accepted
    assert vera.closed_with is None


async def test_a_slow_reader_is_let_go_and_resumes_without_loss(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    vera, kim = talk
    with monkeypatch.context() as small:
        small.setattr(connection, "LARGEST_BACKLOG", 20_000)
        small.setattr(connection, "CATCHING_UP_BACKLOG", 10_000)
        kim.reads.clear()
        for turn in range(10):
            await vera.say("x" * 3000 + str(turn))
            await vera.said()
        kim.reads.set()
        await kim.until(lambda: kim.closed_with == connection.TOO_SLOW)
    assert kim.last < 10
    await kim.drop()
    await kim.come_in()
    await kim.until(lambda: kim.last == 10)
    assert kim.known == vera.known


@pytest.mark.parametrize("text", ["", "[]", "{", '{"do":"dance"}', '{"do":"join","conversation":"x"}', "9" * 2000])
async def test_a_frame_that_is_none_is_told_so(talk: Talk, text: str) -> None:
    vera, _ = talk
    await vera._inbox.put({"type": "websocket.receive", "text": text})
    await vera.until(lambda: vera.told[-1] == {"is": "error", "reason": "malformed"})


async def test_a_wrong_token_and_a_conversation_that_is_not_there_get_the_same_answer(relay: Relay) -> None:
    chat = await in_thread(begin)
    told = []
    for wrong in (Chat(identifier=chat.identifier), Chat()):
        otto = await Browser(relay, wrong).come_in()
        told.append({key: value for key, value in otto.told[-1].items() if key != "conversation"})
        await otto.drop()
    assert told == [{"is": "error", "reason": "not_allowed"}] * 2


@pytest.mark.parametrize(
    ("who", "allowed"), [("Kim", True), ("Lena", False), ("Sam", True), ("Noor", False), ("Ada", False)]
)
async def test_only_who_took_it_and_the_shift_lead_can_follow(relay: Relay, who: str, allowed: bool) -> None:
    chat = await in_thread(taken_by, "Kim")
    browser = await Browser(relay, chat, Role.COUNSELLOR, await in_thread(session_of, who)).come_in()
    assert browser.told[0]["is"] == ("joined" if allowed else "error")
    await browser.drop()


async def test_a_shift_lead_reads_and_does_not_write(relay: Relay) -> None:
    chat = await in_thread(taken_by, "Kim")
    sam = await Browser(relay, chat, Role.COUNSELLOR, await in_thread(session_of, "Sam")).come_in()
    await sam.say("hello")
    await sam.until(lambda: bool(sam.of_kind("refused")))
    assert sam.of_kind("refused")[0]["reason"] == "not_allowed"
    await sam.drop()


async def test_a_long_shift_opens_and_puts_away_more_conversations_than_fit_on_one_desk(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FRAMES_AT_ONCE", 1000)  # a shift in a moment
    chats = [await in_thread(taken_by, "Kim") for _ in range(70)]
    kim = await Browser(relay, chats[0], Role.COUNSELLOR, await in_thread(session_of, "Kim")).connect()
    for chat in chats:
        await kim.ask(do="follow", conversation=chat.identifier.hex(), last=0)
        await kim.ask(do="unfollow", conversation=chat.identifier.hex())
    await kim.ask(do="ping")
    await kim.until(lambda: bool(kim.of_kind("pong")))
    assert [one["conversation"] for one in kim.of_kind("joined")] == [chat.identifier.hex() for chat in chats]
    assert kim.of_kind("error") == []
    assert relay._followers == {}
    await kim.drop()


async def test_who_does_not_follow_any_more_hears_and_says_nothing_there(talk: Talk) -> None:
    vera, kim = talk
    await kim.ask(do="unfollow", conversation=kim.chat.identifier.hex())
    await kim.say("from a tab that was put away")
    await kim.until(lambda: bool(kim.of_kind("refused")))
    assert kim.of_kind("refused")[0]["reason"] == "wrong_conversation"
    await vera.say("still there?")
    await vera.said()
    await kim.ask(do="unfollow", conversation=kim.chat.identifier.hex())
    await kim.ask(do="ping")
    await kim.until(lambda: bool(kim.of_kind("pong")))
    assert kim.last == 0
    assert kim.of_kind("error") == []
    await kim.come_in()
    await kim.until(lambda: kim.last == 1)


async def test_nobody_who_is_not_signed_in_sees_who_waits(relay: Relay) -> None:
    otto = await Browser(relay, await in_thread(begin), session_key="x" * 32).connect()
    await otto.ask(do="watch")
    await otto.until(lambda: otto.told == [{"is": "error", "reason": "not_allowed"}])
    await otto.drop()


@pytest.mark.parametrize("origin", ["http://evil.example", "https://testserver", "http://testserver:81", "null", ""])
async def test_a_page_of_somebody_else_gets_no_connection(relay: Relay, origin: str) -> None:
    browser = await Browser(relay, await in_thread(begin), origin=origin).connect()
    assert browser.closed_with == 4403
    assert not browser.accepted
    await browser.drop()


async def test_a_visitor_who_comes_back_ends_her_older_connection(talk: Talk) -> None:
    vera, kim = talk
    content = vera.side.seal("under way", 1)
    again = Browser(vera.relay, vera.chat)
    await again.come_in()
    await vera.send(content)
    await vera.until(lambda: vera.closed_with == connection.REPLACED)
    await again.say("here I am")
    await kim.until(lambda: kim.last == 1)
    assert await in_thread(vera.chat.stored) == [(1, again.known[1])]
    await again.drop()


async def test_a_counsellor_may_have_two_windows(talk: Talk) -> None:
    vera, kim = talk
    window = await Browser(kim.relay, kim.chat, Role.COUNSELLOR, kim.session_key).come_in()
    await kim.say("from the first window")
    await window.until(lambda: window.last == 1)
    await window.say("from the second")
    await kim.until(lambda: kim.last == 2)
    await vera.until(lambda: vera.last == 2)
    await window.drop()
