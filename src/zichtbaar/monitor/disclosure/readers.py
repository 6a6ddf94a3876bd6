"""Three readers who attack a draft together with all that was released before.

One takes everything as it is printed. One has the new release alone, and guesses that whatever is hidden
in it is a few. One holds two releases side by side and asks who came or went. Where what was printed
earlier contradicts the new release, something was corrected: for the first, the oldest releases are
then left out, until a world fits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.disclosure.attack import ENOUGH, Attack, Found, Vector
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.frame import Part, parts_of, small_parts_of
from zichtbaar.monitor.disclosure.past import Past
from zichtbaar.monitor.disclosure.reading import Band, ContradictionError, Known, bands_of, read
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.secret import Secret
from zichtbaar.monitor.disclosure.simpler import simpler
from zichtbaar.monitor.disclosure.told import NumberTold, ShareTold, SumTold, Told
from zichtbaar.monitor.disclosure.worlds import worlds_of


@dataclass(frozen=True, slots=True)
class Exposure:
    """A secret that comes out, what is known of the numbers around it, and by how much the attack was too good.

    `known` is what the reader knew, `missing` how much wider the secret should have been. `is_change`
    says that the secret is who came or went between two releases.
    """

    found: Found
    known: Known
    missing: float
    is_change: bool = False


GUESSES = 2
"""Numbers that must be left to a reader who guesses that a secret is a few."""


class Readers:
    """The readers of a draft of some numbers, and of whatever came before it.

    `before` is what earlier releases say of each number.
    """

    def __init__(self, draft: Draft, secrets: Collection[Secret], past: Past, book: Codebook | None) -> None:
        self._past, self._rules = past, draft.rules
        self._seen: dict[tuple[int, tuple[int, int] | None], list[Vector]] = {}
        told = [one for release in past.releases for one in release]
        self.before = bands_of(one for one in told if isinstance(one, NumberTold))
        shares = [(one.counted, one.of) for one in (*draft.tellings, *told) if isinstance(one, Share | ShareTold)]
        sums = tuple(dict.fromkeys(one for one in (*draft.sums, *told) if isinstance(one, SumTold)))
        numbers = (*draft.counts, *(one.who for one in told if isinstance(one, NumberTold)))
        added = (who for one in sums for who in (one.total, *one.parts))
        worlds = worlds_of([*numbers, *added, *(who for pair in shares for who in pair)], book)
        self._old = parts_of(worlds, tuple(secrets), shares, sums) if past.releases else ()
        kept = dict(self._as_far_as_it_is_one())
        every = [kept.get(secret, secret) for secret in secrets]
        sure = [secret for secret in every if secret.few is None]
        self._small = [tuple(map(simpler, small_parts_of(worlds, some, sums))) for some in (every, sure)]
        self._whole = [tuple(map(simpler, parts_of(worlds, some, shares, sums))) for some in (every, sure)]
        self._changes = parts_of(worlds, tuple(_changes(draft, past)), (), sums)

    def exposures(self, draft: Draft) -> tuple[Exposure, ...]:
        """Every secret that comes out of a draft; those that come out of one small world before all others."""
        told = tuple(draft.everything_told())
        guessed = tuple(_guessed(told, draft))
        few = (1, self._rules.hide_below - 1)
        for every, sure in (self._small, self._whole):
            found = tuple(self._found(every, told, None)) or tuple(self._found(sure, guessed, few))
            if found:
                return found
        return tuple(self._changed(draft))

    def _as_far_as_it_is_one(self) -> Iterator[tuple[Secret, Secret]]:
        """Secrets that earlier releases gave away: the new one must not make that worse, but cannot mend it.

        That two numbers add up to a third is told by the new release, but is so whether it tells or not.
        """
        for exposure in self._found(self._old, (), None):
            secret = exposure.found.secret
            yield secret, replace(secret, width=max(exposure.found.width, 0))

    def _found(
        self, parts: Collection[Part], told: Sequence[Told], between: tuple[int, int] | None
    ) -> Iterator[Exposure]:
        need = None if between is None else GUESSES - 1
        earlier = len(self._past.releases)
        known = [self._known(told, left_out) for left_out in range(earlier if between else 0, earlier + 1)]
        for part in parts:
            seen = self._seen.setdefault((id(part), between), [])
            for found, read_ in _attacked(part, known, between, seen, len(part.names) if not told else ENOUGH):
                yield Exposure(found, read_, (need or found.secret.width) - (found.high - found.low))

    def _known(self, told: Sequence[Told], left_out: int) -> Known | None:
        """What is known of a draft and of all earlier releases but the oldest; None where it contradicts itself."""
        before = (one for release in self._past.releases[left_out:] for one in release)
        try:
            return read((*before, *told), self._rules)
        except ContradictionError:
            if left_out == len(self._past.releases):
                raise
            return None

    def _changed(self, draft: Draft) -> Iterator[Exposure]:
        """Those who certainly came or went, and are a few."""
        known = Known(dict(self._differences(draft)), ())
        if all(low <= 0 and (high is None or high >= 0) for low, high in known.bands.values()):
            return  # perhaps nobody did
        few = self._rules.hide_below - 1
        for part in self._changes:
            for found in Attack(part, known, signed=True).exposed(enough=len(part.names)):
                if (found.low > 0 or found.high < 0) and min(abs(found.low), abs(found.high)) <= few:
                    yield Exposure(found, known, found.secret.width - (found.high - found.low), is_change=True)

    def _differences(self, draft: Draft) -> Iterator[tuple[Condition, Band]]:
        for who, before in self._past.changed.items():
            now = draft.numbers.get(who)
            if now is not None and None not in (now.low, now.high, before.low, before.high):
                yield who, ((now.low or 0) - (before.high or 0), (now.high or 0) - (before.low or 0))


def _changes(draft: Draft, past: Past) -> Iterator[Secret]:
    """Who came or went, of every number that was printed before and may be printed again, and of their parts."""
    twice = past.changed.keys() & draft.numbers.keys()
    yield from (Secret(who, (), draft.rules.width) for who in draft.numbers if who in twice)
    for inner, outer in sorted(draft.inside, key=repr):
        if inner in twice and outer in twice:
            yield Secret(outer, (inner,), draft.rules.width)


def _attacked(
    part: Part, known: Sequence[Known | None], between: tuple[int, int] | None, seen: list[Vector], enough: int
) -> list[tuple[Found, Known]]:
    """What comes out of one part, with as many of the earlier releases as do not contradict the new one."""
    need = None if between is None else GUESSES - 1
    for one in known[:-1]:
        if one is not None:
            try:
                return [(found, one) for found in Attack(part, one, between, seen=seen).exposed(need, enough)]
            except ContradictionError:
                continue
    last = known[-1]
    if last is None:
        raise ContradictionError
    return [(found, last) for found in Attack(part, last, between, seen=seen).exposed(need, enough)]


def _guessed(told: Sequence[Told], draft: Draft) -> Iterator[Told]:
    """All that is told, and that whatever is hidden because it is a few is a few."""
    few = draft.rules.hide_below - 1
    for one in told:
        if isinstance(one, NumberTold) and one.protection is Protection.HIDDEN and draft.counts[one.who] <= few:
            least = int(one.who in draft.headline)
            yield replace(one, low=least, high=few if one.high is None else min(few, one.high))
        else:
            yield one
