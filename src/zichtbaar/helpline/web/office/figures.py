"""Figures on screen: plots with the table under each, for who chooses from lists; and the counts as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import access, permissions, research
from zichtbaar.helpline.publishing.errors import NotFoundError, PublishingError
from zichtbaar.helpline.publishing.models import Snapshot
from zichtbaar.helpline.publishing.on_screen import FIGURE_SETS, FIRST_SET, Screen, Wanted, screen_of, sets_of
from zichtbaar.helpline.web.office.problems import sentence, status
from zichtbaar.helpline.web.shared.staff import staff_of
from zichtbaar.monitor.factsheet.contents import Chapter
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.paper.language import Language

SETS: Mapping[str, str | Promise] = {
    "overview": _("Overview: groups, months, the year before, coverage"),
    "yearly": _("The factsheet of a year"),
    "recognition-gap": _("Who knew: the recognition gap"),
    "platform-evidence": _("Platforms"),
    "handovers": _("Handovers"),
}
"""What the sets of figures are called."""

SHORT = 8
"""Rows of a table that stands open under its plot."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, and the same numbers as a table under it; a long table is closed at first."""

    picture: Picture
    drawing: SafeString
    is_short: bool
    has_expected: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter with its plots drawn."""

    chapter: Chapter
    plots: tuple[Plot, ...]


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What was chosen from the lists; the overview of the last year of the last snapshot where nothing was."""
    staff = staff_of(request)
    snapshot = _snapshot(staff, request)
    if snapshot is None:
        return render(request, "office/figures.html", {})
    wanted, language = _wanted(request, snapshot), _language()
    context = _choices(staff, snapshot, wanted) | {"may_see_unprotected": permissions.may_see_unprotected(staff)}
    try:
        screen = screen_of(staff, snapshot, wanted, language)
    except (PublishingError, InvalidInputError) as error:
        context["problem"] = sentence(error)
        return render(request, "office/figures.html", context, status=status(error))
    context |= {"screen": screen, "parts": [_part(chapter, screen) for chapter in screen.contents.chapters]}
    return render(request, "office/figures.html", context)


@require_GET
def unprotected(request: HttpRequest) -> HttpResponse:
    """The counts as they are, for who was permitted it; for everybody else there is no such page."""
    staff = staff_of(request)
    snapshot = _snapshot(staff, request)
    if snapshot is None or not permissions.may_see_unprotected(staff):
        raise Http404
    wanted = _wanted(request, snapshot)
    context = _choices(staff, snapshot, wanted)
    try:
        context["counts"] = research.unprotected(staff, snapshot, wanted, _language())
    except (PublishingError, InvalidInputError) as error:
        context["problem"] = sentence(error)
        return render(request, "office/unprotected.html", context, status=status(error))
    return render(request, "office/unprotected.html", context)


def _snapshot(staff: Staff, request: HttpRequest) -> Snapshot | None:
    """The snapshot that was chosen, or the last one; None where there is none at all."""
    chosen = request.GET.get("snapshot", "")
    if not chosen:
        return access.snapshots_of(staff).first()
    try:
        return access.snapshot_of(staff, int(chosen) if chosen.isdecimal() else 0)
    except NotFoundError as error:
        raise Http404 from error


def _wanted(request: HttpRequest, snapshot: Snapshot) -> Wanted:
    year = request.GET.get("year", "") or str(max(snapshot.years))
    sets, chosen = sets_of(snapshot), request.GET.get("set", "")
    is_of_another = chosen in FIGURE_SETS and chosen not in sets
    return Wanted(
        year=int(year) if year.isdecimal() else 0,
        figure_set=next(iter(sets), FIRST_SET) if is_of_another or not chosen else chosen,
        population=request.GET.get("population", ""),
        period=request.GET.get("period", ""),
    )


def _choices(staff: Staff, snapshot: Snapshot, wanted: Wanted) -> dict[str, object]:
    return {
        "snapshot": snapshot,
        "snapshots": access.snapshots_of(staff),
        "years": sorted(snapshot.years, reverse=True),
        "sets": {name: SETS[name] for name in sets_of(snapshot) or FIGURE_SETS},
        "wanted": wanted,
    }


def _part(chapter: Chapter, screen: Screen) -> Part:
    return Part(chapter, tuple(_plot(picture, screen) for picture in chapter.pictures))


def _plot(picture: Picture, screen: Screen) -> Plot:
    return Plot(
        picture=picture,
        drawing=mark_safe(screen.drawings[picture]),  # noqa: S308 - our own drawing; Vega escapes every word in it
        is_short=len(picture.rows) <= SHORT,
        has_expected=any(row.expected is not None for row in picture.rows),
    )


def _language() -> Language:
    return Language.DUTCH if (get_language() or "").startswith("nl") else Language.ENGLISH
