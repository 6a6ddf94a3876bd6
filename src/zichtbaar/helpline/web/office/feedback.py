"""What visitors said of the chat, for the researcher: sums of a year, rounded."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zichtbaar.helpline.feedback import access
from zichtbaar.helpline.feedback.access import Answered, Year
from zichtbaar.helpline.web.shared.staff import staff_of

ASKED: Mapping[str, str | Promise] = {
    "helped": _("Did this chat help you?"),
    "better": _("How do you feel now?"),
    "again": _("Would you come back here?"),
}
ANSWERS: Mapping[tuple[str, str], str | Promise] = {
    ("helped", "yes"): _("yes"),
    ("helped", "little"): _("a little"),
    ("helped", "no"): _("no"),
    ("better", "yes"): _("better"),
    ("better", "same"): _("the same"),
    ("better", "worse"): _("worse"),
    ("again", "yes"): _("yes"),
    ("again", "perhaps"): _("maybe"),
    ("again", "no"): _("no"),
}


@require_GET
def feedback(request: HttpRequest) -> HttpResponse:
    """Year by year; a question that fewer than ten people answered is not shown."""
    years = [{"year": one.year, "questions": _in_words(one)} for one in access.years(staff_of(request))]
    context = {"years": years, "fewest": access.FEWEST_ANSWERS, "rounded_to": access.ROUNDED_TO}
    return render(request, "office/feedback.html", context)


def _in_words(year: Year) -> list[dict[str, object]]:
    return [{"asked": ASKED[one.question], "answers": _answers(one)} for one in year.answered]


def _answers(answered: Answered) -> list[tuple[str | Promise, int]]:
    return [(ANSWERS[answered.question, answer], count) for answer, count in (answered.counts or {}).items()]
