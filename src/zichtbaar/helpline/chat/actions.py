"""What visitors and counsellors can do with a conversation: each action checks, changes, records and tells."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat import access, door, lifecycle
from zichtbaar.helpline.chat.errors import (
    ClosedError,
    IdentifierTakenError,
    KeyMissingError,
    NobodyWaitingError,
    NoMessagesError,
    NoTeamKeyError,
    NotFoundError,
    OldEpochError,
    QueueFullError,
    WrapsRefusedError,
)
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Envelope, Holder, KeyWrap
from zichtbaar.helpline.chat.news import Moved, tell_after_commit
from zichtbaar.helpline.chat.presence import SHARE_WHEN_FULL, VISITORS
from zichtbaar.helpline.pacing.crowd import MESSAGES, WAITING
from zichtbaar.helpline.pacing.gates import STARTS
from zichtbaar.helpline.pacing.places import here
from zichtbaar.helpline.people.access import recovery_key, shift_leads, team_key_in_use, team_keys_of
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.sealing.envelope import check_shape

LONGEST_QUEUE = 200
"""Visitors who can wait at once. It does not bound the disk: who ends a chat can start another."""

MOST_MESSAGES = 500
"""Messages that can wait at once, more than a team reads in a weekend. Who waits in the queue may leave one more, until
there are as many more as fit in a queue: else who waits and leaves again and again would find no end."""

SEALED_KEY_BYTES = 114
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class NewConversation:
    """What a visitor's browser drew: an identifier (hexadecimal), a token, a key sealed to the team, a first envelope.

    The shape of the envelope must have been checked, and that it is the visitor's first in this conversation. With a
    message she does not wait: it may be left at any hour, unless the helpline takes none.
    """

    identifier: str
    token: bytes
    epoch: int
    sealed_key: bytes
    language: str
    envelope: bytes
    is_message: bool = False


@transaction.atomic
def start(new: NewConversation) -> tuple[Conversation, Envelope | None]:
    """Begin to wait, with a first envelope. The same visitor asking again, because the answer was lost, gets the same.

    The envelope is None when another is stored in its place. Raises NoTeamKeyError, OldEpochError,
    IdentifierTakenError, QueueFullError, ClosedHoursError, ClosingError, NoMessagesError.
    """
    token_hash = access.hash_of_token(new.token)
    if known := Conversation.objects.filter(identifier=new.identifier).first():
        if not hmac.compare_digest(known.token_hash, token_hash):
            raise IdentifierTakenError
        return known, _known_envelope(known, new.envelope)
    check_epoch(new.epoch)
    if new.is_message:
        make_room_for_message()
    else:
        door.check_hours()
        _make_room()
    now = timezone.now()
    conversation = Conversation.objects.create(
        identifier=new.identifier,
        state=State.WAITING,
        language=new.language,
        epoch=new.epoch,
        token_hash=token_hash,
        created_at=now,
        message_at=now if new.is_message else None,
    )
    conversation.wraps.create(holder=Holder.TEAM, sealed_key=to_text(new.sealed_key))
    envelope = _store_first(conversation, new.envelope)
    transaction.on_commit(lambda: _began(conversation))
    tell_after_commit(Moved(conversation.identifier, State.WAITING, envelope.number))
    return conversation, envelope


def is_known(new: NewConversation) -> bool:
    """Whether this visitor has begun already, and asks again because an answer was lost."""
    return Conversation.objects.filter(identifier=new.identifier, token_hash=access.hash_of_token(new.token)).exists()


def place_of(conversation: Conversation) -> int:
    """How many wait at least as long, this one included: 1 is next."""
    waiting = list(access.waiting().values_list("pk", flat=True))
    return waiting.index(conversation.pk) + 1 if conversation.pk in waiting else 0


@transaction.atomic
def take(staff: Staff) -> Conversation:
    """Take who waits longest; who is away is passed over while somebody waits who is there.

    Raises NobodyWaitingError, KeyMissingError. Two who take at once never get the same visitor.
    """
    waiting = list(access.waiting())
    if not waiting:
        raise NobodyWaitingError
    return _take(staff, next(filter(VISITORS.is_here, waiting), waiting[0]))


@transaction.atomic
def take_message(staff: Staff, identifier: str) -> Conversation:
    """Take one of the messages. Raises NobodyWaitingError when somebody else took it, KeyMissingError."""
    message = access.messages().filter(identifier=identifier).first()
    if message is None:
        raise NobodyWaitingError
    return _take(staff, message)


def _take(staff: Staff, conversation: Conversation) -> Conversation:
    if not team_keys_of(staff).filter(team_key_id=conversation.epoch).exists():
        raise KeyMissingError
    conversation.counsellor = staff
    conversation.opened_at = timezone.now()
    move(conversation, lifecycle.taken(conversation.state))
    record(Kind.CONVERSATION_TAKEN, by=staff, subject=conversation.identifier)
    return conversation


def wrap_to(conversation: Conversation) -> dict[str, str]:
    """Public keys to which a taken conversation's key must be sealed, by who holds them.

    These are the counsellor and the shift leads, by their number, `recovery`, and the guest of a part.
    """
    holders = {str(lead.pk): lead.public_key for lead in shift_leads()}
    for person in (conversation.counsellor, conversation.guest):
        if person is not None:
            holders[str(person.pk)] = person.public_key
    if recovery := recovery_key():
        holders[RECOVERY] = recovery.public_key
    return holders


@transaction.atomic
def store_wraps(staff: Staff, conversation: Conversation, sealed_keys: Mapping[str, bytes]) -> None:
    """Keep the key sealed to the people in the conversation, and delete the form that the whole team can open.

    Raises NotFoundError when somebody else took it, nobody has, or the keys were handed over before, and
    WrapsRefusedError.
    """
    current = Conversation.objects.get(pk=conversation.pk)
    team_wraps = current.wraps.filter(holder=Holder.TEAM)
    are_awaited = not current.wraps.exists() if current.part_of_id else team_wraps.exists()
    if current.state != State.OPEN or current.counsellor_id != staff.pk or not are_awaited:
        raise NotFoundError
    if sealed_keys.keys() != wrap_to(current).keys() or not all(
        len(sealed) == SEALED_KEY_BYTES for sealed in sealed_keys.values()
    ):
        raise WrapsRefusedError
    KeyWrap.objects.bulk_create(_wrap(current, *item) for item in sealed_keys.items())
    team_wraps.delete()
    forget_after_commit()
    record(Kind.KEYS_HANDED_OVER, by=staff, subject=conversation.identifier)


@dataclass(frozen=True, slots=True)
class NewPart:
    """What a visitor's browser drew for a part of her conversation: an identifier (hexadecimal) and a token."""

    identifier: str
    token: bytes


@transaction.atomic
def begin_part(conversation: Conversation, guest: Staff, new: NewPart) -> Conversation:
    """Begin a part with somebody whom the visitor lets in; asked again, because the answer was lost, it is the same.

    Its key is made in the visitor's browser, and goes to the others through the conversation that they are in.
    Raises ClosedError, IdentifierTakenError.
    """
    token_hash = access.hash_of_token(new.token)
    if known := Conversation.objects.filter(identifier=new.identifier).first():
        if (known.part_of_id, known.guest_id) != (conversation.pk, guest.pk) or known.token_hash != token_hash:
            raise IdentifierTakenError
        return known
    if conversation.state != State.OPEN:
        raise ClosedError
    return Conversation.objects.create(
        identifier=new.identifier,
        state=State.OPEN,
        language=conversation.language,
        epoch=conversation.epoch,
        token_hash=token_hash,
        counsellor=conversation.counsellor,
        created_at=timezone.now(),
        opened_at=timezone.now(),
        part_of=conversation,
        guest=guest,
    )


def renew_part(part: Conversation, token: bytes) -> None:
    """Give a part of a conversation another token of its visitor, whose page is another one now."""
    Conversation.objects.filter(pk=part.pk).exclude(part_of=None).update(token_hash=access.hash_of_token(token))


@transaction.atomic
def end_parts(parts: QuerySet[Conversation]) -> None:
    """End these parts of conversations: their guests are not let in any more. The conversations themselves go on."""
    for part in parts.filter(part_of__isnull=False, state=State.OPEN):
        close(part, State.ENDED)


@transaction.atomic
def take_over(lead: Staff, conversation: Conversation) -> None:
    """Go on, as a shift lead, with an open conversation whose counsellor has left. Raises NotFoundError."""
    current = Conversation.objects.select_related("counsellor").get(pk=conversation.pk)
    has_left = current.counsellor is not None and not current.counsellor.is_active
    if lead.role != Role.SHIFT_LEAD or current.state != State.OPEN or not has_left:
        raise NotFoundError
    current.counsellor = lead
    current.save(update_fields=["counsellor"])
    current.parts.filter(state=State.OPEN).update(counsellor=lead)
    record(Kind.CONVERSATION_TAKEN_OVER, by=lead, subject=current.identifier)


@transaction.atomic
def end(staff: Staff, conversation: Conversation) -> None:
    """End a conversation as its counsellor. Raises NotFoundError; one that is over already stays as it is.

    One that waits anew, as a message, is not hers any more.
    """
    current = Conversation.objects.get(pk=conversation.pk)
    if current.state == State.WAITING or current.counsellor_id != staff.pk:
        raise NotFoundError
    if close(conversation, State.ENDED):
        record(Kind.CONVERSATION_ENDED, by=staff, subject=conversation.identifier)


def end_as_visitor(identifier: str, token: bytes) -> None:
    """End a conversation as its visitor. Raises NotFoundError; one that is over already stays as it is."""
    with access.changing(identifier, token) as conversation:
        close(conversation, State.ENDED)


def leave(identifier: str, token: bytes) -> None:
    """Leave fast. Raises NotFoundError; a conversation that is over already stays as it is."""
    with access.changing(identifier, token) as conversation:
        close(conversation, State.LEFT)


@transaction.atomic
def leave_with_the_page(identifier: str) -> None:
    """The page of this visitor is gone, and with it the only copy of her key: to the others she has left."""
    for conversation in Conversation.objects.filter(identifier=identifier):
        close(conversation, State.LEFT)


def let_go_of_the_absent() -> int:
    """Close the conversations of who has been away for too long, waiting or talking; how many these were."""
    if not VISITORS.away(access.not_over()):
        return 0  # and the database need not be held for that
    with transaction.atomic():
        return sum(close(one, State.LEFT) for one in VISITORS.away(access.not_over()))


def _store_first(conversation: Conversation, content: bytes) -> Envelope:
    """The journal numbers what follows; into a conversation that is not there yet nobody else can have sent."""
    header, stored_at = check_shape(content), milliseconds(conversation.created_at)
    return conversation.envelopes.create(
        number=1, session=header.session, sequence=header.sequence, stored_at=stored_at, content=content
    )


def _known_envelope(conversation: Conversation, content: bytes) -> Envelope | None:
    header = check_shape(content)
    stored = conversation.envelopes.filter(session=header.session, sequence=header.sequence).first()
    return stored if stored and bytes(stored.content) == content else None


def _make_room() -> None:
    """See that one more can wait. In a full queue who is away has little time to come back, and a crowd gives way.

    Raises QueueFullError.
    """
    waiting = list(access.waiting())
    if len(waiting) < LONGEST_QUEUE:
        return
    away = VISITORS.away(waiting, SHARE_WHEN_FULL)
    gives_way = away[0].identifier if away else WAITING.gives_way([one.identifier for one in waiting])
    if gives_way is None:
        raise QueueFullError
    close(next(one for one in waiting if one.identifier == gives_way), State.LEFT)


def _began(conversation: Conversation) -> None:
    """Count that somebody began, and remember from which place while she waits; it is not stored."""
    STARTS.passed(here())
    if conversation.message_at:
        message_came(conversation)
    else:
        WAITING.came(conversation.identifier, here(), list(access.waiting().values_list("identifier", flat=True)))


def message_came(conversation: Conversation) -> None:
    """Remember from which place a message came until it is read; it is not stored."""
    MESSAGES.came(conversation.identifier, here(), list(access.messages().values_list("identifier", flat=True)))


def make_room_for_message(*, waits_already: bool = False) -> None:
    """See that one more message can be left. In a full box a crowd gives way, first those who have no code.

    Who has talked with somebody before never gives way, and for who waits already there is more room. Raises
    NoMessagesError where the helpline takes none, and QueueFullError.
    """
    if not settings.MESSAGES:
        raise NoMessagesError
    messages = list(access.messages())
    if len(messages) < MOST_MESSAGES:
        return
    unknown = {one.identifier: one for one in messages if one.counsellor_id is None}
    with_code = [identifier for identifier, one in unknown.items() if hasattr(one, "return_code")]
    gives_way = MESSAGES.gives_way(list(unknown), spared=with_code)
    if gives_way is not None:
        close(unknown[gives_way], State.ENDED)
    elif not waits_already or len(messages) >= MOST_MESSAGES + LONGEST_QUEUE:
        raise QueueFullError


def check_epoch(epoch: int) -> None:
    """See that this is the epoch of the team key in use. Raises NoTeamKeyError, OldEpochError."""
    team_key = team_key_in_use()
    if team_key is None:
        raise NoTeamKeyError
    if team_key.epoch != epoch:
        raise OldEpochError


def close(conversation: Conversation, to: State) -> bool:
    """Close it unless it is closed; the row is read again inside the transaction that writes it."""
    current = Conversation.objects.get(pk=conversation.pk)
    if current.message_at and to is State.LEFT:
        return False  # who left a message need not be there
    try:
        state = lifecycle.left(current.state) if to is State.LEFT else lifecycle.ended(current.state)
    except ClosedError:
        return False
    current.ended_at = timezone.now()
    move(current, state)
    lock_if_untaken(current)
    for part in current.parts.filter(state=State.OPEN):
        close(part, to)
    return True


def lock_if_untaken(conversation: Conversation) -> None:
    """Of a chat that is over and that nobody took, with a code only its visitor keeps the key.

    It is kept longer than the day for which the whole team may hold a key.
    """
    is_over = conversation.state not in lifecycle.WRITABLE
    if is_over and conversation.counsellor_id is None and hasattr(conversation, "return_code"):
        conversation.wraps.all().delete()
        forget_after_commit()


def move(conversation: Conversation, state: State) -> None:
    """Store that a conversation came into a state, and tell it."""
    conversation.state = state
    conversation.save(update_fields=["state", "counsellor", "opened_at", "ended_at", "message_at"])
    tell_after_commit(Moved(conversation.identifier, state, access.last_number(conversation)))


def _wrap(conversation: Conversation, holder: str, sealed_key: bytes) -> KeyWrap:
    if holder == RECOVERY:
        return KeyWrap(conversation=conversation, holder=Holder.RECOVERY, sealed_key=to_text(sealed_key))
    return KeyWrap(conversation=conversation, holder=Holder.STAFF, staff_id=int(holder), sealed_key=to_text(sealed_key))


def milliseconds(moment: datetime) -> int:
    """A moment as the pages know it: milliseconds since 1970."""
    return int(moment.timestamp() * 1000)
