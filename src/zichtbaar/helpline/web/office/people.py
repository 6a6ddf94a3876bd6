"""The administrator's page: who works here, who comes in as a partner, and what was done. Never what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.audit.reading import Part, latest, verify
from zichtbaar.helpline.handover.handover_models import PartnerAccount
from zichtbaar.helpline.people.access import team_key_in_use
from zichtbaar.helpline.people.models import DESK_ROLES, HOUSE_ROLES, Invitation, Role, Staff
from zichtbaar.helpline.publishing import permissions
from zichtbaar.helpline.publishing.errors import NotFoundError
from zichtbaar.helpline.web.office.about_in_words import About, about_in_words, names
from zichtbaar.helpline.web.office.record_in_words import in_words
from zichtbaar.helpline.web.shared.staff import staff_of

SHOWN_LINES = 100


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the record as it stands on the page."""

    at: datetime
    text: str
    about: About


@dataclass(frozen=True, slots=True)
class Colleague:
    """One colleague or partner as a row of a table. `organisation`: which one a partner works for."""

    staff: Staff
    standing: str
    organisation: str = ""


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues with the day they last signed in, and the last lines of the record."""
    return show(request)


def show(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The page, with what went wrong a moment ago in one sentence."""
    team_key = team_key_in_use()
    context = {
        "colleagues": [
            Colleague(one, standing_of(one)) for one in Staff.objects.exclude(role=Role.PARTNER).order_by("name")
        ],
        "partners": _partners(),
        "roles": [(role.value, role.label) for role in Role if role in HOUSE_ROLES],
        "is_due": team_key is not None and team_key.is_due,
        "problem": problem,
        "name": request.POST.get("name", ""),
        "role": request.POST.get("role", ""),
        "permitted": permissions.permitted(),
        "never": _("never"),
        "verified": verify().broken is None,
        "record": {part.name.lower(): _lines(part) for part in Part},
    }
    return render(request, "office/people.html", context, status=400 if problem else 200)


def _partners() -> list[Colleague]:
    works_for = dict(PartnerAccount.objects.values_list("staff", "organisation__name"))
    partners = Staff.objects.filter(role=Role.PARTNER).order_by("name")
    return [Colleague(one, standing_of(one), works_for.get(one.pk) or _("of no organisation yet")) for one in partners]


def _lines(part: Part) -> list[RecordLine]:
    named = names()
    return [RecordLine(line.at, in_words(line), about_in_words(line, named)) for line in latest(SHOWN_LINES, part)]


def standing_of(staff: Staff) -> str:
    """How far a colleague or a partner is: invited, without keys, here, or gone."""
    if not staff.is_active:
        return _("has left")
    if Invitation.objects.filter(staff=staff, expires_at__gt=timezone.now()).exists():
        return _("has a link that was not used yet")
    if not staff.public_key:
        return _("invited; the link has run out")
    if staff.role in DESK_ROLES and not staff.team_key_wraps.exists():
        return _("waits for keys from a colleague at the desk")
    return _("comes in at the partners' door") if staff.role == Role.PARTNER else _("works here")


@require_POST
def permit(request: HttpRequest, number: int) -> HttpResponse:
    """Let a researcher see unprotected counts, or no longer."""
    staff = get_object_or_404(Staff, pk=number)
    try:
        permissions.permit(staff_of(request), staff, allowed=request.POST.get("allowed") == "yes")
    except NotFoundError as error:
        raise Http404 from error
    return redirect("office-people")
