"""Releases: their list, one of them with its files, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import access, ledger, release_actions
from zichtbaar.helpline.publishing.errors import LedgerBrokenError, NotFoundError, PublishingError, ReasonMissingError
from zichtbaar.helpline.publishing.files import release_file
from zichtbaar.helpline.publishing.models import Release
from zichtbaar.helpline.web.office import home, release_page
from zichtbaar.helpline.web.office.files import download
from zichtbaar.helpline.web.office.problems import sentence, status
from zichtbaar.helpline.web.shared.staff import staff_of

Act = Callable[[Staff, Release], Release | None]


@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Every release with its state, the latest first, and whether the ledger is whole."""
    context: dict[str, object] = {"releases": access.releases_of(staff_of(request))}
    try:
        context["ledger"] = ledger.read()
    except LedgerBrokenError as error:
        context["broken"] = sentence(error)
    return render(request, "office/releases.html", context)


@require_GET
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release."""
    staff = staff_of(request)
    return release_page.show(request, staff, _release(staff, number))


@require_GET
def file(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One file of a release, if it is still what was made."""
    staff = staff_of(request)
    found = _release(staff, number)
    try:
        content = release_file(found, name)
    except NotFoundError as error:
        raise Http404 from error
    except PublishingError as error:
        return release_page.show(request, staff, found, problem=sentence(error), status=status(error))
    return download(content, name, f"{found.name}-{name}")


@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    """Make the draft of a year of a snapshot, and go to its page."""
    staff = staff_of(request)
    year = request.POST.get("year", "")
    try:
        snapshot = access.snapshot_of(staff, number)
        made = release_actions.make_draft(staff, snapshot, int(year) if year.isdecimal() else 0)
    except NotFoundError as error:
        raise Http404 from error
    except (PublishingError, InvalidInputError) as error:
        return home.show(request, staff, problem=_why_no_draft(error, year), status=status(error))
    return redirect("office-release", made.pk)


@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Make the draft of the version that takes the place of this one, of the snapshot that was chosen."""
    chosen, reason = request.POST.get("snapshot", ""), request.POST.get("reason", "")

    def act(staff: Staff, before: Release) -> Release:
        snapshot = access.snapshot_of(staff, int(chosen) if chosen.isdecimal() else 0)
        return release_actions.make_draft(staff, snapshot, before.year, reason)

    return _done(request, number, act)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """A second person approves."""
    return _done(request, number, release_actions.approve)


@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody refuses, or who made it takes it back."""
    reason = request.POST.get("reason", "")
    return _done(request, number, lambda staff, release: release_actions.refuse(staff, release, reason))


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """A researcher publishes what was approved."""
    return _done(request, number, release_actions.publish)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody takes back what was published."""
    reason = request.POST.get("reason", "")
    return _done(request, number, lambda staff, release: release_actions.withdraw(staff, release, reason))


def _done(request: HttpRequest, number: int, act: Act) -> HttpResponse:
    """Do something with a release and go to its page, or say on that page why it was not done."""
    staff = staff_of(request)
    found = _release(staff, number)
    try:
        made = act(staff, found)
    except NotFoundError as error:
        raise Http404 from error
    except (PublishingError, InvalidInputError) as error:
        found.refresh_from_db()
        return release_page.show(request, staff, found, problem=sentence(error), status=status(error))
    return redirect("office-release", (made or found).pk)


def _why_no_draft(error: PublishingError | InvalidInputError, year: str) -> str:
    """A year that was published is corrected on the page of its last version, where there is room for a reason."""
    if isinstance(error, ReasonMissingError):
        return _("{year} was published already. To correct it, open its last version in Releases.").format(year=year)
    return sentence(error)


def _release(staff: Staff, number: int) -> Release:
    try:
        return access.release_of(staff, number)
    except NotFoundError as error:
        raise Http404 from error
