"""One organisation of the directory: read by shift leads, kept by administrators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zichtbaar.helpline.handover.directory import access, actions
from zichtbaar.helpline.handover.directory.entries import Entries
from zichtbaar.helpline.handover.directory.files import cells_of, entries_of
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.errors import ChangedMeanwhileError, NotFoundError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.office.directory import STANDINGS
from zichtbaar.helpline.web.office.organisation_form import Form, form_of, form_posted
from zichtbaar.helpline.web.office.organisation_in_words import in_words
from zichtbaar.helpline.web.shared.staff import staff_of


@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, identifier: str) -> HttpResponse:
    """One organisation; a form for who may change it."""
    staff = staff_of(request)
    try:
        stored = access.entries_for(staff, identifier)
        if request.method == "POST":
            return _keep(request, staff, stored)
    except NotFoundError as error:
        raise Http404 from error
    return _show(request, staff, stored, form_of(stored))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty form for one more organisation."""
    staff = staff_of(request)
    if request.method == "POST":
        return _keep(request, staff, Entries())
    return _show(request, staff, Entries(), form_of(Entries()))


def _keep(request: HttpRequest, staff: Staff, stored: Entries) -> HttpResponse:
    """Store what was filled in, or show it again with what is wrong. Raises NotFoundError."""
    access.require_keeper(staff)
    form = form_posted(request.POST, _not_on_the_form(stored))
    entries = entries_of(form.rows, country_in_use(), timezone.localdate())
    if form.faults:
        problem = _("It is not stored yet. What is wrong stands below, at its field.")
        return _show(request, staff, stored, form, problem=problem, status=422)
    try:
        actions.keep(staff, entries, seen=request.POST.get("seen", ""), confirmed="confirmed" in request.POST)
    except ChangedMeanwhileError:
        return _show(request, staff, stored, form, problem=_changed(stored), status=409)
    return redirect("office-organisation", entries.organisations[0].identifier)


def _not_on_the_form(stored: Entries) -> dict[str, str]:
    """The short name of what is there already, and who confirmed it when."""
    cells = cells_of(stored.organisations[0]) if stored.organisations else {}
    return {name: cells[name] for name in ("identifier", "confirmed_on", "confirmed_by") if name in cells}


def _changed(stored: Entries) -> str:
    if stored.organisations:
        return _("A colleague changed this after you opened it. Open the page again, and make your change there.")
    return _("There is an organisation with this short name already. Choose another, or open that one.")


def _show(
    request: HttpRequest, staff: Staff, stored: Entries, form: Form, *, problem: str = "", status: int = 200
) -> HttpResponse:
    is_new = not stored.organisations
    context: dict[str, object] = {
        "stored": stored,
        "organisation": None if is_new else stored.organisations[0],
        "standing": None if is_new else access.standing_of(stored, timezone.localdate(), country_in_use()).value,
        "may_keep": access.may_keep(staff),
        "seen": request.POST.get("seen") or actions.mark(stored),
        "boxes": form.organisation(is_new=is_new),
        "offers": form.offers(),
        "contacts": form.contacts(),
        "problem": problem,
    }
    if not is_new:
        context["read"] = in_words(stored)
        context["in_words"] = STANDINGS[access.Standing(str(context["standing"]))]
    return render(request, "office/organisation.html", context, status=status)
