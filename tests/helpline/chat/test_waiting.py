"""Nobody keeps a place in the queue who is not there, and nobody loses one to a short tunnel."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from helpline.chat.browsers import SECONDS, Browser
from helpline.chat.coming_back import come_back, keep, leave_message, new_decoy
from helpline.chat.talking import Chat, begin
from helpline.chat.test_actions import start
from helpline.chat.test_relay import in_thread, relay, session_of, taken_by, waiting
from helpline.web.test_visitors_door import VERA
from zichtbaar.helpline.chat import actions, journal, presence, reading, returning
from zichtbaar.helpline.chat import relay as relay_room
from zichtbaar.helpline.chat.connection import REPLACED
from zichtbaar.helpline.chat.presence import UNTIL_BACK, UNTIL_THERE
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.chat.sockets import PAGE_CLOSED
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role

__all__ = ["relay"]  # a fixture


class Time:
    """The time by which it is known who is away. It goes as always, and leaps when a test lets it."""

    def __init__(self) -> None:
        self._leapt = timedelta(0)
        self._looks = 0

    def now(self) -> datetime:
        """What Django's `timezone.now` would say, later by all leaps."""
        return timezone.now() + self._leapt

    def look(self) -> int:
        """The relay looks for who is away."""
        try:
            return LET_GO()
        finally:
            self._looks += 1

    async def passes(self, by: timedelta) -> None:
        """Let this time pass, and let the relay look with all of it past: of two looks the second begins after it."""
        self._leapt += by
        seen = self._looks
        async with asyncio.timeout(SECONDS):
            while self._looks < seen + 2:
                await asyncio.sleep(0.01)


LET_GO = actions.let_go_of_the_absent


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Minutes pass when a test says so, and the relay looks all the time."""
    time = Time()
    monkeypatch.setattr(presence, "timezone", time)
    monkeypatch.setattr(actions, "let_go_of_the_absent", time.look)
    monkeypatch.setattr(relay_room, "SECONDS_BETWEEN_LOOKS", 0.02)
    return time


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue with three places, in which nobody is away for long."""
    monkeypatch.setattr(actions, "LONGEST_QUEUE", 3)
    monkeypatch.setattr(actions, "SHARE_WHEN_FULL", 0)


async def desk(relay: Relay, chat: Chat) -> Browser:
    """Kim, who sees who waits."""
    kim = await Browser(relay, chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).connect()
    await kim.ask(do="watch")
    await kim.until(lambda: bool(kim.of_kind("waiting")))
    return kim


def waits(kim: Browser) -> list[object]:
    return [one["conversation"] for one in waiting(kim)]


def take() -> str:
    return actions.take(Staff.objects.get(name="Kim")).identifier


async def test_who_asks_for_a_place_and_never_comes_is_let_go_and_the_desk_hears_it(time: Time, relay: Relay) -> None:
    vera = await Browser(relay, await in_thread(begin)).come_in()
    absent = [await in_thread(begin) for _ in range(3)]
    kim = await desk(relay, vera.chat)
    await time.passes(UNTIL_THERE / 2)
    assert len(waits(kim)) == 4
    await time.passes(UNTIL_THERE)
    await kim.until(lambda: waits(kim) == [vera.chat.identifier.hex()])
    assert {(await in_thread(lambda chat: chat.row.state, chat)) for chat in absent} == {"left"}
    await vera.say("still here")
    await vera.said()
    await vera.drop()
    await kim.drop()


async def test_a_short_tunnel_costs_no_place_and_a_long_one_ends_calmly(time: Time, relay: Relay) -> None:
    vera = await Browser(relay, await in_thread(begin)).come_in()
    content = await vera.say("is anybody there?")
    await vera.said()
    kim = await desk(relay, vera.chat)
    await vera.drop()
    await time.passes(UNTIL_BACK / 2)
    await vera.come_in()
    assert vera.of_kind("joined")[0]["state"] == "waiting"
    await time.passes(UNTIL_BACK * 2)
    assert await in_thread(lambda: vera.chat.row.state) == "waiting"
    await vera.drop()
    await time.passes(UNTIL_BACK * 1.5)
    await kim.until(lambda: waits(kim) == [])
    await vera.come_in()
    assert vera.of_kind("joined")[0]["state"] == "left"
    assert await in_thread(vera.chat.stored) == [(1, content)]
    await vera.drop()
    await kim.drop()


async def test_after_a_restart_the_time_begins_anew(time: Time, database_file: Path) -> None:
    chat = await in_thread(begin)
    for patience, state in ((0.75, "waiting"), (0.75, "waiting"), (1.5, "left")):
        server = Relay(database_file)
        await server.start()
        await time.passes(UNTIL_BACK * patience)
        assert await in_thread(lambda: chat.row.state) == state
        await server.stop()


async def test_who_talks_and_is_away_for_too_long_has_left_and_nobody_types_to_her_any_more(
    time: Time, relay: Relay
) -> None:
    taken = await in_thread(taken_by, "Kim")
    vera = await Browser(relay, taken).come_in()
    kim = await Browser(relay, taken, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
    await vera.drop()
    await time.passes(UNTIL_BACK / 2)
    assert await in_thread(lambda: taken.row.state) == "open"
    await time.passes(UNTIL_BACK)
    await kim.until(lambda: "left" in [told["state"] for told in kim.of_kind("state")])
    assert await in_thread(lambda: taken.row.state) == "left"
    await kim.drop()


@pytest.mark.parametrize(("code", "state"), [(4410, "left"), (1001, "open"), (1006, "open"), (1005, "open")])
async def test_a_page_that_is_gone_ends_the_chat_at_once_and_a_lost_connection_does_not(
    relay: Relay, code: int, state: str
) -> None:
    taken = await in_thread(taken_by, "Kim")
    vera = await Browser(relay, taken).come_in()
    await vera.drop(code)
    assert await in_thread(lambda: taken.row.state) == state


async def test_a_database_that_fails_for_a_moment_lets_nobody_stay_for_ever(time: Time, relay: Relay) -> None:
    chat = await in_thread(begin)
    kim = await desk(relay, chat)
    await in_thread(rename, "chat_conversation", "elsewhere")
    await time.passes(UNTIL_THERE * 2)
    await in_thread(rename, "elsewhere", "chat_conversation")
    await kim.until(lambda: waits(kim) == [])
    assert await in_thread(lambda: chat.row.state) == "left"
    await kim.drop()


def rename(table: str, to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {to}")


async def test_the_next_is_who_waits_longest_of_those_who_are_there(relay: Relay) -> None:
    chats = [await in_thread(begin) for _ in range(3)]
    away, vera, other = [Browser(relay, chat) for chat in chats]
    for browser in (other, vera, away):
        await browser.come_in()
    await away.drop()
    assert await in_thread(take) == vera.chat.identifier.hex()
    assert await in_thread(take) == other.chat.identifier.hex()
    assert await in_thread(take) == away.chat.identifier.hex()
    await vera.drop()
    await other.drop()


@pytest.mark.usefixtures("places")
async def test_in_a_full_queue_a_newcomer_gets_the_place_of_who_is_away(relay: Relay) -> None:
    chats = [await in_thread(begin) for _ in range(3)]
    vera, other = [await Browser(relay, chat).come_in() for chat in (chats[0], chats[2])]
    assert await in_thread(start, 1) == (201, {"state": "waiting"})
    assert [await in_thread(lambda chat: chat.row.state, chat) for chat in chats] == ["waiting", "left", "waiting"]
    newcomer = await relay.connect()
    join = {"do": "join", "conversation": f"{1:032x}", "token": VERA["token"], "last": 0}
    await relay.receive(newcomer, json.dumps(join))
    assert await in_thread(start, 2) == (503, {"error": "full"})
    relay.disconnect(newcomer)
    assert await in_thread(start, 2) == (201, {"state": "waiting"})
    await vera.drop()
    await other.drop()


async def test_who_left_a_message_is_not_let_go_and_the_desk_sees_it_in_a_list_of_its_own(
    time: Time, relay: Relay
) -> None:
    vera = await Browser(relay, await in_thread(begin)).come_in()
    kim = await desk(relay, vera.chat)
    await in_thread(leave_message, vera.chat)
    await kim.until(lambda: bool(kim.of_kind("waiting")[-1]["messages"]))
    (left,) = kim.of_kind("waiting")[-1]["messages"]
    assert waits(kim) == []
    assert (left["conversation"], left["language"]) == (vera.chat.identifier.hex(), "nl")
    assert (left["again"], left["decoy"]) == (False, False)
    await vera.drop(PAGE_CLOSED)
    await time.passes(UNTIL_BACK * 2)
    assert await in_thread(lambda: vera.chat.row.state) == "waiting"
    await in_thread(lambda: actions.take_message(Staff.objects.get(name="Kim"), vera.chat.identifier.hex()))
    await kim.until(lambda: not kim.of_kind("waiting")[-1]["messages"])
    await time.passes(UNTIL_BACK * 2)
    assert await in_thread(lambda: vera.chat.row.state) == "open"
    await kim.drop()


@pytest.mark.django_db
def test_a_conversation_is_in_one_list_of_the_desk_also_at_the_moment_that_it_becomes_a_message() -> None:
    chat = begin()
    left: list[str] = []

    def leaving(execute: Callable[..., object], sql: str, *rest: object) -> object:
        """The message is left just after the first look at conversations."""
        found = execute(sql, *rest)
        if not left and "message_at" in sql:
            left.append(sql)
            leave_message(chat)
        return found

    with connection.execute_wrapper(leaving):
        queue = reading.queue()
    assert left
    told = [one.conversation for one in queue.visitors] + [one.conversation for one in queue.messages]
    assert told == [chat.identifier.hex()]


async def test_the_desk_hears_at_once_that_a_duress_word_was_used_until_somebody_has_seen_it(relay: Relay) -> None:
    chat = await in_thread(taken_by, "Kim")
    kim = await desk(relay, chat)
    decoy = new_decoy()
    await in_thread(lambda: keep(chat, decoy=decoy))
    await in_thread(come_back, decoy.code)
    await kim.until(lambda: bool(kim.of_kind("waiting")[-1]["duress"]))
    (used,) = kim.of_kind("waiting")[-1]["duress"]
    assert (used["conversation"], used["counsellor"]) == (chat.identifier.hex(), "Kim")
    await in_thread(lambda: returning.see_duress(Staff.objects.get(name="Kim"), chat.identifier.hex()))
    await kim.until(lambda: not kim.of_kind("waiting")[-1]["duress"])
    await kim.drop()


async def test_who_comes_back_reads_all_that_was_said_and_the_page_before_is_shut_out(relay: Relay) -> None:
    vera = await Browser(relay, await in_thread(taken_by, "Kim")).come_in()
    await vera.say("one")
    await vera.said()
    code = await in_thread(keep, vera.chat)
    await in_thread(come_back, code, b"n" * 32)
    older = vera.chat.token
    vera.chat.token = b"n" * 32
    again = await Browser(relay, vera.chat).come_in()
    await again.until(lambda: again.last == 1)
    assert again.side.open(again.known[1]).message.text == "one"
    assert vera.closed_with == REPLACED
    vera.chat.token = older
    await vera.come_in()
    assert [one["reason"] for one in vera.of_kind("error")] == ["not_allowed"]
    for browser in (again, vera):
        await browser.drop()


async def test_a_long_conversation_that_begins_again_is_not_full(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_WHILE_WAITING", 2)
    vera = await Browser(relay, await in_thread(taken_by, "Kim")).come_in()
    for text in ("one", "two", "three"):
        await vera.say(text)
        await vera.said()
    await in_thread(lambda: actions.end_as_visitor(vera.chat.identifier.hex(), vera.chat.token))
    await in_thread(leave_message, vera.chat)
    await vera.say("four")
    await vera.said()
    assert len(await in_thread(vera.chat.stored)) == 4
    await vera.drop()


async def test_when_a_chat_becomes_a_message_its_counsellor_hears_and_writes_nothing_more_there(relay: Relay) -> None:
    vera = await Browser(relay, await in_thread(taken_by, "Kim")).come_in()
    kim = await Browser(relay, vera.chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
    await in_thread(lambda: actions.end_as_visitor(vera.chat.identifier.hex(), vera.chat.token))
    await in_thread(leave_message, vera.chat)
    await kim.until(lambda: kim.told[-1].get("state") == "waiting")
    await vera.say("only for who takes it")
    await vera.said()
    late = kim.side.seal("are you there?", 1)
    await kim.send(late)
    await kim.until(lambda: bool(kim.of_kind("refused")))
    assert kim.of_kind("refused")[0]["reason"] == "wrong_conversation"
    assert kim.last == 0
    await kim.come_in()
    assert [one["reason"] for one in kim.of_kind("error")] == ["not_allowed"]
    for browser in (vera, kim):
        await browser.drop()


async def test_no_fault_of_reading_the_queue_or_of_minding_who_is_away_is_the_last_look(
    relay: Relay, time: Time, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> int:
        raise ValueError("one bad row")

    with monkeypatch.context() as for_a_moment:
        for_a_moment.setattr(reading, "queue", fails)
        for_a_moment.setattr(actions, "let_go_of_the_absent", fails)
        async with asyncio.timeout(20):
            while not {"queue not read: ValueError", "nobody let go: ValueError"} <= set(caplog.messages):
                await asyncio.sleep(0.01)
    chat = await in_thread(begin)
    kim = await desk(relay, chat)
    await time.passes(UNTIL_THERE * 2)
    await kim.until(lambda: waits(kim) == [])  # let go, because she never came in, and the desk hears it
    assert await in_thread(lambda: chat.row.state) == "left"
    await kim.drop()
