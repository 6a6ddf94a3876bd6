"""The directory: the list with what has to be looked at first, confirming, and the sheets that go in and out."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.handover.directory import access, actions
from zichtbaar.helpline.handover.directory.access import Standing
from zichtbaar.helpline.handover.directory.files import SHEETS, columns
from zichtbaar.helpline.handover.directory.vocabulary import Need
from zichtbaar.helpline.web.office.files import download
from zichtbaar.helpline.web.shared.directory_words import NEEDS
from zichtbaar.helpline.web.shared.staff import staff_of

MOST_SHOWN = 200
"""Organisations on one page."""

STANDINGS: Mapping[Standing, str | Promise] = {
    Standing.CURRENT: _("In use"),
    Standing.UNCONFIRMED: _("To be confirmed"),
    Standing.WITHOUT_OFFER: _("Offers nothing now"),
    Standing.NOT_YET: _("Not yet"),
    Standing.ENDED: _("Ended"),
}


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Every organisation, or those of one standing or name."""
    staff = staff_of(request)
    everybody = access.listed(staff)
    standing, said = request.GET.get("standing", ""), request.GET.get("name", "").strip()
    shown = [
        one
        for one in everybody
        if (not standing or one.standing == standing) and said.casefold() in one.organisation.name.casefold()
    ]
    context = {
        "more": max(0, len(shown) - MOST_SHOWN),
        "everybody": len(everybody),
        "unconfirmed": sum(one.standing is Standing.UNCONFIRMED for one in everybody),
        "rows": [
            {
                "organisation": one.organisation,
                "standing": one.standing.value,
                "in_words": STANDINGS[one.standing],
                "needs": [NEEDS[Need(need)] for need in one.needs],
            }
            for one in shown[:MOST_SHOWN]
        ],
        "standings": {standing.value: words for standing, words in STANDINGS.items()},
        "standing": standing,
        "name": said,
        "days": settings.CONFIRM_DIRECTORY,
        "may_keep": access.may_keep(staff),
    }
    return render(request, "office/directory.html", context)


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """The page on which sheets go in and out, with what happened to those that were just sent."""
    context: dict[str, object] = {}
    status = 200
    texts = {sheet: request.POST.get(sheet, "") for sheet in SHEETS}
    if request.method == "POST":
        try:
            context["stored"] = actions.import_sheets(staff_of(request), texts)
        except InvalidInputError as error:
            context["faults"] = error.faults
            status = 422
    kept = texts if status != 200 else dict.fromkeys(SHEETS, "")
    context["sheets"] = [{"name": sheet, "columns": columns(sheet), "text": kept[sheet]} for sheet in SHEETS]
    return render(request, "office/directory_sheets.html", context, status=status)


@require_GET
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """One sheet of the directory as it is now."""
    if name not in SHEETS:
        raise Http404
    return download(actions.export_sheets(staff_of(request))[name].encode(), name, name)
