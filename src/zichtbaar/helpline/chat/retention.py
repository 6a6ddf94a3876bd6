"""How long conversations are kept, and forgetting those whose time has come.

The keys go first, in a transaction of their own: from then on nobody can open what is left, whatever happens next.
Then photos and envelopes, then the conversation itself, and with it the link to whom it was with. A run that is killed
between is taken up by the next one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.actions import milliseconds
from zichtbaar.helpline.chat.break_glass import close_expired
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import (
    BackupKey,
    BreakGlass,
    Conversation,
    Envelope,
    ForgottenOnDay,
    KeyWrap,
    Photo,
    ReturnCode,
)
from zichtbaar.helpline.chat.news import Gone, forgetting, tell_after_commit

ENVELOPES_AT_ONCE = 500
"""Deleted in one transaction: who writes meanwhile waits for a moment only."""

CONVERSATIONS_AT_ONCE = 100

SHARE_OF_EMPTY_PAGES = 4
"""The file is made smaller when more than one page in so many is empty."""

PAGES_NOT_WORTH_IT = 1000

_HAS_LONG_TERM = Q(counsellor__isnull=False) | Q(return_code__isnull=False)
_IS_NO_DECOY = Q(return_code__guards__isnull=True)


@dataclass(frozen=True, slots=True)
class Terms:
    """Days after its end that a conversation is kept: one that a colleague took, and one that nobody took.

    One to which its visitor can come back with a code is kept like one that was taken.
    """

    taken: int
    untaken: int


def terms() -> Terms:
    """The terms of this helpline."""
    return Terms(settings.KEEP_CONVERSATIONS, settings.KEEP_UNTAKEN)


def due(now: datetime) -> QuerySet[Conversation]:
    """The conversations whose time has come, the one that ended first in front.

    One that is still open, but in which nobody has said anything for as long as the term, is over too, and so is a
    message that nobody read. The empty chat of a duress word goes with the conversation that it guards.
    """
    taken, untaken = (now - timedelta(days=days) for days in (terms().taken, terms().untaken))
    is_over = Q(_HAS_LONG_TERM, ended_at__lte=taken) | Q(~_HAS_LONG_TERM, ended_at__lte=untaken)
    spoke_since = Envelope.objects.filter(stored_at__gt=milliseconds(taken)).values("conversation_id")
    has_begun = Q(state=State.OPEN, opened_at__lte=taken) | Q(state=State.WAITING, message_at__lte=taken)
    kept = Conversation.objects.filter(_IS_NO_DECOY).filter(is_over | has_begun & ~Q(pk__in=spoke_since))
    return kept.order_by(F("ended_at").asc(nulls_last=True), "pk")


def next_due() -> datetime | None:
    """When the time of the next conversation comes that is over but still kept; None when there is none."""
    over = Conversation.objects.filter(_IS_NO_DECOY, ended_at__isnull=False).values_list("ended_at", flat=True)
    by_term = ((over.filter(_HAS_LONG_TERM), terms().taken), (over.filter(~_HAS_LONG_TERM), terms().untaken))
    firsts = ((ended.order_by("ended_at").first(), days) for ended, days in by_term)
    return min((ended + timedelta(days=days) for ended, days in firsts if ended), default=None)


def forget_due(now: datetime | None = None) -> int:
    """Forget all conversations whose time has come, and say how many these were. Raises DatabaseError."""
    now = now or timezone.now()
    close_expired(now)
    count = 0
    while keys := list(due(now).values_list("pk", flat=True)[:CONVERSATIONS_AT_ONCE]):
        count += forget(keys)
    note(now, count)
    _make_smaller()
    return count


def forget(conversations: Collection[int], *, is_recorded: bool = True) -> int:
    """Forget these conversations for good: keys, then envelopes, then the rows. Returns how many there were.

    The empty chats of their duress words go with them, and are not counted. A run that is killed between leaves those
    as chats that nobody took.
    """
    decoys = list(Conversation.objects.filter(return_code__guards__in=conversations).values_list("pk", flat=True))
    _destroy_keys([*conversations, *decoys])
    for conversation in (*conversations, *decoys):
        Photo.objects.filter(conversation=conversation).delete()
        _delete_envelopes(conversation)
    return _delete_rows(conversations, decoys, is_recorded=is_recorded)


def last_look() -> datetime | None:
    """When it was last looked whether something is due; None when it never was."""
    last = ForgottenOnDay.objects.order_by("-day").first()
    return last.last_at if last else None


@transaction.atomic
def _destroy_keys(conversations: Collection[int]) -> None:
    KeyWrap.objects.filter(Q(conversation__in=conversations) | Q(conversation__part_of__in=conversations)).delete()
    BreakGlass.objects.filter(conversation__in=conversations).delete()
    ReturnCode.objects.filter(conversation__in=conversations).delete()
    BackupKey.objects.filter(conversation__in=conversations).delete()
    forgetting.send(Conversation, conversations=conversations)
    forget_after_commit()


def _delete_envelopes(conversation: int) -> None:
    """Many small transactions, for a long conversation has thousands."""
    kept = Envelope.objects.filter(conversation=conversation).order_by("number")
    while numbers := list(kept.values_list("number", flat=True)[:ENVELOPES_AT_ONCE]):
        Envelope.objects.filter(conversation=conversation, number__lte=numbers[-1]).delete()


@transaction.atomic
def _delete_rows(conversations: Collection[int], decoys: Collection[int], *, is_recorded: bool) -> int:
    gone = Conversation.objects.filter(pk__in=conversations)
    count, decoy_chats = gone.count(), Conversation.objects.filter(pk__in=decoys)
    for identifier in list((gone | decoy_chats).values_list("identifier", flat=True)):
        tell_after_commit(Gone(identifier))
    gone.delete()
    decoy_chats.delete()
    if is_recorded:
        record(Kind.CONVERSATIONS_FORGOTTEN, by=None, subject=str(count))
    forget_after_commit()
    return count


@transaction.atomic
def note(now: datetime, count: int) -> None:
    """Write down that so many were forgotten at this moment."""
    day, _ = ForgottenOnDay.objects.get_or_create(day=now.date(), defaults={"last_at": now})
    day.conversations, day.last_at = day.conversations + count, now
    day.save()


def _make_smaller() -> None:
    """Give empty pages back to the disk. They hold nothing: what is deleted is overwritten with zeros."""
    with connection.cursor() as cursor:
        pages, empty = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
        if pages >= PAGES_NOT_WORTH_IT and empty * SHARE_OF_EMPTY_PAGES > pages:
            # Or the copy that it makes would lie in a folder of the system, keys and all.
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute("VACUUM")
