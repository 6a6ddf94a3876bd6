"""Three readers who attack a draft together with all that was released before.

One takes everything as it is printed. One has the new release alone, and guesses that whatever is hidden
in it is a few. One holds two releases side by side and asks who came or went. Where what was printed
earlier contradicts the new release, something was corrected: for the first, the oldest releases are
then left out, until a world fits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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

    `known` is what the reader knew, `before` what he knew of each number from earlier releases, `missing` how
    much wider the secret should have been. `is_change` says that the secret is who came or went between
    two releases.
    """

    found: Found
    known: Known
    before: Mapping[Condition, Band]
    missing: float
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody knows who holds a draft and some earlier releases, and what these alone say of each number."""

    known: Known
    before: Mapping[Condition, Band]


GUESSES = 2
"""Numbers that must be left to a reader who guesses that a secret is a few."""


class Readers:
    """The readers of a draft of some numbers, and of whatever came before it."""

    def __init__(self, draft: Draft, secrets: Collection[Secret], past: Past, book: Codebook | None) -> None:
        self._past, self._rules = past, draft.rules
        self._seen: dict[tuple[int, tuple[int, int] | None], list[Vector]] = {}
        told = [one for release in past.releases for one in release]
        shares = [(one.counted, one.of) for one in (*draft.tellings, *told) if isinstance(one, Share | ShareTold)]
        sums = tuple(dict.fromkeys(one for one in (*draft.sums, *told) if isinstance(one, SumTold)))
        numbers = (*draft.counts, *(one.who for one in told if isinstance(one, NumberTold)))
        added = (who for one in sums for who in (one.total, *one.parts))
        worlds = worlds_of([*numbers, *added, *(who for pair in shares for who in pair)], book)

        def whole(some: Sequence[Secret]) -> tuple[Part, ...]:
            return parts_of(worlds, some, shares, sums)

        def small(some: Sequence[Secret]) -> tuple[Part, ...]:
            return small_parts_of(worlds, some, sums)

        given = dict(self._given_away(whole(tuple(secrets)))) if past.releases else {}
        every = [given.get(secret, secret) for secret in secrets]
        sure = [secret for secret in secrets if secret.few is None]
        self._all = [tuple(map(simpler, parts(every))) for parts in (small, whole)]
        self._sure = [tuple(map(simpler, parts(sure))) for parts in (small, whole)]
        self._given = tuple(map(simpler, whole(tuple(given))))
        self._changes = parts_of(worlds, tuple(_changes(draft, past)), (), sums)

    def exposures(self, draft: Draft) -> tuple[Exposure, ...]:
        """Every secret that comes out of a draft; those that come out of one small world before all others."""
        told = tuple(draft.everything_told())
        guessed = tuple(_guessed(told, draft))
        few = (1, self._rules.hide_below - 1)
        alone = len(self._past.releases)
        for every, sure in zip(self._all, self._sure, strict=True):
            found = tuple(self._found(every, told)) or tuple(self._found(sure, guessed, few, alone))
            if found:
                return found
        return tuple(self._found(self._given, told, left_out=alone)) or tuple(self._changed(draft))

    def _given_away(self, parts: Collection[Part]) -> Iterator[tuple[Secret, Secret]]:
        """Secrets that earlier releases gave away: the new one must not make that worse, but cannot mend it.

        That two numbers add up to a third is told by the new release, but is so whether it tells or not.
        To who has the new release alone they are secrets like any other.
        """
        for exposure in self._found(parts, ()):
            secret = exposure.found.secret
            yield secret, replace(secret, width=max(exposure.found.width, 0))

    def _found(
        self,
        parts: Collection[Part],
        told: Sequence[Told],
        between: tuple[int, int] | None = None,
        left_out: int = 0,
    ) -> Iterator[Exposure]:
        """What comes out of some parts, to who lacks so many of the oldest releases and takes what fits of the rest."""
        need = None if between is None else GUESSES - 1
        readers = [self._reader(told, lacking) for lacking in range(left_out, len(self._past.releases) + 1)]
        for part in parts:
            seen = self._seen.setdefault((id(part), between), []) if told else []
            enough = ENOUGH if told else len(part.names)
            for found, reader in _attacked(part, readers, between, seen, enough):
                missing = (need or found.secret.width) - (found.high - found.low)
                yield Exposure(found, reader.known, reader.before, missing)

    def _reader(self, told: Sequence[Told], left_out: int) -> Reader | None:
        """Who knows a draft and all earlier releases but the oldest; None where these contradict each other."""
        before = [one for release in self._past.releases[left_out:] for one in release]
        try:
            known = read((*before, *told), self._rules)
        except ContradictionError:
            if left_out == len(self._past.releases):
                raise
            return None
        return Reader(known, bands_of(one for one in before if isinstance(one, NumberTold)))

    def _changed(self, draft: Draft) -> Iterator[Exposure]:
        """Those who certainly came or went since the records were others, and are a few."""
        few = self._rules.hide_below - 1
        for before in self._past.changed:
            known = Known(dict(_differences(before, draft)), ())
            if all(low <= 0 and (high is None or high >= 0) for low, high in known.bands.values()):
                continue  # perhaps nobody did
            for part in self._changes:
                for found in Attack(part, known, signed=True).exposed(enough=len(part.names)):
                    if (found.low > 0 or found.high < 0) and min(abs(found.low), abs(found.high)) <= few:
                        missing = found.secret.width - (found.high - found.low)
                        yield Exposure(found, known, {}, missing, is_change=True)


def _differences(before: Mapping[Condition, NumberTold], draft: Draft) -> Iterator[tuple[Condition, Band]]:
    """By how much each number can have become more."""
    for who, told in before.items():
        now = draft.numbers.get(who)
        if now is not None and None not in (now.low, now.high, told.low, told.high):
            yield who, ((now.low or 0) - (told.high or 0), (now.high or 0) - (told.low or 0))


def _changes(draft: Draft, past: Past) -> Iterator[Secret]:
    """Who came or went, of every number that was printed before and may be printed again, and of their parts."""
    twice = draft.numbers.keys() & {who for numbers in past.changed for who in numbers}
    yield from (Secret(who, (), draft.rules.width) for who in draft.numbers if who in twice)
    for inner, outer in sorted(draft.inside, key=repr):
        if inner in twice and outer in twice:
            yield Secret(outer, (inner,), draft.rules.width)


def _attacked(
    part: Part, readers: Sequence[Reader | None], between: tuple[int, int] | None, seen: list[Vector], enough: int
) -> list[tuple[Found, Reader]]:
    """What comes out of one part, with as many of the earlier releases as do not contradict the new one."""
    need = None if between is None else GUESSES - 1
    contradiction = ContradictionError()
    for reader in filter(None, readers):
        try:
            attack = Attack(part, reader.known, between, seen=seen)
            return [(found, reader) for found in attack.exposed(need, enough)]
        except ContradictionError as error:
            contradiction = error
    raise contradiction


def _guessed(told: Sequence[Told], draft: Draft) -> Iterator[Told]:
    """All that is told, and that whatever is hidden because it is a few is a few."""
    few = draft.rules.hide_below - 1
    for one in told:
        if isinstance(one, NumberTold) and one.protection is Protection.HIDDEN and draft.counts[one.who] <= few:
            least = int(one.who in draft.headline)
            yield replace(one, low=least, high=few if one.high is None else min(few, one.high))
        else:
            yield one
