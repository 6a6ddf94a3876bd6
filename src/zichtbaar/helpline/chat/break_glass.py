"""Reading the open conversation of a colleague in need: asked with a reason, let in by who holds the key, for an hour.

Only the counsellor and the shift leads hold the key of a conversation that was taken. When the counsellor is suddenly
gone, or danger asks for a second pair of eyes, a colleague asks; everybody at the desk sees that she asks and why, and
who holds the key seals it to her. She reads and cannot write. Each step is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.access import envelopes_after
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import BreakGlass, Conversation, Holder, KeyWrap, Need
from zichtbaar.helpline.people.access import known_staff
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Role, Staff

OPEN_FOR = timedelta(hours=1)
ASKED_FOR = timedelta(hours=1)
"""How long it stays open, and how long somebody who asks waits for an answer."""

MOST_ENVELOPES = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a colleague reads: the conversation's key sealed to her, and its envelopes in order."""

    glass: BreakGlass
    envelopes: list[bytes]


def others_open(staff: Staff) -> QuerySet[Conversation]:
    """Open conversations of colleagues that a counsellor could ask for; a shift lead can read them all anyway."""
    if staff.role != Role.COUNSELLOR:
        return Conversation.objects.none()
    taken = Conversation.objects.filter(state=State.OPEN).exclude(counsellor=staff)
    return taken.select_related("counsellor").order_by("opened_at", "pk")


def under_way() -> QuerySet[BreakGlass]:
    """Everything that was asked or is open now, for the whole desk to see."""
    now = timezone.now()
    is_asked = Q(expires_at=None, asked_at__gt=now - ASKED_FOR)
    found = BreakGlass.objects.filter(is_asked | Q(expires_at__gt=now), staff__is_active=True)
    found = found.exclude(conversation__state=State.WAITING)  # a message is nobody's until it is taken
    return found.select_related("conversation__counsellor", "staff").order_by("asked_at", "pk")


def wrap_of(holder: Staff, glass: BreakGlass) -> KeyWrap | None:
    """The key in the form that this colleague can open, if she may let the other in: she holds it, and is another."""
    if holder == glass.staff or glass.expires_at is not None:
        return None
    return glass.conversation.wraps.filter(holder=Holder.STAFF, staff=holder).first()


@transaction.atomic
def ask(staff: Staff, identifier: str, need: Need) -> BreakGlass:
    """Ask to read a conversation. Asking twice is asking once. Raises NotFoundError."""
    conversation = others_open(staff).filter(identifier=identifier).first()
    if conversation is None or not known_staff().filter(pk=staff.pk).exists():
        raise NotFoundError
    if known := under_way().filter(staff=staff, conversation=conversation).first():
        return known
    record(Kind.BREAK_GLASS_ASKED, by=staff, subject=f"{identifier} {need}")
    return BreakGlass.objects.create(conversation=conversation, staff=staff, need=need, asked_at=timezone.now())


@transaction.atomic
def let_in(holder: Staff, number: int, public_key: str, sealed_key: bytes) -> None:
    """Let a colleague read, with the key sealed to her. Raises NotFoundError, WrapsRefusedError."""
    glass = under_way().filter(pk=number, staff__public_key=public_key, staff__in=known_staff()).first()
    if glass is None or wrap_of(holder, glass) is None:
        raise NotFoundError
    if len(sealed_key) != SEALED_KEY_BYTES:
        raise WrapsRefusedError
    glass.sealed_key, glass.expires_at = to_text(sealed_key), timezone.now() + OPEN_FOR
    glass.save(update_fields=["sealed_key", "expires_at"])
    subject = f"{glass.conversation.identifier} staff {glass.staff_id}"
    record(Kind.BREAK_GLASS_OPENED, by=holder, subject=subject)


@transaction.atomic
def read(staff: Staff, number: int) -> Reading:
    """What there is to be read now. Each look is recorded before anything is told. Raises NotFoundError."""
    glass = under_way().filter(pk=number, staff=staff, expires_at__isnull=False).first()
    if glass is None:
        raise NotFoundError
    record(Kind.BREAK_GLASS_READ, by=staff, subject=glass.conversation.identifier)
    stored = envelopes_after(glass.conversation, 0, MOST_ENVELOPES)
    return Reading(glass, [content for _, _, content in stored])


def may_read(staff: Staff, conversation: Conversation) -> bool:
    """Whether she was let in to read this conversation, and her hour is not over."""
    return under_way().filter(staff=staff, conversation=conversation, expires_at__isnull=False).exists()


def close_expired(now: datetime | None = None) -> int:
    """Delete the keys of those whose hour is over, and what nobody answered. Returns how many had been open."""
    now = now or timezone.now()
    over = BreakGlass.objects.filter(Q(expires_at__lte=now) | Q(expires_at=None, asked_at__lte=now - ASKED_FOR))
    if not over.exists():  # asked often, so without the right to write
        return 0
    with transaction.atomic():
        count = over.filter(expires_at__isnull=False).count()
        over.delete()
        if count:
            record(Kind.BREAK_GLASS_CLOSED, by=None, subject=str(count))
            forget_after_commit()
    return count
