"""Which few persons somebody could look for by subtracting numbers from each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft
from zichtbaar.monitor.disclosure.past import Past, is_vague, may_be_a_few
from zichtbaar.monitor.disclosure.relations import are_disjoint, lies_within
from zichtbaar.monitor.disclosure.secret import Secret

MOST_TRIES = 200_000
"""Choices of parts of one total that are looked at."""

MANY = 300
"""Of more numbers of earlier releases than this, those that lie within each other were looked at when they came out."""

Size = tuple[int, int]
"""The least and the most that we know a number to be: of an earlier release only what was printed is known."""


def secrets_of(draft: Draft, past: Past) -> Iterator[Secret]:
    """Every number of a few persons, and every remainder of a few: a total without parts that share nobody.

    Numbers of earlier releases are among them. What was hidden then, or rounded so that it may be a few, stays a
    secret, and so does a remainder that may be a few, given what was printed. Parts of a few are not taken off: they
    are not printed, so that nothing is learned by that.
    """
    few = draft.rules.hide_below - 1
    for who, count in draft.counts.items():
        if draft.rules.is_small(count):
            yield Secret(who, (), _width(who, (), draft))
    for number in {number.who: number for number in past.numbers}.values():
        if may_be_a_few(number, few) and number.who not in draft.counts:
            yield Secret(number.who, (), draft.rules.width, few)
    sizes = _sizes(draft, past)
    choices = _Choices(sizes, few)
    for total, parts in _parts_of(draft, sizes).items():
        for chosen in choices.leaving_a_few(total, parts):
            is_sure = all(who in draft.counts for who in (total, *chosen))
            yield Secret(total, chosen, _width(total, chosen, draft), None if is_sure else few)


def _sizes(draft: Draft, past: Past) -> dict[Condition, Size]:
    before = {
        number.who: (number.low, number.high)
        for number in past.numbers
        if number.low is not None and number.high is not None and not is_vague(number, draft.rules.hide_below - 1)
    }
    return before | {who: (count, count) for who, count in draft.counts.items()}


def _parts_of(draft: Draft, sizes: Mapping[Condition, Size]) -> dict[Condition, list[Condition]]:
    """All numbers of more than a few that lie within each number, the largest first."""
    large = sorted(
        (who for who, (_, most) in sizes.items() if most >= draft.rules.hide_below), key=lambda who: -sizes[who][1]
    )
    old = sizes.keys() - draft.counts.keys()
    parts: dict[Condition, list[Condition]] = {total: [] for total in sizes}
    for inner in large:
        for outer in sizes:
            looked_at = inner in old or outer in old if len(old) <= MANY else (inner in old) != (outer in old)
            if (inner, outer) in draft.inside or (inner != outer and looked_at and lies_within(inner, outer)):
                parts[outer].append(inner)
    return parts


def _width(total: Condition, parts: tuple[Condition, ...], draft: Draft) -> int:
    """How far apart the least and the most must lie; of those who gave no answer there is less to know."""
    if len(parts) == 1:
        for answered, eligible in draft.answered:
            is_same = eligible == total or (eligible, total) in draft.inside
            if parts[0] == answered and is_same and draft.counts[eligible] == draft.counts.get(total):
                return draft.rules.possibilities - 1
    return draft.rules.width


@dataclass
class _Choices:
    """Choices of parts that have nobody in common."""

    sizes: Mapping[Condition, Size]
    few: int
    _tries: int = 0

    def leaving_a_few(self, total: Condition, parts: Sequence[Condition]) -> Iterator[tuple[Condition, ...]]:
        """The choices that may leave a few persons of a total."""
        self._tries = 0
        return self._more((), parts, self.sizes[total])

    def _more(
        self, chosen: tuple[Condition, ...], candidates: Sequence[Condition], left: Size
    ) -> Iterator[tuple[Condition, ...]]:
        if chosen and left[0] <= self.few:
            yield chosen
        for place, part in enumerate(candidates):
            self._tries += 1
            rest = left[0] - self.sizes[part][1], left[1] - self.sizes[part][0]
            if rest[1] <= 0 or self._tries > MOST_TRIES:
                continue
            apart = [other for other in candidates[place + 1 :] if are_disjoint(part, other)]
            if rest[0] - sum(self.sizes[other][1] for other in apart) <= self.few:
                yield from self._more((*chosen, part), apart, rest)
