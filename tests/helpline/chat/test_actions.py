"""What visitors and counsellors do at once does not cross, and what cannot be stored is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpline.chat.coming_back import SEALED, new_code
from helpline.chat.talking import begin
from helpline.web.test_visitors_door import vera
from zichtbaar.helpline.chat import actions, news, returning
from zichtbaar.helpline.chat.errors import NobodyWaitingError, NotFoundError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.news import Moved, News
from zichtbaar.helpline.people.models import Staff


def test_many_who_take_at_once_never_get_the_same_visitor(database_file: Path) -> None:  # noqa: ARG001 - threads
    waiting = {begin().identifier.hex() for _ in range(6)}
    counsellors = list(Staff.objects.filter(role="counsellor")) * 4
    together = Barrier(len(counsellors))

    def take(staff: Staff) -> str | None:
        together.wait()
        try:
            return actions.take(staff).identifier
        except NobodyWaitingError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(counsellors)) as threads:
        taken = list(threads.map(take, counsellors))
    assert sorted(one for one in taken if one) == sorted(waiting)


def test_news_is_told_once_it_is_stored_and_not_before(database_file: Path) -> None:  # noqa: ARG001
    heard: list[tuple[News, str]] = []

    def listen(what: News) -> None:
        heard.append((what, Conversation.objects.get(identifier=what.conversation).state))

    chat = begin()
    news.listen(listen)
    try:
        actions.end_as_visitor(chat.identifier.hex(), chat.token)
    finally:
        news.stop_listening(listen)
    assert heard == [(Moved(chat.identifier.hex(), State.ENDED, 0), "ended")]


@pytest.mark.usefixtures("database_file")
def test_a_full_disk_is_said_and_nothing_is_half_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            answers = [start(number) for number in range(100)]
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000")
    assert answers[-1] == (503, {"error": "not_stored"})
    assert Conversation.objects.count() == sum(status == 201 for status, _ in answers)
    assert all((one.wraps.count(), one.envelopes.count()) == (1, 1) for one in Conversation.objects.all())
    assert start(1000)[0] == 201


def start(number: int) -> tuple[int, dict[str, object]]:
    words = vera(f"{number:032x}")
    got = Client().post("/start", json.dumps(words), content_type="application/json")
    return got.status_code, {key: value for key, value in got.json().items() if key in ("state", "error")}


@pytest.mark.usefixtures("founded")
def test_a_visitor_who_left_the_queue_moves_the_others_up() -> None:
    first, second = begin(), begin()
    assert actions.place_of(second.row) == 2
    actions.leave(first.identifier.hex(), first.token)
    assert actions.place_of(second.row) == 1
    assert actions.place_of(first.row) == 0


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize(
    "act",
    [
        actions.leave,
        actions.end_as_visitor,
        lambda identifier, token: returning.keep(identifier, token, new_code(), None),
        lambda identifier, token: returning.leave_message(identifier, token, 1, SEALED),
        returning.forget_now,
    ],
)
def test_who_holds_no_token_makes_nobody_wait_for_the_database(act: Callable[[str, bytes], object]) -> None:
    identifier = begin().identifier.hex()
    with CaptureQueriesContext(connection) as asked, pytest.raises(NotFoundError):
        act(identifier, bytes(32))
    assert [one["sql"].split()[0] for one in asked] == ["SELECT"]  # and nothing that takes the right to write
