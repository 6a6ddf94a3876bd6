"""Who can receive a handover: accounts of organisations, and keys that were confirmed over another channel.

A key that came over the network alone could be anybody's. So somebody calls the receiver on a number that was known
before, has the thirty digits of the key read out, and types what she hears; then a second colleague does the same.
Until then nothing is sealed to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.handover.codes import KeyConfirmed
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import NotFoundError, RefusedError
from zichtbaar.helpline.handover.forgetting import take_away
from zichtbaar.helpline.handover.handover_models import PartnerAccount, ReceiverKey
from zichtbaar.helpline.handover.lifecycle import Route
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.access import shift_leads
from zichtbaar.helpline.people.models import PARTNER_ROLES, Role, Staff
from zichtbaar.helpline.sealing.package import fingerprint

AGE_RECIPIENT = re.compile(r"age1[ac-hj-np-z02-9]{58}")
"""An X25519 recipient of age (https://age-encryption.org/v1): Bech32 of 32 bytes with the prefix `age`."""

WHO_CONFIRM = frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD})
"""Two of them confirm a key. One leads shifts, and her own key was compared: an administrator makes accounts."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation that something can be sent to now, and the keys for each route."""

    organisation: Organisation
    keys: tuple[ReceiverKey, ...]

    @property
    def routes(self) -> list[Route]:
        """The routes that there is a confirmed key for, the door first."""
        return [route for route in Route if any(key.route == route for key in self.keys)]


def confirmed_keys(organisation: Organisation, route: Route) -> QuerySet[ReceiverKey]:
    """The keys that a package for this organisation is sealed to: confirmed, and still those of their accounts."""
    return usable_keys().filter(organisation=organisation, route=route)


def usable_keys() -> QuerySet[ReceiverKey]:
    """Keys that two have confirmed. An account that left, or has made a new key since, is not sent anything."""
    is_of_account = Q(route=Route.DOOR, staff__is_active=True, public=F("staff__public_key"))
    confirmed = ReceiverKey.objects.filter(is_of_account | Q(route=Route.FILE), second_at__isnull=False)
    return confirmed.select_related("organisation", "staff").order_by("pk")


def receivers(today: date) -> list[Receiver]:
    """Every organisation of the directory that something can be sent to today, by name."""
    in_force = Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_until=None) | Q(valid_until__gte=today)
    keys: dict[int, list[ReceiverKey]] = {}
    for key in usable_keys():
        keys.setdefault(key.organisation_id, []).append(key)
    organisations = Organisation.objects.filter(*in_force, pk__in=keys).order_by("name")
    return [Receiver(one, tuple(keys[one.pk])) for one in organisations]


@transaction.atomic
def invite(by: Staff, name: str, organisation: Organisation) -> tuple[Staff, str]:
    """Let somebody of an organisation come in at the partners' door. The token of her link is told only now.

    Raises NotAllowedError, BadNameError, NameTakenError, of the room of people.
    """
    staff, token = joining.invite_partner(by, name)
    PartnerAccount.objects.create(staff=staff, organisation=organisation)
    record(Kind.PARTNER_BOUND, by=by, subject=f"staff {staff.pk}, {organisation.identifier}")
    return staff, token


@transaction.atomic
def bind(by: Staff, staff: Staff, organisation: Organisation) -> ReceiverKey:
    """Say which organisation an account works for. Her key is noted, and not confirmed yet. Raises RefusedError.

    For an account that was invited for one, or has made a new key since, the same says that it works there still.
    """
    if staff.role not in PARTNER_ROLES or not staff.public_key:
        raise RefusedError("not_a_partner")
    account, is_new = PartnerAccount.objects.get_or_create(staff=staff, defaults={"organisation": organisation})
    is_known = staff.receiver_keys.filter(public=staff.public_key).exists()
    if not is_new and (account.organisation_id != organisation.pk or is_known):
        raise RefusedError("bound_already")
    kind = Kind.PARTNER_BOUND if is_new else Kind.RECEIVER_KEY_ADDED
    record(kind, by=by, subject=f"staff {staff.pk}, {organisation.identifier}")
    return _add_key(organisation, Route.DOOR, staff.public_key, staff)


@transaction.atomic
def add_recipient(by: Staff, organisation: Organisation, recipient: str) -> ReceiverKey:
    """Note the age recipient of an organisation that has no account, not confirmed yet. Raises RefusedError."""
    recipient = recipient.strip()
    if not AGE_RECIPIENT.fullmatch(recipient):
        raise RefusedError("not_a_recipient")
    if organisation.receiver_keys.filter(public=recipient).exists():
        raise RefusedError("known_already")
    record(Kind.RECEIVER_KEY_ADDED, by=by, subject=organisation.identifier)
    return _add_key(organisation, Route.FILE, recipient, None)


@transaction.atomic
def confirm(by: Staff, key: ReceiverKey, digits: str, how: str) -> None:
    """Confirm a key with the digits that its holder read out, as the first person or as the second.

    Raises NotFoundError for who may not; RefusedError when the digits are others, when the second person is the first,
    when neither leads shifts, and when two have done it.
    """
    is_known = by.role != Role.SHIFT_LEAD or shift_leads().filter(pk=by.pk).exists()
    if by.role not in WHO_CONFIRM or not is_known:
        raise NotFoundError
    if how not in KeyConfirmed.values:
        raise RefusedError("how")
    current = ReceiverKey.objects.select_related("organisation").get(pk=key.pk)
    if current.second_by_id is not None:
        raise RefusedError("confirmed_already")
    if current.confirmed_by_id == by.pk:
        raise RefusedError("same_person")
    if current.confirmed_by_id and not shift_leads().filter(pk__in=[by.pk, current.confirmed_by_id]):
        raise RefusedError("no_shift_lead")
    if re.sub(r"\D", "", digits) != fingerprint(current.public).replace(" ", ""):
        raise RefusedError("other_digits")
    if current.confirmed_by_id is None:
        current.confirmed_at, current.confirmed_by, current.confirmed_how = timezone.now(), by, how
    else:
        current.second_at, current.second_by = timezone.now(), by
    current.save()
    record(Kind.RECEIVER_KEY_CONFIRMED, by=by, subject=f"{current.organisation.identifier}, {how}")


@transaction.atomic
def distrust(by: Staff, key: ReceiverKey) -> None:
    """Send nothing to this key any more, until two have confirmed it anew, and take away what was sealed to it."""
    key.confirmed_at, key.confirmed_by, key.confirmed_how = None, None, ""
    key.second_at, key.second_by = None, None
    key.save()
    take_away(ReceiverKey.objects.filter(pk=key.pk))
    record(Kind.RECEIVER_KEY_DISTRUSTED, by=by, subject=key.organisation.identifier)


def organisation_of(staff: Staff) -> Organisation:
    """The organisation that somebody works for who came in at the partners' door. Raises NotFoundError."""
    account = PartnerAccount.objects.select_related("organisation").filter(staff=staff).first()
    if staff.role not in PARTNER_ROLES or account is None:
        raise NotFoundError
    return account.organisation


def unbound() -> QuerySet[Staff]:
    """Accounts with the role of a partner that have a key which no organisation has: new ones, and new keys."""
    with_key = Staff.objects.filter(role=Role.PARTNER, is_active=True).exclude(public_key="")
    known = ReceiverKey.objects.filter(staff=OuterRef("pk"), public=OuterRef("public_key"))
    return with_key.exclude(Exists(known)).select_related("partner__organisation").order_by("name")


def _add_key(organisation: Organisation, route: Route, public: str, staff: Staff | None) -> ReceiverKey:
    return ReceiverKey.objects.create(
        organisation=organisation, route=route, public=public, staff=staff, added_at=timezone.now()
    )
