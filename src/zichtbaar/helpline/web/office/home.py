"""The office's first page: for a researcher registrations and snapshots; others go to their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.publishing import access
from zichtbaar.helpline.publishing.access import Month
from zichtbaar.helpline.web.shared.staff import staff_of

SHOWN_MONTHS = 13
ELSEWHERE = {Role.ADMINISTRATOR: "office-people", Role.SHIFT_LEAD: "office-releases"}
"""Where those begin who have no business with snapshots."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A month in the table, and how long its bars are: whole percents of the fullest month."""

    first_day: date
    month: Month
    complete: int
    drafts: int


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The researcher's page; an administrator goes on to the people, a shift lead to the releases."""
    staff = staff_of(request)
    if staff.role in ELSEWHERE:
        return redirect(ELSEWHERE[Role(staff.role)])
    return show(request, staff)


def show(request: HttpRequest, staff: Staff, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The researcher's page, with what went wrong a moment ago in one sentence."""
    months = access.months(staff)
    bars = _bars(months)
    context = {
        "bars": bars[:SHOWN_MONTHS],
        "earlier_bars": bars[SHOWN_MONTHS:],
        "complete": sum(month.complete for month in months),
        "drafts": sum(month.drafts for month in months),
        "snapshots": access.snapshots_of(staff),
        "asked_as": uuid4(),
        "asked_for_handovers": uuid4(),
        "problem": problem,
    }
    return render(request, "office/home.html", context, status=status)


def _bars(months: Sequence[Month]) -> list[Bar]:
    fullest = max((month.complete + month.drafts for month in months), default=1)
    return [_bar(month, fullest) for month in months]


def _bar(month: Month, fullest: int) -> Bar:
    first_day = date.fromisoformat(f"{month.month}-01")
    return Bar(first_day, month, round(100 * month.complete / fullest), round(100 * month.drafts / fullest))
