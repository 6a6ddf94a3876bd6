"""The only way from figures to released figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.disclosure.draft import Draft, draft_of
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import secure
from zichtbaar.monitor.disclosure.past import Past, past_of
from zichtbaar.monitor.disclosure.readers import Readers
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.disclosure.releasing import release
from zichtbaar.monitor.disclosure.remainders import secrets_of
from zichtbaar.monitor.disclosure.rules import Rules, default_rules
from zichtbaar.monitor.disclosure.telling import cells_of, printed_by
from zichtbaar.monitor.disclosure.told import About, Entry
from zichtbaar.monitor.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class ProtectedRelease:
    """Figures that may leave the house, and what the ledger must hold before they do."""

    figures: tuple[ReleasedFigure, ...]
    entries: tuple[Entry, ...]


def protect(
    figures: Collection[Figure],
    rules: Rules | None = None,
    headline: Collection[str] = (),
    *,
    book: Codebook | None = None,
) -> tuple[ReleasedFigure, ...]:
    """Figures that may leave the house when nothing else ever left it, in the same order.

    `headline` names the counts that were registered beforehand as national totals: these stay exact,
    unless that would point at a few persons. `rules` are those that come with the program unless
    stricter ones are given (docs/reference/disclosure-rules.md). `book` is the codebook of the figures:
    an attacker who has it knows which codes there are. All figures of one release must be protected
    together, for they are checked against each other.
    """
    draft = draft_of(figures, headline, rules or default_rules())
    draft = _secured(draft, figures, Past(), book)
    return tuple(release(figure, draft) for figure in figures)


def protect_release(
    figures: Collection[Figure],
    about: About,
    ledger: Ledger,
    rules: Rules | None = None,
    headline: Collection[str] = (),
    *,
    book: Codebook | None = None,
) -> ProtectedRelease:
    """The same, held beside all that the ledger knows to have left before.

    The entries are for the ledger, which must hold them before anybody sees the figures. Raises
    ValueError when the ledger has a release of that name already, and RefusedReleaseError when a few
    persons would come out however little is told.
    """
    draft = draft_of(figures, headline, rules or default_rules())
    draft = _secured(draft, figures, past_of(ledger, about, draft.counts), book)
    entries = ledger.release(about, cells_of(figures, draft))
    return ProtectedRelease(tuple(release(figure, draft) for figure in figures), entries)


def _secured(draft: Draft, figures: Collection[Figure], past: Past, book: Codebook | None) -> Draft:
    readers = Readers(draft, tuple(secrets_of(draft, past)), past, book)
    return secure(draft, readers, past, printed_by(figures))
