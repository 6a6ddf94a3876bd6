"""Coming back with a code, leaving a message, and having all forgotten: what a visitor can do beside talking.

A duress word is the code of an empty chat, its decoy, which was made with it. Whoever uses it gets that chat in the
same way and after the same work as anybody who uses a code; only the desk hears of it. See decision 95.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat import access, actions, lifecycle, retention
from zichtbaar.helpline.chat.access import hash_of_lookup, hash_of_token
from zichtbaar.helpline.chat.errors import IdentifierTakenError, NotFoundError
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Holder, ReturnCode
from zichtbaar.helpline.chat.news import Moved, tell_after_commit
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import check_shape
from zichtbaar.helpline.sealing.password import SALT_BYTES


@dataclass(frozen=True, slots=True)
class NewCode:
    """What the browser drew from a code: lookup and token, 32 bytes each, and the key closed under it."""

    lookup: bytes
    token: bytes
    wrapped_key: bytes


@dataclass(frozen=True, slots=True)
class Decoy:
    """The empty chat of a duress word: identifier (hexadecimal), its one empty envelope, and the word's code.

    The shape of the envelope must have been checked, and that it is the visitor's first in this conversation.
    """

    identifier: str
    envelope: bytes
    code: NewCode


def keep(identifier: str, token: bytes, code: NewCode, decoy: Decoy | None) -> None:
    """Let a visitor come back with a code, and no longer with an older one. Raises NotFoundError, IdentifierTakenError.

    The same asked again, because the answer was lost, gives the same.
    """
    with access.changing(identifier, token, access.whole_with_token) as conversation:
        guards = take_code_away(conversation)
        _store(conversation, code, guards)
        if decoy:
            _store(_empty_chat(conversation, decoy), decoy.code, conversation)


def come_back(lookup: bytes, token: bytes, new_token: bytes) -> ReturnCode:
    """Come back with a code; from now on the new token is that of the visitor, and an older page is shut out.

    Raises NotFoundError, for every code that opens nothing after the same work: one query, and nothing written.
    """
    code = access.code_with(lookup, token)
    if code.is_hidden:
        raise NotFoundError
    return _let_in(code.pk, new_token)


def leave_message(identifier: str, token: bytes, epoch: int, sealed_key: bytes) -> Conversation:
    """Leave a message in a conversation: it waits for a colleague, and its visitor need not be there.

    What is over begins again, sealed to the team anew; for who waits there is more room. Raises NotFoundError,
    NoTeamKeyError, OldEpochError, QueueFullError, NoMessagesError.
    """
    with access.changing(identifier, token, access.whole_with_token) as conversation:
        return _as_message(conversation, epoch, sealed_key)


def _as_message(conversation: Conversation, epoch: int, sealed_key: bytes) -> Conversation:
    is_over = conversation.state not in lifecycle.WRITABLE
    if conversation.state == State.OPEN or (conversation.message_at and not is_over):
        return conversation  # somebody reads it, or it waits already
    actions.make_room_for_message(waits_already=conversation.state == State.WAITING)
    if is_over:
        actions.check_epoch(epoch)
        conversation.wraps.all().delete()
        conversation.wraps.create(holder=Holder.TEAM, sealed_key=to_text(sealed_key))
        forget_after_commit()
        conversation.epoch, conversation.opened_at, conversation.ended_at = epoch, None, None
        conversation.save(update_fields=["epoch"])
    conversation.message_at = timezone.now()
    transaction.on_commit(lambda: actions.message_came(conversation))
    actions.move(conversation, lifecycle.asked_again(conversation.state))
    return conversation


def forget_now(identifier: str, token: bytes) -> None:
    """Forget a conversation at once, because its visitor asks for it. Raises NotFoundError.

    Who is in it hears that it has ended. Of one that nobody took only the count of the day is kept: strangers can make
    and forget as many as they like, and the record is read by people.
    """
    conversation = access.whole_with_token(identifier, token)
    actions.end_as_visitor(identifier, token)
    was_taken = Conversation.objects.filter(pk=conversation.pk, counsellor__isnull=False).exists()
    retention.note(timezone.now(), retention.forget([conversation.pk], is_recorded=was_taken))


@transaction.atomic
def see_duress(staff: Staff, identifier: str) -> None:
    """Say to have seen that a duress word was used. Raises NotFoundError when there is nothing to be seen."""
    conversation = access.under_duress().filter(identifier=identifier).first()
    if conversation is None:
        raise NotFoundError
    conversation.duress_seen_at = timezone.now()
    conversation.save(update_fields=["duress_seen_at"])
    record(Kind.DURESS_SEEN, by=staff, subject=identifier)
    _tell(conversation)


def site_salt() -> bytes:
    """The salt of every code of this helpline. Not secret; with another secret of the helpline it is another."""
    return salted_hmac("zichtbaar/return-code/salt", "", algorithm="sha256").digest()[:SALT_BYTES]


@transaction.atomic
def _let_in(pk: int, new_token: bytes) -> ReturnCode:
    """The same reading, the same two updates and the same news for a code and for a duress word."""
    code = ReturnCode.objects.select_related("conversation", "guards").filter(pk=pk).first()
    if code is None:
        raise NotFoundError  # it was forgotten this moment
    conversation, used = code.conversation, timezone.now() if code.guards else F("duress_at")
    Conversation.objects.filter(pk=conversation.pk).update(token_hash=hash_of_token(new_token))
    Conversation.objects.filter(pk=(code.guards or conversation).pk).update(duress_at=used)
    _tell(conversation)
    return code


def _tell(conversation: Conversation) -> None:
    """Whoever watches the desk looks again; to the conversation itself this is no news."""
    last = access.last_number(conversation)
    tell_after_commit(Moved(conversation.identifier, State(conversation.state), last))


def take_code_away(conversation: Conversation) -> Conversation | None:
    """Take an older code away, with its duress word. What a word guards, a new code in its place guards too.

    An empty chat in which somebody has written meanwhile stays, as any other.
    """
    Conversation.objects.filter(return_code__guards=conversation, message_at__isnull=True).delete()
    ReturnCode.objects.filter(guards=conversation).delete()
    older = ReturnCode.objects.filter(conversation=conversation).select_related("guards").first()
    if older is None:
        return None
    older.delete()
    forget_after_commit()
    return older.guards


def _empty_chat(conversation: Conversation, decoy: Decoy) -> Conversation:
    """A chat that is over and in which nothing was said, as there are others."""
    if Conversation.objects.filter(identifier=decoy.identifier).exists():
        raise IdentifierTakenError
    now = timezone.now()
    empty = Conversation.objects.create(
        identifier=decoy.identifier,
        state=State.ENDED,
        language=conversation.language,
        epoch=conversation.epoch,
        token_hash=hash_of_token(decoy.code.token),
        created_at=now,
        ended_at=now,
    )
    header, stored_at = check_shape(decoy.envelope), actions.milliseconds(now)
    empty.envelopes.create(
        number=1, session=header.session, sequence=header.sequence, stored_at=stored_at, content=decoy.envelope
    )
    return empty


def _store(conversation: Conversation, code: NewCode, guards: Conversation | None) -> None:
    ReturnCode.objects.create(
        conversation=conversation,
        guards=guards,
        lookup_hash=hash_of_lookup(code.lookup),
        token_hash=hash_of_token(code.token),
        wrapped_key=to_text(code.wrapped_key),
    )
