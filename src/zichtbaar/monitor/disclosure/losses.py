"""How much a reader loses when a number or a share is told less exactly. Only the order of these matters.

First shares lose their percentage, then their words; then exact numbers are rounded, then rounded ones
hidden. National totals come last. Of two of a kind the one of more persons is worth more: parts
before wholes. A loss never decides whether an attack may succeed, only which way is taken to stop it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.sayable import Telling
from zichtbaar.monitor.disclosure.told import NumberTold

_OF_SHARE = {Telling.PERCENTAGE: 2.0, Telling.WORDS: 4.0}
_TO_ROUND, _TO_HIDE = 8.0, 30.0
_HEADLINE = 10


def losses_of_number(who: Condition, steps: Sequence[NumberTold], draft: Draft) -> tuple[float, ...]:
    """The loss of each step from one way of printing a number to the next."""
    weight = _weight(draft.counts[who]) * (_HEADLINE if who in draft.headline else 1)
    return tuple(weight * (_TO_HIDE if after.protection is Protection.HIDDEN else _TO_ROUND) for after in steps[1:])


def losses_of_share(share: Share, draft: Draft) -> tuple[float, ...]:
    """The loss of each step from as much as may be told of a share to nothing."""
    weight = _weight(draft.counts[share.counted])
    return tuple(weight * _OF_SHARE[Telling(how)] for how in range(draft.tellings[share], Telling.NOTHING, -1))


def _weight(count: int) -> float:
    """From 1 for nobody to 2 for a million: size only decides among ways of one kind."""
    return 1 + log2(1 + count) / 20
