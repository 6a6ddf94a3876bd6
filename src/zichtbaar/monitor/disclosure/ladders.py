"""The ways in which one number can be printed, each telling less than the one before."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.disclosure.told import NumberTold


def ladder(
    who: Condition, count: int, rules: Rules, *, is_headline: bool = False, before: NumberTold | None = None
) -> tuple[NumberTold, ...]:
    """All ways that the rules allow. `before` is how the number was printed from other records."""
    steps = []
    if is_headline and not rules.is_small(count):
        steps.append(as_counted(who, count))
    if count >= rules.hide_below:
        steps.append(rounded(who, count, rules))
        steps += as_before(before, count, rules)
    return (*steps, hidden(who))


def as_counted(who: Condition, count: int) -> NumberTold:
    """The number itself."""
    return NumberTold(who, Protection.EXACT, count, count, count)


def rounded(who: Condition, count: int, rules: Rules) -> NumberTold:
    """The nearest multiple, and all that is rounded to it."""
    printed = rules.rounded(count)
    near = range(max(printed - rules.round_to, rules.hide_below), printed + rules.round_to + 1)
    alike = [number for number in near if rules.rounded(number) == printed]
    return NumberTold(who, Protection.ROUNDED, printed, alike[0], alike[-1])


def as_before(before: NumberTold | None, count: int, rules: Rules) -> Iterator[NumberTold]:
    """The number as it was printed before, where it was exact then: a change of a few persons is not shown.

    A number that was rounded before would be read as rounded again, and one that rounds to the same is: neither
    would be as far off as whoever has the new one alone would have to think.
    """
    if before is None or before.printed is None or before.protection is not Protection.EXACT:
        return
    reach = rules.hide_below - 1
    low, high = max(before.printed - reach, rules.hide_below), before.printed + reach
    if before.printed >= rules.hide_below and low <= count <= high and before.printed != rules.rounded(count):
        yield NumberTold(before.who, Protection.ROUNDED, before.printed, low, high)


def hidden(who: Condition) -> NumberTold:
    """Nothing."""
    return NumberTold(who, Protection.HIDDEN, None)
