"""A visitor, a counsellor and organisations, brought as far as a handover needs them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.utils import timezone

from zichtbaar.helpline.chat.access import hash_of_token
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.chat.models import Conversation, Holder
from zichtbaar.helpline.handover import actions, receivers
from zichtbaar.helpline.handover.actions import Proposal
from zichtbaar.helpline.handover.codes import Ground, Guardian
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need, Urgency
from zichtbaar.helpline.handover.handover_models import Handover, ReceiverKey
from zichtbaar.helpline.handover.lifecycle import Route
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.models import Role, Staff, TeamKey
from zichtbaar.helpline.sealing.hpke import make_key_pair
from zichtbaar.helpline.sealing.package import fingerprint

RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
AGREED = "ab" * 32
GROUND = "cd" * 32
"""Of what a visitor agreed to, and of what goes without her consent."""


@dataclass(frozen=True)
class Chat:
    """A conversation that runs, and the token of its visitor."""

    conversation: Conversation
    token: bytes


def open_chat(counsellor: Staff) -> Chat:
    """Vera talks with this counsellor."""
    token, now = secrets.token_bytes(32), timezone.now()
    conversation = Conversation.objects.create(
        identifier=secrets.token_hex(16),
        state=ChatState.OPEN,
        language="nl",
        epoch=1,
        token_hash=hash_of_token(token),
        counsellor=counsellor,
        created_at=now,
        opened_at=now,
    )
    conversation.wraps.create(holder=Holder.STAFF, staff=counsellor, sealed_key="sealed")
    return Chat(conversation, token)


def organisation(name: str) -> Organisation:
    """An organisation of the directory."""
    return Organisation.objects.create(identifier=name.lower(), name=name, receiver="youth_care")


def partner(name: str, public_key: str = "") -> Staff:
    """An account with the role of a partner."""
    return Staff.objects.create(
        name=name,
        role=Role.PARTNER,
        salt="",
        memory=64,
        passes=1,
        public_key=public_key or to_text(make_key_pair().public),
    )


def confirmed(by: Staff, key: ReceiverKey) -> ReceiverKey:
    """The key, confirmed by telephone: by this colleague, and by a shift lead who called too."""
    for colleague in (by, Staff.objects.filter(role=Role.SHIFT_LEAD).exclude(pk=by.pk).first()):
        assert colleague is not None
        receivers.confirm(colleague, key, fingerprint(key.public), "phone")
    return key


def proposal(to: Organisation, **changes: object) -> Proposal:
    """What Kim proposes when nothing else is said."""
    usual = {
        "organisation": to,
        "route": Route.DOOR,
        "need": Need.CARE,
        "urgency": Urgency.PLANNED,
        "age": AgeBand.FROM_16_TO_17,
        "guardian": Guardian.NOT_NEEDED,
    }
    return Proposal(**{**usual, **changes})  # type: ignore[arg-type]


def in_danger(maker: Staff, chat: Chat, to: Organisation) -> Handover:
    """A handover without consent, with the words of its ground, waiting for a second person."""
    handover = actions.propose(maker, chat.conversation, proposal(to, ground=Ground.LIFE, urgency=Urgency.NOW))
    actions.store_ground(maker, handover, dict.fromkeys(actions.readers_of_ground(handover), "sealed-words"), GROUND)
    handover.refresh_from_db()
    return handover


def makes_a_new_key(staff: Staff) -> None:
    """She has another password and key, and a colleague at the desk compared it and gave her the team key."""
    forget_key_of(staff)
    Staff.objects.filter(pk=staff.pk).update(public_key=to_text(make_key_pair().public))
    staff.refresh_from_db()
    staff.team_key_wraps.create(team_key=TeamKey.objects.get(), sealed_private="sealed")


def packages(handover: Handover) -> dict[str, str]:
    """Something sealed for every confirmed key at the door."""
    keys = receivers.confirmed_keys(handover.organisation, Route(handover.route))
    return {str(key.pk): "sealed" for key in keys if key.route == Route.DOOR}
