"""When no more messages fit, a crowd from one place gives way, and who waits already is not sent away."""

from __future__ import annotations

import json
import secrets
from contextlib import AbstractContextManager

import pytest
from django.test import Client, TestCase

from helpline.chat.coming_back import SEALED, keep, leave_message
from helpline.chat.talking import Chat, begin, first_envelope
from helpline.web.test_visitors_door import VERA
from zichtbaar.helpline.chat import access, actions, door, forgetting
from zichtbaar.helpline.chat.actions import NewConversation
from zichtbaar.helpline.chat.errors import QueueFullError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.pacing import crowd
from zichtbaar.helpline.pacing.crowd import Crowd
from zichtbaar.helpline.pacing.gates import STARTS
from zichtbaar.helpline.pacing.places import Place, at
from zichtbaar.helpline.people.models import Staff

pytestmark = pytest.mark.usefixtures("founded")

FLOOD, HOME = b"a flood.", b"at home."
MOST, QUEUE = 6, 3


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box for six, beside a queue for three, in which four from one place are a crowd."""
    monkeypatch.setattr(actions, "MOST_MESSAGES", MOST)
    monkeypatch.setattr(actions, "LONGEST_QUEUE", QUEUE)
    monkeypatch.setattr(actions, "MESSAGES", Crowd())
    monkeypatch.setattr(crowd, "CROWD", 4)
    monkeypatch.setattr(forgetting, "_emptied", lambda: True)  # these tests have a database without a log


def stored() -> AbstractContextManager[object]:
    """What is done in here is committed at its end, as each request of a browser is."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def leave_one(place: Place) -> Chat:
    """Somebody leaves a message from this place."""
    chat = Chat()
    identifier = chat.identifier.hex()
    envelope = first_envelope(identifier)
    with at(place), stored():
        actions.start(NewConversation(identifier, chat.token, 1, SEALED, "nl", envelope, is_message=True))
    return chat


def unread() -> set[str]:
    return set(access.messages().values_list("identifier", flat=True))


def test_a_flood_from_one_place_closes_the_box_for_nobody_elsewhere() -> None:
    flood = [leave_one(FLOOD) for _ in range(MOST)]
    hers = leave_one(HOME)
    assert hers.identifier.hex() in unread()
    assert len(unread()) == MOST
    (gone,) = [chat for chat in flood if chat.identifier.hex() not in unread()]
    assert (flood.index(gone) >= MOST // 2, gone.row.state) == (True, State.ENDED)


def test_who_has_a_code_or_was_here_before_gives_way_last(kim: Staff) -> None:
    with at(FLOOD), stored():
        back = begin(counsellor=kim, state=State.ENDED)
        leave_message(back)
    flood = [leave_one(FLOOD) for _ in range(MOST - 1)]
    for chat in flood[:-1]:
        keep(chat)
    hers = leave_one(HOME)
    assert flood[-1].row.state == State.ENDED
    for _ in range(2 * MOST):
        leave_one(FLOOD)
    assert (back.row.state, hers.row.state) == (State.WAITING, State.WAITING)


def test_where_nobody_is_a_crowd_a_newcomer_is_refused_and_who_waits_already_is_not() -> None:
    for _ in range(MOST):
        leave_one(secrets.token_bytes(8))
    with pytest.raises(QueueFullError):
        leave_one(HOME)
    vera = begin()
    leave_message(vera)
    assert vera.identifier.hex() in unread()


def test_who_waits_and_leaves_a_message_again_and_again_comes_to_an_end() -> None:
    for _ in range(MOST + QUEUE):
        leave_message(begin())
    another = begin()
    with pytest.raises(QueueFullError):
        leave_message(another)
    assert len(unread()) == MOST + QUEUE
    assert another.row.state == State.WAITING
    assert another.row.message_at is None


def test_in_a_box_that_fills_a_page_works_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MANY_MESSAGES", 1)
    leave_one(FLOOD)
    for is_message, bits in ((True, STARTS.everywhere.most), (False, None)):
        words = json.dumps({**VERA, "message": is_message})
        answer = Client().post("/start", words, content_type="application/json").json()
        assert answer.get("bits") == bits
