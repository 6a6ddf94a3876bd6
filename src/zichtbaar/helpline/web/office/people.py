"""The administrator's page: who works here, and what was done. Never what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import research
from zichtbaar.helpline.publishing.errors import NotFoundError
from zichtbaar.helpline.web.office.record_in_words import in_words
from zichtbaar.helpline.web.shared.staff import staff_of

SHOWN_LINES = 100


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the record as it stands on the page."""

    at: datetime
    text: str
    subject: str


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues with the day they last signed in, and the last lines of the record."""
    context = {
        "colleagues": Staff.objects.order_by("name"),
        "permitted": research.permitted(),
        "never": _("never"),
        "verified": verify().broken is None,
        "lines": [RecordLine(line.at, in_words(line), line.subject) for line in latest(SHOWN_LINES)],
    }
    return render(request, "office/people.html", context)


@require_POST
def permit(request: HttpRequest, number: int) -> HttpResponse:
    """Let a researcher see unprotected counts, or no longer."""
    staff = get_object_or_404(Staff, pk=number)
    try:
        research.permit(staff_of(request), staff, allowed=request.POST.get("allowed") == "yes")
    except NotFoundError as error:
        raise Http404 from error
    return redirect("office-people")
