"""The ledger of all that this helpline ever published, as a table: it grows in the transaction that publishes."""

from __future__ import annotations

from collections.abc import Iterable

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.publishing.errors import LedgerBrokenError
from zichtbaar.helpline.publishing.models import LedgerLine, Release
from zichtbaar.monitor.disclosure.ledger import START, Ledger
from zichtbaar.monitor.disclosure.ledger_lines import line_of, read_line
from zichtbaar.monitor.disclosure.told import About, Entry


def was_empty_for(release: Release) -> bool:
    """Whether nothing had been published when a release was made."""
    return release.ledger_head == START


def read() -> Ledger:
    """Everything that was ever published, what was withdrawn among it. Raises LedgerBrokenError."""
    try:
        lines = LedgerLine.objects.order_by("number").values_list("line", flat=True)
        ledger = Ledger(tuple(map(read_line, lines)))
        ledger.verify()
    except (ValueError, InvalidInputError) as error:
        raise LedgerBrokenError(str(error)) from error
    return ledger


def append(ledger: Ledger, entries: Iterable[Entry]) -> None:
    """Add the entries of one release to the ledger that was read. Called inside the transaction of what was done."""
    added = tuple(entries)
    ledger.extended(added)
    LedgerLine.objects.bulk_create(LedgerLine(number=entry.number, line=line_of(entry)) for entry in added)


def withdrawal(ledger: Ledger, release: Release, reason: str) -> tuple[Entry, ...]:
    """The entries that say that a release was taken back: what it told stays known."""
    about = next(about for about in ledger.releases if about.release == release.name)
    withdrawn = About(f"{release.name} withdrawn", about.recipe, about.codebook, about.version, about.records)
    return ledger.withdrawal(withdrawn, release.name, reason)
