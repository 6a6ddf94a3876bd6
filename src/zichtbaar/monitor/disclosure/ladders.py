"""The ways in which one number can be printed, each telling less than the one before."""

from __future__ import annotations

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.disclosure.told import NumberTold


def ladder(
    who: Condition, count: int, rules: Rules, *, is_headline: bool = False, before: int | None = None
) -> tuple[NumberTold, ...]:
    """All ways that the rules allow. `before` is how the number was printed in an earlier release."""
    steps = []
    if is_headline and not rules.is_small(count):
        steps.append(as_counted(who, count))
    if count >= rules.hide_below:
        steps.append(rounded(who, count, rules))
        if before is not None and _is_another(before, count, rules):
            steps.append(as_before(who, before, rules))
    return (*steps, hidden(who))


def _is_another(before: int, count: int, rules: Rules) -> bool:
    """Whether a number as it was printed before may stand for this one, and hides more than rounding it would.

    Where both are printed alike, nobody who has the new number alone would know that it may be farther off.
    """
    return before >= rules.hide_below and abs(count - before) < rules.hide_below and before != rules.rounded(count)


def as_counted(who: Condition, count: int) -> NumberTold:
    """The number itself."""
    return NumberTold(who, Protection.EXACT, count, count, count)


def rounded(who: Condition, count: int, rules: Rules) -> NumberTold:
    """The nearest multiple, and all that is rounded to it."""
    printed = rules.rounded(count)
    near = range(max(printed - rules.round_to, rules.hide_below), printed + rules.round_to + 1)
    alike = [number for number in near if rules.rounded(number) == printed]
    return NumberTold(who, Protection.ROUNDED, printed, alike[0], alike[-1])


def as_before(who: Condition, before: int, rules: Rules) -> NumberTold:
    """The number as it was printed before: a change of a few persons is not shown."""
    reach = rules.hide_below - 1
    return NumberTold(who, Protection.ROUNDED, before, max(before - reach, rules.hide_below), before + reach)


def hidden(who: Condition) -> NumberTold:
    """Nothing."""
    return NumberTold(who, Protection.HIDDEN, None)
