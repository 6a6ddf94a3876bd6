"""The desk is told what the handovers of a conversation suggest for its registration, in codes and in words."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from helpline.handover.example_directory import example_sheets
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover.directory import actions
from zichtbaar.helpline.handover.models import Handover, Organisation
from zichtbaar.helpline.people.models import Staff

SignIn = Callable[[Staff], Client]


def test_what_the_handovers_say_is_suggested_to_who_holds_the_conversation(
    kim: Staff, lena: Staff, ada: Staff, converse: Callable[..., Conversation], signed_in: SignIn
) -> None:
    actions.import_sheets(ada, example_sheets(timezone.localdate()))
    conversation = converse(kim)
    address = f"/desk/conversations/{conversation.identifier}/suggestion"
    nothing = signed_in(kim).get(address)
    assert nothing.json() == {"answers": {}, "words": ""}

    Handover.objects.create(
        reference=secrets.token_hex(16),
        conversation=conversation,
        organisation=Organisation.objects.get(identifier="police-east"),
        made_by=kim,
        state="met",
        since=timezone.now(),
        made_at=timezone.now(),
        basis="consent",
        route="door",
        need="police",
        urgency="now",
        age="18_plus",
        guardian="not_needed",
        agreed_hash="x",
    )
    told = signed_in(kim).get(address, headers={"accept-language": "en"}).json()
    assert told["answers"] == {"handover": 2, "handover_to__police_unit": 1}
    assert told["words"] == "With consent, warm handover: Police trafficking unit or detectives"
    assert signed_in(lena).get(address).status_code == 404
