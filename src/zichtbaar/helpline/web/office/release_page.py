"""One release as a page: what it says, what changed, what was kept back, who did what, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.publishing import access, files, ledger
from zichtbaar.helpline.publishing.comparing import KeptBack, Why, changes, kept_back
from zichtbaar.helpline.publishing.errors import FileChangedError
from zichtbaar.helpline.publishing.lifecycle import OUT, Move, State, is_possible
from zichtbaar.helpline.publishing.models import Release, Snapshot, Step
from zichtbaar.helpline.web.office.problems import sentence

FIGURES = "figures.json"

FILES: Mapping[str, str | Promise] = {
    "html": _("Page"),
    "pdf": _("PDF"),
    "csv": _("Table of all figures"),
    "json": _("Data of all figures"),
}
"""What a file is, by the end of its name, in the order in which somebody reads them."""

NEXT: Mapping[State, str | Promise] = {
    State.DRAFT: _("Nobody outside may see it yet. A colleague who did not make it approves or refuses it."),
    State.APPROVED: _("It may be published. From then on it stays in the ledger for ever, whatever becomes of it."),
    State.REFUSED: _("It was not published. Make a new draft when what was wrong is mended."),
    State.PUBLISHED: _("It is out. Put the files where people can find them, as they are."),
    State.CORRECTED: _("A later version took its place. Put that one where this one was."),
    State.WITHDRAWN: _("It should not be used any more. Put the sentence below where the factsheet was."),
}
DONE: Mapping[Move, str | Promise] = {
    Move.MAKE: _("{who} made the draft"),
    Move.APPROVE: _("{who} approved it"),
    Move.REFUSE: _("{who} refused it"),
    Move.PUBLISH: _("{who} published it"),
    Move.CORRECT: _("{who} published a version that takes its place"),
    Move.WITHDRAW: _("{who} withdrew it"),
}
REASONS: Mapping[Why, str | Promise] = {
    Why.PROTECTED: _("left out: it is about too few people, or could be worked out from other figures"),
    Why.IN_PART: _("of how many it is known is left out: somebody could be recognised by it"),
    Why.UNRELIABLE: _("left out: two counsellors coded it too differently"),
}
BY_A_RESEARCHER = frozenset({Move.PUBLISH})


@dataclass(frozen=True, slots=True)
class KeptBackLine:
    """A figure that is not told, or not in full, and why."""

    label: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the release, and what it is."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """Something that was done with the release."""

    at: datetime
    text: str
    reason: str


def show(request: HttpRequest, staff: Staff, release: Release, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of a release, with what went wrong a moment ago in one sentence."""
    problem, now, before = _figures(release, problem)
    last = access.latest_out(release.year)
    context = {
        "release": release,
        "next": NEXT[State(release.state)],
        "own": release.made_by_id == staff.pk,
        "moves": {move.value: _may(staff, release, move) for move in Move if move is not Move.MAKE},
        "files": [_file(name) for name in sorted(release.files, key=_place_of)],
        "is_year_over": release.snapshot.frozen_on > date(release.year, 12, 31),
        "is_latest": last == release,
        "is_closed": release.state == State.REFUSED or (release.state in OUT and last != release),
        "may_correct": staff.role == Role.RESEARCHER and last == release,
        "beside": "" if ledger.was_empty_for(release) else release.ledger_head,
        "snapshots": _snapshots(staff, release),
        "corrections": release.corrections.filter(state__in=OUT).order_by("version"),
        "changes": changes(before, now, _language()) if now else (),
        "kept_back": [KeptBackLine(one.label, REASONS[one.why]) for one in _kept_back(now)],
        "steps": [_step(one) for one in release.steps.select_related("by").order_by("pk")],
        "problem": problem,
    }
    return render(request, "office/release.html", context, status=status)


def _file(name: str) -> FileLine:
    """“Page, Dutch” for `factsheet-nl.html`."""
    stem, _dot, kind = name.partition(".")
    _before, _dash, language = stem.partition("-")
    words = str(FILES[kind])
    return FileLine(name, f"{words}, {get_language_info(language)['name_translated']}" if language else words)


def _place_of(name: str) -> tuple[bool, bool, int]:
    """Those in the language of the page first, then the other, then the tables; the page before the PDF."""
    stem, _dot, kind = name.partition(".")
    return "-" not in stem, not stem.endswith(_language()), list(FILES).index(kind)


def _figures(release: Release, problem: str) -> tuple[str, bytes | None, bytes | None]:
    """The figures of the release and of the version before it; where a file was changed, the sentence that says so."""
    try:
        before = files.release_file(release.corrects, FIGURES) if release.corrects else None
        return problem, files.release_file(release, FIGURES), before
    except FileChangedError as error:
        return problem or sentence(error), None, None


def _step(step: Step) -> StepLine:
    return StepLine(step.at, str(DONE[Move(step.move)]).format(who=step.by.name), step.reason)


def _kept_back(now: bytes | None) -> tuple[KeptBack, ...]:
    return kept_back(now, _language()) if now else ()


def _may(staff: Staff, release: Release, move: Move) -> bool:
    """Whether the page shows a button for it; the action checks again."""
    if move in BY_A_RESEARCHER and staff.role != Role.RESEARCHER:
        return False
    return is_possible(move, release.state, own=release.made_by_id == staff.pk)


def _snapshots(staff: Staff, release: Release) -> list[Snapshot]:
    """Those that hold the year, for a corrected version."""
    if staff.role != Role.RESEARCHER:
        return []
    return [
        snapshot
        for snapshot in access.snapshots_of(staff)
        if release.year in snapshot.years and not snapshot.holds_handovers
    ]


def _language() -> str:
    """The language of the page, as the figures name it."""
    return "nl" if (get_language() or "").startswith("nl") else "en"
