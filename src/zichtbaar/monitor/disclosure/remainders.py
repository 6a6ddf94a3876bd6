"""Which few persons somebody could look for by subtracting numbers from each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft
from zichtbaar.monitor.disclosure.frame import Secret
from zichtbaar.monitor.disclosure.relations import are_disjoint

MOST_TRIES = 200_000
"""Choices of parts of one total that are looked at."""


def secrets_of(draft: Draft) -> Iterator[Secret]:
    """Every number of a few persons, and every remainder of a few: a total without parts that share nobody.

    Parts of a few are not taken off: they are not printed, so that nothing is learned by that.
    """
    parts_of: dict[Condition, list[Condition]] = {}
    for inner, outer in draft.inside:
        if draft.counts[inner] >= draft.rules.hide_below:
            parts_of.setdefault(outer, []).append(inner)
    for total, count in draft.counts.items():
        if draft.rules.is_small(count):
            yield Secret(total, (), _width(total, (), draft))
        parts = sorted(parts_of.get(total, ()), key=lambda part: -draft.counts[part])
        for chosen in _Choices(draft, parts).leaving_a_few(count):
            yield Secret(total, chosen, _width(total, chosen, draft))


def _width(total: Condition, parts: tuple[Condition, ...], draft: Draft) -> int:
    """How far apart the least and the most must lie; of those who gave no answer there is less to know."""
    if len(parts) == 1:
        silent = draft.counts[total] - draft.counts[parts[0]]
        for answered, eligible in draft.answered:
            is_same = eligible == total or (eligible, total) in draft.inside
            if parts[0] == answered and is_same and draft.counts[eligible] - draft.counts[answered] == silent:
                return draft.rules.possibilities - 1
    return draft.rules.width


class _Choices:
    """Choices of parts that have nobody in common."""

    def __init__(self, draft: Draft, parts: Sequence[Condition]) -> None:
        self._counts = draft.counts
        self._few = draft.rules.hide_below - 1
        self._parts = parts
        self._tries = 0

    def leaving_a_few(self, count: int) -> Iterator[tuple[Condition, ...]]:
        """The choices that leave a few persons of so many."""
        return self._more((), self._parts, count)

    def _more(
        self, chosen: tuple[Condition, ...], candidates: Sequence[Condition], left: int
    ) -> Iterator[tuple[Condition, ...]]:
        if chosen and 0 < left <= self._few:
            yield chosen
            return  # every part has more persons than are left
        for place, part in enumerate(candidates):
            self._tries += 1
            rest = left - self._counts[part]
            if rest <= 0 or self._tries > MOST_TRIES:
                continue
            apart = [other for other in candidates[place + 1 :] if are_disjoint(part, other)]
            if rest <= self._few or rest - sum(self._counts[other] for other in apart) <= self._few:
                yield from self._more((*chosen, part), apart, rest)
