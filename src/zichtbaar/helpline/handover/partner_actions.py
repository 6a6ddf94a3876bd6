"""What a receiver does at the partners' door: each action checks, changes and records."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.handover import moving, sealed_words
from zichtbaar.helpline.handover.actions import told
from zichtbaar.helpline.handover.errors import WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Joining, Package
from zichtbaar.helpline.handover.lifecycle import Actor, Move, State
from zichtbaar.helpline.handover.receivers import usable_keys
from zichtbaar.helpline.people.access import known_staff, shift_leads
from zichtbaar.helpline.people.models import Staff

AT_WORK = frozenset({State.OPENED, State.ACCEPTED, State.MET})


@transaction.atomic
def open_package(staff: Staff, handover: Handover) -> str:
    """What was sealed to this account. The first time it is opened, nothing can be called back from then on.

    Raises WrongStateError when it was called back a moment before, or what was sealed is forgotten.
    """
    if Handover.objects.get(pk=handover.pk).state == State.SENT:
        moving.make(handover, Move.OPEN, Actor.PARTNER, staff)
    package = package_of(staff, handover)
    if package is None:
        raise WrongStateError(handover.state)
    return package.sealed


def package_of(staff: Staff, handover: Handover) -> Package | None:
    """What is sealed to this account's key; None once it is deleted, and while that key is not confirmed."""
    return handover.packages.filter(key__in=usable_keys().filter(staff=staff)).first()


def answer(staff: Staff, handover: Handover, move: Move, code: str = "") -> Handover:
    """Take it, decline it, say that contact was made, or what came of it.

    Raises WrongStateError, NotTheirMoveError, RefusedError.
    """
    return moving.make(handover, move, Actor.PARTNER, staff, **told(move, code))


@transaction.atomic
def ask_in(staff: Staff, handover: Handover) -> None:
    """Ask to join the conversation. Raises WrongStateError when it was not taken, or the chat is over."""
    current = Handover.objects.select_related("conversation", "part").get(pk=handover.pk)
    is_running = current.conversation is not None and current.conversation.state == ChatState.OPEN
    is_inside = current.part is not None and current.part.state == ChatState.OPEN
    if current.state != State.ACCEPTED or not is_running or is_inside:
        raise WrongStateError(current.state)
    current.joining = Joining.ASKED
    current.save(update_fields=["joining"])
    moving.note(current, "ask_in", Actor.PARTNER, staff)
    record(Kind.HANDOVER_MOVED, by=staff, subject=f"{current.reference} ask_in")


def can_write(handover: Handover) -> bool:
    """Whether its receiver can answer in words now. What is forgotten begins no new words."""
    return handover.state in AT_WORK and handover.conversation_id is not None


def readers_of_answer(handover: Handover) -> dict[str, str]:
    """Public keys to which an answer is sealed, by number: who made the handover, and every shift lead.

    Of her too only a key that a colleague compared with her, and none of who has left.
    """
    made_by = known_staff().filter(pk=handover.made_by_id)
    readers = {reader.pk: reader for reader in (*made_by, *shift_leads())}
    return {str(number): reader.public_key for number, reader in readers.items()}


@transaction.atomic
def write(staff: Staff, handover: Handover, sealed: Mapping[str, str]) -> None:
    """Answer in words, such as a safe moment: sealed to exactly those who may read it.

    Raises RefusedError; WrongStateError when it is over, or the conversation it came from is forgotten.
    """
    current = Handover.objects.select_related("made_by", "conversation").get(pk=handover.pk)
    if current.state not in AT_WORK:
        raise WrongStateError(current.state)
    sealed_words.keep(current, sealed, readers_of_answer(current), is_ground=False)
    record(Kind.HANDOVER_MOVED, by=staff, subject=f"{handover.reference} answer")
