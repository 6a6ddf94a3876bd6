"""The form of one organisation with its offers and contacts. Its cells are those of the sheets, and are read alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtbaar.codebook.faults import Fault
from zichtbaar.helpline.handover.cells import Cells
from zichtbaar.helpline.handover.directory.entries import Entries
from zichtbaar.helpline.handover.directory.files import CONTACTS, OFFERS, ORGANISATIONS, Entry, cells_of, columns
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.web.shared.directory_words import (
    NEEDS,
    URGENCIES,
    forms,
    language_codes,
    language_of_page,
    languages_in_words,
    pairs,
    receivers,
)

NOT_ON_THE_FORM = ("organisation", "confirmed_on", "confirmed_by")

LABELS: Mapping[str, str | Promise] = {
    "identifier": _("Short name"),
    "name": _("Name"),
    "receiver": _("Kind of receiver"),
    "website": _("Website"),
    "note": _("What a colleague has to know"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until and including"),
    "need": _("What for"),
    "regions": _("Regions"),
    "youngest": _("From which age"),
    "oldest": _("Up to and including which age"),
    "forms": _("Forms of exploitation"),
    "urgency": _("How fast"),
    "languages": _("Languages"),
    "hours": _("Hours"),
    "function": _("Function"),
    "telephone": _("Telephone"),
    "email": _("E-mail"),
}
HINTS: Mapping[str, str | Promise] = {
    "identifier": _("Small letters and digits with hyphens, such as police-east. It never changes."),
    "regions": _("Hold Ctrl or Cmd to choose several."),
    "forms": _("None means every form."),
    "languages": _("By name, with commas between, such as Dutch, Arabic; or as codes: nl ar."),
    "hours": _("always, or such as mon-fri 09:00-17:00, sat 10:00-14:00"),
}
KINDS = {
    "receiver": "choice",
    "need": "choice",
    "urgency": "choice",
    "regions": "choices",
    "forms": "choices",
    "valid_from": "day",
    "valid_until": "day",
    "note": "long",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One field as it stands on the page. `chosen`: what is chosen of `groups`, by heading."""

    name: str
    label: str | Promise
    kind: str
    value: str
    hint: str | Promise = ""
    fault: str = ""
    chosen: frozenset[str] = frozenset()
    groups: Sequence[tuple[str, Sequence[tuple[str, str | Promise]]]] = ()


@dataclass(frozen=True, slots=True)
class BoxRow:
    """The fields of an offer or a contact, and the name of the tick that takes it away."""

    boxes: tuple[Box, ...]
    remove: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form: cells by sheet, in which faults are found when it is read."""

    rows: Mapping[str, tuple[Cells, ...]]
    faults: list[Fault] = field(default_factory=list)

    def organisation(self, *, is_new: bool) -> list[Box]:
        """The fields of the organisation itself; what it is called in short can be chosen once."""
        boxes = self._boxes(ORGANISATIONS, 0, "")
        return [box for box in boxes if is_new or box.name != "identifier"]

    def offers(self) -> list[BoxRow]:
        """The fields of each offer, and those of one more."""
        return self._box_rows(OFFERS)

    def contacts(self) -> list[BoxRow]:
        """The fields of each contact, and those of one more."""
        return self._box_rows(CONTACTS)

    def _box_rows(self, sheet: str) -> list[BoxRow]:
        prefixes = [f"{sheet.removesuffix('.csv')}-{number}-" for number in range(len(self.rows[sheet]) + 1)]
        return [
            BoxRow(tuple(self._boxes(sheet, number, prefix)), f"{prefix}remove", number == len(self.rows[sheet]))
            for number, prefix in enumerate(prefixes)
        ]

    def _boxes(self, sheet: str, number: int, prefix: str) -> list[Box]:
        rows = self.rows[sheet]
        cells = rows[number].cells if number < len(rows) else {}
        line = number + 1 if number < len(rows) else None
        return [
            _box(prefix, column, cells.get(column, ""), self._fault(sheet, line, column, cells.get(column, "")))
            for column in columns(sheet)
            if column not in NOT_ON_THE_FORM
        ]

    def _fault(self, sheet: str, line: int | None, column: str, value: str) -> str:
        """What is wrong with one cell, in one sentence."""
        found = [one for one in self.faults if (one.file, one.line, one.subject) == (sheet, line, column)]
        if found and not value.strip():
            return str(_("This is not filled in yet."))
        return "; ".join(f"{one.problem} → {one.expected}" if one.expected else one.problem for one in found)


def form_of(entries: Entries) -> Form:
    """The form as it stands for what is stored."""
    faults: list[Fault] = []
    stored: Mapping[str, Sequence[Entry]] = {
        ORGANISATIONS: entries.organisations,
        OFFERS: entries.offers,
        CONTACTS: entries.contacts,
    }
    rows = {
        sheet: tuple(Cells(sheet, number, cells_of(one), faults) for number, one in enumerate(of_sheet, 1))
        for sheet, of_sheet in stored.items()
    }
    return Form(rows, faults)


def form_posted(posted: QueryDict, organisation: Mapping[str, str]) -> Form:
    """The form as it was filled in. `organisation` has the cells that are not on the form."""
    faults: list[Fault] = []
    own = {**_cells(posted, ORGANISATIONS, ""), **organisation}
    rows: dict[str, tuple[Cells, ...]] = {ORGANISATIONS: (Cells(ORGANISATIONS, 1, own, faults),)}
    for sheet in (OFFERS, CONTACTS):
        filled = [{**cells, "organisation": own["identifier"]} for cells in _filled(posted, sheet)]
        rows[sheet] = tuple(Cells(sheet, number, cells, faults) for number, cells in enumerate(filled, 1))
    return Form(rows, faults)


def _filled(posted: QueryDict, sheet: str) -> Iterable[Mapping[str, str]]:
    """The cells of each row that somebody filled in and did not take away."""
    rows = {name.split("-")[1] for name in posted if name.startswith(f"{sheet.removesuffix('.csv')}-")}
    for number in sorted((row for row in rows if row.isdecimal()), key=int):
        prefix = f"{sheet.removesuffix('.csv')}-{number}-"
        cells = _cells(posted, sheet, prefix)
        if any(cells.values()) and not posted.get(f"{prefix}remove"):
            yield cells


def _cells(posted: QueryDict, sheet: str, prefix: str) -> dict[str, str]:
    names = [column for column in columns(sheet) if column not in NOT_ON_THE_FORM]
    cells = {column: " ".join(posted.getlist(f"{prefix}{column}")).strip() for column in names}
    return cells | {"languages": language_codes(cells["languages"])} if "languages" in cells else cells


def _box(prefix: str, column: str, value: str, fault: str) -> Box:
    kind = KINDS.get(column, "line")
    return Box(
        name=f"{prefix}{column}",
        label=LABELS[column],
        kind=kind,
        value=languages_in_words(value.split()) if column == "languages" else value,
        hint=HINTS.get(column, ""),
        fault=fault,
        chosen=frozenset(value.split()) if kind == "choices" else frozenset((value,)),
        groups=_groups(column),
    )


def _groups(column: str) -> Sequence[tuple[str, Sequence[tuple[str, str | Promise]]]]:
    """What can be chosen in a field, under headings where there are some."""
    match column:
        case "receiver":
            return [("", list(receivers().items()))]
        case "need":
            return [("", pairs(NEEDS))]
        case "urgency":
            return [("", pairs(URGENCIES))]
        case "forms":
            return [("", list(forms().items()))]
        case "regions":
            return _regions()
        case _:
            return ()


def _regions() -> list[tuple[str, list[tuple[str, str | Promise]]]]:
    """Every region under its kind, the larger ones first: most organisations serve one of these."""
    country, language = country_in_use(), language_of_page()
    kinds = list(country.kinds)[::-1]
    regions = sorted(country.regions.values(), key=lambda region: (kinds.index(region.kind), region.name))
    return [
        (country.kinds[kind][language], [(region.code, region.name) for region in of_kind])
        for kind, of_kind in groupby(regions, key=lambda region: region.kind)
    ]
