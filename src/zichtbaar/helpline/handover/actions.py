"""What the helpline does with a handover: each action checks, changes and records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.access import may_write
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import access, ages, moving, sealed_words
from zichtbaar.helpline.handover.codes import Contact, Explanation, Ground, Guardian, Outcome, WhyDeclined, WhyLost
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need, Urgency
from zichtbaar.helpline.handover.errors import NotFoundError, NotTheirMoveError, RefusedError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Package
from zichtbaar.helpline.handover.lifecycle import OPEN, Actor, Basis, Move, Route, State
from zichtbaar.helpline.handover.receivers import confirmed_keys
from zichtbaar.helpline.people.access import shift_leads
from zichtbaar.helpline.people.models import Staff

PROPOSED = "propose"
"""The step with which a handover begins."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a counsellor proposes. `ground` in acute danger only; then nobody is asked, and a second person decides."""

    organisation: Organisation
    route: Route
    need: Need
    urgency: Urgency
    age: AgeBand
    guardian: Guardian
    ground: Ground | None = None
    follows: Handover | None = None


@transaction.atomic
def propose(staff: Staff, conversation: Conversation, proposal: Proposal) -> Handover:
    """Begin a handover out of a conversation of one's own. Raises NotFoundError, RefusedError.

    Refused are: a receiver without a confirmed key, an age at which the law asks for more, a second handover to the
    same organisation while one is open, a chat that is over (without a ground), a danger that nobody could confirm.
    """
    if not may_write(staff, conversation) or conversation.part_of_id is not None:
        raise NotFoundError
    if why := _why_not(staff, conversation, proposal):
        raise RefusedError(why)
    is_danger = proposal.ground is not None
    handover = Handover.objects.create(
        reference=secrets.token_hex(16),
        conversation=conversation,
        organisation=proposal.organisation,
        follows=proposal.follows,
        made_by=staff,
        state=State.PROPOSED,
        since=timezone.now(),
        made_at=timezone.now(),
        basis=Basis.DANGER if is_danger else Basis.CONSENT,
        route=proposal.route,
        need=proposal.need,
        urgency=proposal.urgency,
        age=proposal.age,
        guardian=proposal.guardian,
        ground=proposal.ground or "",
    )
    moving.note(handover, PROPOSED, Actor.COUNSELLOR, staff)
    kind = Kind.HANDOVER_WITHOUT_CONSENT if is_danger else Kind.HANDOVER_PROPOSED
    record(kind, by=staff, subject=f"{handover.reference} {handover.ground}".strip())
    return handover


def _why_not(staff: Staff, conversation: Conversation, proposal: Proposal) -> str:
    """The code of what stands against it, empty when nothing does."""
    if not confirmed_keys(proposal.organisation, proposal.route).exists():
        return "no_confirmed_key"
    if not ages.allows(proposal.age, proposal.guardian):
        return "guardian"
    same = Handover.objects.filter(conversation=conversation, organisation=proposal.organisation)
    if same.filter(state__in=[str(state) for state in OPEN]).exists():
        return "open_already"
    if proposal.ground is None:
        return "" if conversation.state == ChatState.OPEN else "chat_over"
    return "" if second_persons(staff).exists() else "nobody_second"


def second_persons(staff: Staff) -> QuerySet[Staff]:
    """Who could confirm a danger that this colleague sees: shift leads other than herself."""
    return shift_leads().exclude(pk=staff.pk)


def readers_of_ground(handover: Handover) -> dict[str, str]:
    """Public keys to which the words of a ground are sealed, by number: who made it, and who could confirm it."""
    readers = [handover.made_by, *second_persons(handover.made_by)]
    return {str(reader.pk): reader.public_key for reader in readers}


def ground_awaited_by(handover: Handover) -> dict[str, str]:
    """Readers of a ground to whom its words have to be sealed now: all, while one has none; nobody once it is decided.

    At first nobody has them. Whoever could confirm it and makes a new key loses what was sealed to the old one.
    """
    if (handover.state, handover.basis) != (State.PROPOSED, Basis.DANGER):
        return {}
    readers = readers_of_ground(handover)
    have = {str(number) for number in handover.notes.filter(is_ground=True).values_list("to", flat=True)}
    return readers if readers.keys() - have else {}


@transaction.atomic
def store_ground(staff: Staff, handover: Handover, sealed: Mapping[str, str], ground_hash: str) -> None:
    """Keep the words of a ground, sealed to exactly those who may read them, and their hash in hexadecimal.

    They can be sealed anew while a reader has none, and are the same words then. Raises NotFoundError, RefusedError;
    WrongStateError once somebody has decided, or the conversation is forgotten.
    """
    if handover.made_by_id != staff.pk:
        raise NotFoundError
    current = Handover.objects.select_related("conversation").get(pk=handover.pk)
    if current.state != State.PROPOSED:
        raise WrongStateError(current.state)
    if not ground_awaited_by(current):
        raise NotFoundError
    if current.ground_hash not in ("", ground_hash):
        raise RefusedError("other_words")
    current.ground_hash = ground_hash
    current.save(update_fields=["ground_hash"])
    sealed_words.keep(current, sealed, readers_of_ground(current), is_ground=True)


@transaction.atomic
def authorise(staff: Staff, handover: Handover, read_hash: str) -> Handover:
    """Confirm, as a second person, that it goes without consent: the words of its ground must be there to be read.

    `read_hash` is that of the words that her page showed her. Raises WrongStateError, NotTheirMoveError, RefusedError.
    """
    if not handover.notes.filter(is_ground=True, to=staff).exists():
        raise RefusedError("no_ground")
    authorised = moving.make(handover, Move.AUTHORISE, _second(staff, handover), staff, confirmed_by=staff)
    _check_hash(authorised, read_hash)
    return authorised


def forbid(staff: Staff, handover: Handover) -> Handover:
    """Say, as a second person, that it does not go without consent. Raises WrongStateError, NotTheirMoveError."""
    return moving.make(handover, Move.FORBID, _second(staff, handover), staff, confirmed_by=staff)


@transaction.atomic
def send(staff: Staff, handover: Handover, sealed: Mapping[str, str], told_hash: str) -> Handover:
    """Send what was agreed: at the door sealed to each confirmed account, as a file without anything coming here.

    `told_hash` is that of what was sealed. Raises WrongStateError; RefusedError, also when that is not what was agreed
    to last, or what the second person read.
    """
    keys = {str(key.pk): key for key in confirmed_keys(handover.organisation, Route(handover.route))}
    if not keys:
        raise RefusedError("no_confirmed_key")
    sealed_words.check(sealed, keys if handover.route == Route.DOOR else ())
    sent = moving.make(handover, Move.SEND, Actor.COUNSELLOR, staff)
    _check_hash(sent, told_hash)
    conversation = moving.conversation_of(sent)
    Package.objects.bulk_create(
        Package(handover=sent, conversation=conversation, key=keys[key], sealed=text) for key, text in sealed.items()
    )
    return sent


def call_back(staff: Staff, handover: Handover) -> Handover:
    """Take it back before it is opened. Raises WrongStateError."""
    return moving.make(handover, Move.CALL_BACK, Actor.COUNSELLOR, staff)


def lose(staff: Staff, handover: Handover, why: str) -> Handover:
    """Give it up, and say why. Raises WrongStateError, RefusedError."""
    return moving.make(handover, Move.LOSE, Actor.COUNSELLOR, staff, reason=_code(WhyLost, why))


def report(staff: Staff, handover: Handover, move: Move, code: str = "") -> Handover:
    """Note what a receiver without our door told. Raises WrongStateError, NotTheirMoveError, RefusedError."""
    return moving.make(handover, move, Actor.COUNSELLOR, staff, **told(move, code))


def told(move: Move, code: str) -> dict[str, object]:
    """What is noted with a move of the receiver. Raises RefusedError for a code that does not belong to it."""
    match move:
        case Move.OPEN | Move.ACCEPT:
            return {}
        case Move.DECLINE:
            return {"reason": _code(WhyDeclined, code)}
        case Move.MEET:
            return {"contact": _code(Contact, code)}
        case Move.FINISH:
            return {"outcome": _code(Outcome, code)}
    raise NotTheirMoveError


@transaction.atomic
def explain(staff: Staff, handover: Handover, why: str) -> Handover:
    """Say why it may lie open at the end of this shift, or why nothing follows on it. Raises RefusedError."""
    handover.explanation = _code(Explanation, why)
    handover.explained_at, handover.explained_by = timezone.now(), staff
    handover.save(update_fields=["explanation", "explained_at", "explained_by"])
    record(Kind.HANDOVER_EXPLAINED, by=staff, subject=f"{handover.reference} {why}")
    return handover


def _check_hash(handover: Handover, told_hash: str) -> None:
    """See that this is the hash of what may be told; if not, the move is taken back. Raises RefusedError."""
    if not handover.told_hash or told_hash != handover.told_hash:
        raise RefusedError("other_words")


def _second(staff: Staff, handover: Handover) -> Actor:
    if Actor.SECOND not in access.actors_of(staff, handover):
        raise NotTheirMoveError
    return Actor.SECOND


def _code(codes: type[WhyDeclined | WhyLost | Contact | Outcome | Explanation], code: str) -> str:
    if code not in codes.values:
        raise RefusedError("code")
    return code
