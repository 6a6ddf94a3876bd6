"""A draft that tells as much as it can while no attack finds out a few persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import inf

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.choosing import Choice, NoChoiceError, Step
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.ladders import ladder
from zichtbaar.monitor.disclosure.losses import losses_of_number, losses_of_share
from zichtbaar.monitor.disclosure.past import Past
from zichtbaar.monitor.disclosure.readers import Exposure, Readers
from zichtbaar.monitor.disclosure.reading import Band
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.sayable import Telling
from zichtbaar.monitor.disclosure.told import NumberTold

Thing = Condition | Share

Names = Mapping[Condition, Sequence[str]]
"""The figures or tables that print each number."""

_DUST = 1e-7


class RefusedReleaseError(Exception):
    """However little is told, a few persons come out. `exposures` says whom, and between which bounds.

    `cells` names them without saying how many they are.
    """

    def __init__(self, exposures: Sequence[Exposure], names: Names) -> None:
        self.exposures = tuple(exposures)
        self.cells = tuple(_named(exposure, names) for exposure in exposures)
        super().__init__("; ".join(_described(exposure, names) for exposure in exposures))


def _described(exposure: Exposure, names: Names) -> str:
    return f"{_named(exposure, names)} can only be {exposure.found.low:.0f} to {exposure.found.high:.0f}"


def _named(exposure: Exposure, names: Names) -> str:
    printed = [" and ".join(names.get(who, ("an earlier release",))) for who in exposure.found.secret.weights]
    change = "the change of " if exposure.is_change else ""
    return change + printed[0] + "".join(f" without {name}" for name in printed[1:])


def secure(draft: Draft, readers: Readers, past: Past, names: Names) -> Draft:
    """The draft that loses least and withstands every attack. Raises RefusedReleaseError when there is none.

    `names` says for each number which figures or tables print it.
    """
    ladders = {who: _ladder(who, draft, past) for who in draft.numbers}
    choice = _choice(draft, ladders)
    steps: dict[Thing, int] = dict.fromkeys(choice.losses, 0)
    made = draft
    while exposures := readers.exposures(made):
        try:
            for exposure in exposures:
                choice.need(_gains(exposure, made, ladders, choice, steps), _missing(exposure))
            steps = choice.cheapest()
        except NoChoiceError as error:
            raise RefusedReleaseError(exposures, names) from error
        made = _taken(draft, ladders, steps)
    return made


def _missing(exposure: Exposure) -> float:
    """How much must be gained; something at least, where a reader of whole numbers knows more than the programme.

    Without the dust of a solver: 5.00000000000002 could not be gained by who takes a step that gains 5.
    """
    return max(round(exposure.missing, 6), 0.5)


def _gains(
    exposure: Exposure,
    draft: Draft,
    ladders: Mapping[Condition, Sequence[NumberTold]],
    choice: Choice[Thing],
    steps: Mapping[Thing, int],
) -> dict[Step[Thing], float]:
    """How much wider the secret gets, at most, by each step that is left."""
    enough = _missing(exposure)
    through = {who: both for who, both in exposure.found.through.items() if max(both) > _DUST}
    by_shares = _bound_by_shares(exposure, draft, through)
    gains: dict[Step[Thing], float] = {}
    for thing in dict.fromkeys((*through, *by_shares)):
        for step in range(steps.get(thing, 0) + 1, len(choice.losses.get(thing, ())) + 1):
            if isinstance(thing, Share) or thing in by_shares or exposure.is_change:
                gain = enough  # by how much is not known before it is tried
            else:
                ways = ladders[thing][step - 1 : step + 1]
                gain = _gain(ways[0], ways[1], exposure.before.get(thing, (0, None)), through[thing])
            if gain > _DUST:
                gains[thing, step] = min(gain, enough)
    return gains


def _gain(one: NumberTold, next_: NumberTold, old: Band, through: tuple[float, float]) -> float:
    """How much wider a secret gets, at most, when a number is printed with another band.

    `old` is what was known of the number from earlier releases: it cannot get wider than that.
    """
    most = inf if old[1] is None else old[1]
    lows = [max(way.low or 0, old[0]) for way in (one, next_)]
    highs = [min(inf if way.high is None else way.high, most) for way in (one, next_)]
    wider = [max(lows[0] - lows[1], 0), max(highs[1] - highs[0], 0) if highs[0] < inf else 0]
    return sum(each * by for each, by in zip(through, wider, strict=True) if each > _DUST)


def _bound_by_shares(exposure: Exposure, draft: Draft, through: Collection[Condition]) -> set[Thing]:
    """All numbers and shares that may have narrowed one that the secret hangs on, directly or by way of others."""
    told = [share for share, how in draft.tellings.items() if how is not Telling.NOTHING]
    reached = {who for who in through if exposure.known.bands.get(who) != _own_band(draft.numbers.get(who))}
    reached |= {who for pair in exposure.found.by_share for who in pair}
    before = -1
    while len(reached) != before:
        before = len(reached)
        for share in told:
            if reached & {share.counted, share.of}:
                reached |= {share.counted, share.of}
    return {*reached, *(share for share in told if share.counted in reached)}


def _own_band(number: NumberTold | None) -> Band:
    return (0, None) if number is None else (number.low or 0, number.high)


def _ladder(who: Condition, draft: Draft, past: Past) -> tuple[NumberTold, ...]:
    """The ways of printing a number, from the one that the rules begin with."""
    is_exact = draft.numbers[who].protection is Protection.EXACT
    return ladder(who, draft.counts[who], draft.rules, is_headline=is_exact, before=past.as_before(who))


def _choice(draft: Draft, ladders: Mapping[Condition, Sequence[NumberTold]]) -> Choice[Thing]:
    losses: dict[Thing, Sequence[float]] = {}
    losses |= {who: losses_of_number(who, steps, draft) for who, steps in ladders.items()}
    losses |= {share: losses_of_share(share, draft) for share in draft.tellings}
    follows: list[tuple[Step[Thing], Step[Thing]]] = []
    for share, how in draft.tellings.items():
        for who in {share.counted, share.of} & ladders.keys():
            if how and len(ladders[who]) > 1:
                follows.append(((who, len(ladders[who]) - 1), (share, int(how))))
    for who, around in draft.inside:
        if _is_exact_as(around, who, draft) and len(ladders[who]) > 1 and len(ladders[around]) > 1:
            follows.append(((around, 1), (who, 1)))
    return Choice(losses, follows)


def _is_exact_as(around: Condition, who: Condition, draft: Draft) -> bool:
    """Whether a number is exact only because that is the exact number of all whom it lies within."""
    both = [draft.numbers[one].protection for one in (who, around) if one in draft.numbers]
    is_told = both == [Protection.EXACT] * 2 and draft.counts[who] == draft.counts[around]
    return is_told and who not in draft.headline


def _taken(draft: Draft, ladders: Mapping[Condition, Sequence[NumberTold]], steps: Mapping[Thing, int]) -> Draft:
    """The first draft, with so many steps taken of everything."""
    numbers = {who: ways[steps[who]] for who, ways in ladders.items()}
    tellings = {share: Telling(draft.tellings[share] - steps[share]) for share in draft.tellings}
    return replace(draft, numbers=numbers, tellings=tellings)
