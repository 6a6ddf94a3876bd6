"""What the relay reads from the database: rarely, in threads of its own, and never for a message that is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from zichtbaar.helpline.chat import access, door
from zichtbaar.helpline.chat.actions import milliseconds, place_of
from zichtbaar.helpline.chat.door import Outlook
from zichtbaar.helpline.chat.frames import Duress, MessageLeft, Waiting
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.access import must_set_up
from zichtbaar.helpline.people.models import DESK_ROLES, PARTNER_ROLES, Staff

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session belongs to, and for how many seconds more."""

    staff: Staff
    session_key: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How a conversation stands at one moment. Who does not wait has no outlook."""

    state: State
    last: int
    outlook: Outlook | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits, the longest first, and what each of them may know; and what else waits for the desk."""

    visitors: tuple[Waiting, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    messages: tuple[MessageLeft, ...] = ()
    duress: tuple[Duress, ...] = ()


class Reader:
    """Runs functions that use the database in one thread beside the event loop, on one connection."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="relay-reader")

    async def __call__(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """The answer of a function that was run in the thread."""
        call = partial(function, *arguments, **named)
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def stop(self) -> None:
        """Wait for what runs, and end."""
        self._thread.submit(connection.close)
        self._thread.shutdown()


def signed_in(session_key: str) -> SignedIn | None:
    """Who has this session, of the desk or of a partner; None when it is over or belongs to somebody else."""
    session = Session.objects.filter(session_key=session_key, expire_date__gt=timezone.now()).first()
    if session is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(session_key)
    staff = get_user(request)
    if not isinstance(staff, Staff) or staff.role not in DESK_ROLES | PARTNER_ROLES or must_set_up(staff):
        return None
    return SignedIn(staff, session_key, (session.expire_date - timezone.now()).total_seconds())


def standing(conversation: Conversation) -> Standing:
    """How a conversation stands now."""
    current = Conversation.objects.get(pk=conversation.pk)
    place = place_of(current)
    return Standing(State(current.state), access.last_number(current), door.outlook(place) if place else None)


def queue() -> Queue:
    """Who waits, which messages, and which duress words were used."""
    waiting, messages = access.waiting_and_messages()
    visitors = tuple(Waiting(one.identifier, milliseconds(one.created_at), one.language) for one in waiting)
    duress = tuple(_duress(one) for one in access.under_duress())
    return Queue(visitors, tuple(door.outlooks(len(visitors))), tuple(map(_message, messages)), duress)


def _message(one: Conversation) -> MessageLeft:
    since = milliseconds(one.message_at or one.created_at)
    code = getattr(one, "return_code", None)
    is_decoy = code is not None and code.guards_id is not None
    return MessageLeft(one.identifier, since, one.language, one.counsellor_id is not None, is_decoy)


def _duress(one: Conversation) -> Duress:
    used = milliseconds(one.duress_at or one.created_at)
    return Duress(one.identifier, used, one.counsellor.name if one.counsellor else "")
