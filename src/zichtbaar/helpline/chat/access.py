"""The only ways to reach a conversation: "absent" and "not yours" give the same refusal."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.chat.lifecycle import WRITABLE, State
from zichtbaar.helpline.chat.models import Conversation, Envelope, Holder, KeyWrap, ReturnCode
from zichtbaar.helpline.people.models import Role, Staff

TOKEN_BYTES = 32
HIDDEN_AFTER_DURESS = timedelta(hours=1)
"""So long a conversation cannot be opened with its own code after its duress word was used: who forces somebody to
give the one can force her to give the other."""

LATELY = timedelta(hours=1)
_HASH_OF_NOTHING = "0" * 64
_CODE_OF_NOBODY = _HASH_OF_NOTHING, 0, None

__all__ = [
    "HIDDEN_AFTER_DURESS",
    "NotFoundError",
    "changing",
    "check_ended_lately",
    "code_with",
    "conversation_of",
    "conversation_with_token",
    "conversations_of",
    "envelopes_after",
    "hash_of_lookup",
    "hash_of_token",
    "is_decoy",
    "last_number",
    "may_write",
    "messages",
    "not_over",
    "open_conversations_of",
    "under_duress",
    "waiting",
    "waiting_and_messages",
    "whole_with_token",
    "wrap_for",
]


def conversations_of(staff: Staff) -> QuerySet[Conversation]:
    """The conversations this colleague may open: a counsellor her own, a shift lead all that were taken.

    What waits anew, as a message, is nobody's until somebody takes it. A partner: the parts that a visitor let him
    into, while they last.
    """
    taken = Conversation.objects.filter(counsellor__isnull=False).exclude(state=State.WAITING)
    if staff.role == Role.SHIFT_LEAD:
        return taken
    if staff.role == Role.COUNSELLOR:
        return taken.filter(counsellor=staff)
    if staff.role == Role.PARTNER:
        return Conversation.objects.filter(guest=staff, state=State.OPEN)
    return Conversation.objects.none()


def conversation_of(staff: Staff, identifier: str) -> Conversation:
    """One conversation of a colleague. Raises NotFoundError."""
    found = conversations_of(staff).filter(identifier=identifier).first()
    if found is None:
        raise NotFoundError
    return found


def open_conversations_of(staff: Staff) -> QuerySet[Conversation]:
    """The conversations that this colleague is in now, the longest first; parts of them are not told apart here."""
    return Conversation.objects.filter(counsellor=staff, state=State.OPEN, part_of=None).order_by("opened_at", "pk")


def may_write(staff: Staff, conversation: Conversation) -> bool:
    """Whether a colleague may say something: who took the conversation, and the guest of a part of it.

    Nobody may in one that waits anew, whoever had it before.
    """
    return conversation.state != State.WAITING and staff.pk in (conversation.counsellor_id, conversation.guest_id)


def conversation_with_token(identifier: str, token: bytes) -> Conversation:
    """The conversation of the visitor who holds this token. Raises NotFoundError, after the same work."""
    found = Conversation.objects.filter(identifier=identifier).first()
    expected = found.token_hash if found else _HASH_OF_NOTHING
    if not hmac.compare_digest(expected, hash_of_token(token)) or found is None:
        raise NotFoundError
    return found


def check_ended_lately(identifier: str, token: bytes) -> None:
    """See that this visitor had a conversation with somebody that is over, and not for long. Raises NotFoundError."""
    conversation = conversation_with_token(identifier, token)
    ended_at = conversation.ended_at if conversation.counsellor_id else None
    if ended_at is None or timezone.now() - ended_at > LATELY:
        raise NotFoundError


def whole_with_token(identifier: str, token: bytes) -> Conversation:
    """The same, but no part of another: a part has no code and is not begun again. Raises NotFoundError."""
    found = conversation_with_token(identifier, token)
    if found.part_of_id is not None:
        raise NotFoundError
    return found


Find = Callable[[str, bytes], Conversation]


@contextmanager
def changing(identifier: str, token: bytes, find: Find = conversation_with_token) -> Iterator[Conversation]:
    """The conversation of the visitor who holds this token, in a transaction that changes it. Raises NotFoundError.

    All who change something wait for each other, so who holds no token is sent away before she makes anybody wait.
    """
    find(identifier, token)
    with transaction.atomic():
        yield find(identifier, token)


def hash_of_token(token: bytes) -> str:
    """What is stored of a visitor's token. It is 32 random bytes, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token).hexdigest()


def _is_hidden() -> ExpressionWrapper[Q]:
    """Whether the duress word of the conversation was used of late. The database says it: reading a time takes time
    that only a hidden code would take.
    """
    return ExpressionWrapper(
        Q(conversation__duress_at__gt=timezone.now() - HIDDEN_AFTER_DURESS), output_field=BooleanField(null=True)
    )


class KnownCode(NamedTuple):
    """What is read of a code before it is known to open something: so little that reading it takes no time."""

    token_hash: str
    pk: int
    is_hidden: bool | None


def code_with(lookup: bytes, token: bytes) -> KnownCode:
    """The code that these two were drawn from. Raises NotFoundError, after the same work.

    Where chance gave two visitors one lookup, the token tells whose it is.
    """
    known = ReturnCode.objects.filter(lookup_hash=hash_of_lookup(lookup)).annotate(is_hidden=_is_hidden())
    rows = list(known.values_list("token_hash", "pk", "is_hidden"))
    token_hash, fits = hash_of_token(token), None
    for row in rows or [_CODE_OF_NOBODY]:
        if hmac.compare_digest(row[0], token_hash):
            fits = KnownCode(*row)
    if fits is None:
        raise NotFoundError
    return fits


def hash_of_lookup(lookup: bytes) -> str:
    """What is stored of a lookup. Its key is not in the database: who steals that can try no code."""
    return salted_hmac("zichtbaar/return-code/lookup", lookup, algorithm="sha256").hexdigest()


def waiting() -> QuerySet[Conversation]:
    """Who waits, the longest first."""
    unread = Conversation.objects.filter(state=State.WAITING, message_at__isnull=True)
    return unread.order_by("created_at", "pk")


def messages() -> QuerySet[Conversation]:
    """The messages that nobody has read yet, the oldest first."""
    unread = Conversation.objects.filter(state=State.WAITING, message_at__isnull=False)
    return unread.select_related("return_code").order_by("message_at", "pk")


def waiting_and_messages() -> tuple[list[Conversation], list[Conversation]]:
    """Both, of one moment: whoever leaves a message while they are looked for is in one of the two."""
    since = Coalesce("message_at", "created_at")
    unread = Conversation.objects.filter(state=State.WAITING).select_related("return_code").order_by(since, "pk")
    found = list(unread)
    return [one for one in found if not one.message_at], [one for one in found if one.message_at]


def under_duress() -> QuerySet[Conversation]:
    """The conversations whose duress word was used, and of which nobody has said yet to have seen it."""
    used = Q(duress_seen_at__isnull=True) | Q(duress_seen_at__lt=F("duress_at"))
    return Conversation.objects.filter(used, duress_at__isnull=False).select_related("counsellor").order_by("duress_at")


def is_decoy(conversation: Conversation) -> bool:
    """Whether this is the empty chat of a duress word."""
    return ReturnCode.objects.filter(conversation=conversation, guards__isnull=False).exists()


def not_over() -> QuerySet[Conversation]:
    """Who waits or talks. Who left a message need not be there."""
    return Conversation.objects.filter(state__in=WRITABLE, message_at__isnull=True)


def wrap_for(staff: Staff, conversation: Conversation) -> KeyWrap:
    """The conversation's key as this colleague can open it: sealed to her, or still to the team.

    Raises NotFoundError when neither is there.
    """
    own = Q(holder=Holder.STAFF, staff=staff) | Q(holder=Holder.TEAM)
    found = conversation.wraps.filter(own).order_by("holder").first()
    if found is None:
        raise NotFoundError
    return found


def envelopes_after(conversation: Conversation, number: int, limit: int) -> list[tuple[int, int, bytes]]:
    """Number, time (ms) and content of the envelopes that follow a number, in order."""
    envelopes = Envelope.objects.filter(conversation=conversation, number__gt=number).order_by("number")[:limit]
    return [(one.number, one.stored_at, bytes(one.content)) for one in envelopes]


def last_number(conversation: Conversation) -> int:
    """The number of the last envelope, 0 when there is none."""
    last = Envelope.objects.filter(conversation=conversation).aggregate(Max("number"))["number__max"]
    return last or 0
