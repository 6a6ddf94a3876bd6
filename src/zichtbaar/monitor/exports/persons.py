"""Rows of persons for a receiver under agreement, and the page that must go with them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.exports.anonymity import Anonymised, anonymise
from zichtbaar.monitor.exports.layout import Audience
from zichtbaar.monitor.exports.mapping import Mapping
from zichtbaar.monitor.exports.origin import Origin, described

MARK = "not-for-publication"
"""Stands in the name of every file with rows of persons: a mark inside a CSV would break its layout."""

WARNING = {
    "en": "Not for publication. One row is one person. For the receiver and the purpose named here, under their "
    "agreement.",
    "nl": "Niet om te publiceren. Elke rij is één persoon. Voor de ontvanger en het doel die hier staan, volgens hun "
    "afspraak.",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """For whom rows are, for what, and how many must look alike."""

    receiver: str
    purpose: str
    k: int


@dataclass(frozen=True, slots=True)
class PersonsExport:
    """Rows that may go to one receiver. `base`: how many persons there were before."""

    mapping: Mapping
    agreement: Agreement
    base: int
    anonymised: Anonymised
    lost: tuple[int, ...]


def export_persons(records: Records, mapping: Mapping, agreement: Agreement) -> PersonsExport:
    """The persons of the mapping's population in its layout, k-anonymous.

    Raises InvalidInputError for a layout that is made for tables only, and where nobody is left.
    """
    layout = mapping.layout
    if layout.audience is not Audience.PERSONS:
        raise InvalidInputError([Fault(layout.name, None, "", "this layout has no rows of persons", "export tables")])
    rows = [mapping.row(answers) for answers in records.people(mapping.population.where)]
    groups = [[layout.names.index(name) for name in group] for group in mapping.give_up]
    anonymised = anonymise(rows, groups, agreement.k, layout.missing)
    if not anonymised.rows:
        problem = f"of {len(rows)} persons no {agreement.k} look alike, even with little told of them"
        raise InvalidInputError([Fault(layout.name, None, "", problem, "more records, or protected tables instead")])
    losses = [together(mapping.population.where, loss.of) for loss in mapping.losses]
    counted = records.count(losses)
    lost = tuple(counted[loss] for loss in losses)
    return PersonsExport(mapping, agreement, len(rows), anonymised, lost)


def files_of(export: PersonsExport, origin: Origin) -> dict[str, bytes]:
    """The rows as CSV, and the page with base, agreement, losses and origin as JSON, by name."""
    name = f"{export.mapping.layout.name}-{MARK}"
    return {
        f"{name}.csv": as_csv(export.mapping.layout.names, export.anonymised.rows),
        f"{name}.json": (json.dumps(_page(export, origin), ensure_ascii=False, indent=2) + "\n").encode(),
    }


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _page(export: PersonsExport, origin: Origin) -> dict[str, object]:
    mapping, agreement, anonymised = export.mapping, export.agreement, export.anonymised
    return {
        "warning": WARNING,
        **described(mapping, origin),
        "receiver": agreement.receiver,
        "purpose": agreement.purpose,
        "k": agreement.k,
        "persons": {
            "base": export.base,
            "in_this_file": len(anonymised.rows),
            "left_out": anonymised.left_out,
            "emptied": [
                {"columns": list(columns), "persons": _at_least(agreement.k, persons)}
                for columns, persons in zip(mapping.give_up, anonymised.emptied, strict=True)
            ],
        },
        "lost": [
            {"words": dict(loss.words), "persons": _at_least(agreement.k, persons)}
            for loss, persons in zip(mapping.losses, export.lost, strict=True)
        ],
    }


def _at_least(k: int, persons: int) -> int | str:
    """A number of persons; of fewer than k only that."""
    return persons if persons == 0 or persons >= k else f"fewer than {k}"
