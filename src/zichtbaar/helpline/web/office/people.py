"""The administrator's page: who works here, and what was done. Never what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.office.record_in_words import in_words

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
        "never": _("never"),
        "verified": verify().broken is None,
        "lines": [RecordLine(line.at, in_words(line), line.subject) for line in latest(SHOWN_LINES)],
    }
    return render(request, "office/people.html", context)
