"""Cross tables in which nothing is hidden: every number is rounded so that all add up, and attacked as it is."""

from __future__ import annotations

import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.codebook.written_conditions import write_condition
from zichtbaar.monitor.disclosure.draft import Draft
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import RefusedReleaseError
from zichtbaar.monitor.disclosure.past import past_of
from zichtbaar.monitor.disclosure.readers import Exposure, Readers
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rounding import Rounding, rounded_together
from zichtbaar.monitor.disclosure.rules import Rules, default_rules
from zichtbaar.monitor.disclosure.tables import (
    CrossTable,
    ProtectedTables,
    cells_of_tables,
    draft_of_tables,
    printed_by_tables,
    released_tables,
    secrets_of_tables,
)
from zichtbaar.monitor.disclosure.told import About, NumberTold

BASES = (10, 15, 20, 25, 50, 100)
"""What is tried when another base has to be named."""


class WeakBaseError(Exception):
    """Rounded to this base, a few persons come out.

    `stronger` is a base that was tried and protects; None where none of `BASES` does. `cells` names who would come
    out, without saying how many they are; nobody is named where the base protects no table at all.
    """

    def __init__(self, base: int, stronger: int | None, cells: Sequence[str] = ()) -> None:
        self.base, self.stronger, self.cells = base, stronger, tuple(dict.fromkeys(cells))
        super().__init__(f"base {base} does not protect (stronger: {stronger})")


@dataclass(frozen=True, slots=True)
class RoundedTables(ProtectedTables):
    """Tables of multiples that add up; each number was less than `rounding.reach` bases from its multiple."""

    rounding: Rounding


def round_tables(
    tables: Collection[CrossTable],
    about: About,
    ledger: Ledger,
    base: int,
    key: bytes,
    rules: Rules | None = None,
    *,
    book: Codebook | None = None,
) -> RoundedTables:
    """All tables of one release with every number rounded, margins and totals too, beside all that the ledger knows.

    `key` decides which way each number goes: the same key and tables give the same numbers, and whoever does not have
    it knows of no number more than the multiples between which it can lie. It must be what no reader can guess, such as
    a hash of the records that is printed nowhere. The rest is as with `protect_tables`; nothing is hidden, so nothing
    can be told less. Raises WeakBaseError where a few persons would come out.
    """
    rules = rules or default_rules()
    draft = draft_of_tables(tables, frozenset(), rules)
    past = past_of(ledger, about, draft.counts)
    readers = Readers(draft, secrets_of_tables(tables, draft, past), past, book)
    names = printed_by_tables(tables)
    rounding, exposures = _attacked(draft, readers, base, key)
    if exposures or base < rules.least_base:
        stronger = next((one for one in _stronger(base, rules) if not _attacked(draft, readers, one, key)[1]), None)
        cells = RefusedReleaseError(exposures, names).cells if base >= rules.least_base else ()
        raise WeakBaseError(base, stronger, cells)
    draft = _told(draft, rounding)
    entries = ledger.release(about, cells_of_tables(names, draft))
    return RoundedTables(released_tables(tables, draft), entries, rounding)


def thresholds(numbers: Collection[Condition], base: int, key: bytes) -> Mapping[Condition, float]:
    """For each number the part of a base, from 0 to 1, above which it goes up: as good as drawn to who lacks the key.

    A number has the same one in every table of the same records: nobody learns by averaging over tables.
    """
    return {who: _drawn(who, base, key) for who in numbers}


def _drawn(who: Condition, base: int, key: bytes) -> float:
    drawn_for = json.dumps({"base": base, "who": write_condition(who)}, sort_keys=True)
    digest = hmac.digest(key, drawn_for.encode(), "sha256")
    return (int.from_bytes(digest[:6]) + 0.5) / 2**48


def _attacked(draft: Draft, readers: Readers, base: int, key: bytes) -> tuple[Rounding, tuple[Exposure, ...]]:
    """The rounding to a base, and what comes out of it."""
    rounding = rounded_together(draft.counts, draft.sums, base, thresholds(draft.counts, base, key))
    return rounding, readers.exposures(_told(draft, rounding))


def _stronger(base: int, rules: Rules) -> list[int]:
    return [one for one in BASES if one > base and one >= rules.least_base]


def _told(draft: Draft, rounding: Rounding) -> Draft:
    """The draft with every number told as it was rounded."""
    reach = rounding.reach * rounding.base - 1
    numbers = {
        who: NumberTold(who, Protection.ROUNDED, printed, max(printed - reach, 0), printed + reach)
        for who, printed in rounding.printed.items()
    }
    return replace(draft, numbers=numbers)
