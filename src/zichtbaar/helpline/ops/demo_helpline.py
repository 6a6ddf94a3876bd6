"""Founding the demo's helpline. Imported after Django is set up, because it needs the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.ops.demo_directory import invent_offers
from zichtbaar.helpline.ops.demo_handovers import invent_handovers
from zichtbaar.helpline.ops.demo_history import invent_week, invent_year
from zichtbaar.helpline.ops.demo_partners import invent_partners
from zichtbaar.helpline.ops.demo_passwords import new_password
from zichtbaar.helpline.people.models import DESK_ROLES, Role
from zichtbaar.helpline.people.setup import NewStaff, found_helpline

COLLEAGUES = (
    ("Kim", Role.COUNSELLOR),
    ("Lena", Role.COUNSELLOR),
    ("Sam", Role.SHIFT_LEAD),
    ("Noor", Role.RESEARCHER),
    ("Ada", Role.ADMINISTRATOR),
    ("Piet", Role.PARTNER),
    ("Petra", Role.PARTNER),
)

SEEDS_OF_EARLIER_YEARS = {2: 2, 1: 1}
"""Of the invented registrations by how many years ago they are."""

SEEDS_OF_THIS_YEAR = {4: 41, 5: 41}
"""By how many months there are, where it is not the usual one. They were looked for: in every month of the year the
factsheet of this year shows how many visitors there were, and one more after one more. With others disclosure control
may round both."""

USUAL_SEED = 20


@dataclass(frozen=True, slots=True)
class Demo:
    """A helpline just founded: how its invented people sign in, and the shares of the recovery key, kept nowhere."""

    staff: tuple[dict[str, str], ...]
    recovery_shares: tuple[str, ...]


@transaction.atomic
def found(tell: Callable[[str], None]) -> Demo:
    """Invent people, two whole years of registrations and this one and a week of conversations, all or nothing."""
    tell("inventing people and making their keys")
    newcomers = [NewStaff(name=name, role=role, password=new_password()) for name, role in COLLEAGUES]
    founded = found_helpline(newcomers)
    counsellors = [colleague for colleague in founded.staff if colleague.role in DESK_ROLES]
    now = timezone.localtime()
    tell(f"inventing the registrations of {now.year - 2} to {now.year}")
    for years_ago, seed in SEEDS_OF_EARLIER_YEARS.items():
        invent_year(now.year - years_ago, 12, counsellors, seed)
    invent_year(now.year, now.month, counsellors, SEEDS_OF_THIS_YEAR.get(now.month, USUAL_SEED))
    tell("inventing partners")
    invent_partners(founded.staff)
    invent_offers()
    invent_handovers(now, counsellors)
    tell("inventing a week of conversations")
    invent_week(now, counsellors)
    staff = tuple(
        {"name": newcomer.name, "role": str(newcomer.role), "password": newcomer.password} for newcomer in newcomers
    )
    return Demo(staff, founded.recovery_shares)
