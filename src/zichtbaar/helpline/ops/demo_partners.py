"""Invented organisations for the demo, whose people come in at the partners' door with keys that count as confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from zichtbaar.helpline.handover import receivers
from zichtbaar.helpline.handover.codes import KeyConfirmed
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.sealing.package import fingerprint

PARTNERS = (
    ("Piet", "demo-care", "Demo Care", "youth_care"),
    ("Petra", "demo-shelter", "Demo Shelter", "other_shelter"),
)
"""Who works where."""

WITHOUT_ACCOUNT = ("demo-clinic", "Demo Clinic", "health_care")
"""Would get files, once somebody adds its key."""


def invent_partners(staff: Sequence[Staff]) -> None:
    """Organisations, their accounts, and keys that nobody read out: invented people have no telephone."""
    by_name = {one.name: one for one in staff}
    ada = next(one for one in staff if one.role == Role.ADMINISTRATOR)
    sam = next(one for one in staff if one.role == Role.SHIFT_LEAD)
    for name, identifier, title, receiver in PARTNERS:
        key = receivers.bind(ada, by_name[name], _organisation(identifier, title, receiver))
        for colleague in (ada, sam):
            receivers.confirm(colleague, key, fingerprint(key.public), KeyConfirmed.PHONE)
    _organisation(*WITHOUT_ACCOUNT)


def _organisation(identifier: str, name: str, receiver: str) -> Organisation:
    return Organisation.objects.create(
        identifier=identifier,
        name=name,
        receiver=receiver,
        confirmed_on=timezone.localdate(),
        confirmed_by="Demo",
    )
