"""Which plain fraction a share may be called by: "a quarter", "just over one in seven", "almost two thirds"."""

from __future__ import annotations

from fractions import Fraction

from zichtbaar.monitor.disclosure.released import WordedShare

LADDER = tuple(
    Fraction(numerator, denominator)
    for numerator, denominator in (
        *((1, 10), (1, 8), (1, 7), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5)),
        *((1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10)),
    )
)
"""The fractions that have an everyday name in Dutch and English."""

AT = Fraction(5, 1000)  # as far as this from the fraction it is called so, without more
ABOVE = Fraction(15, 1000)  # as far as this above it is "just over"
BELOW = Fraction(20, 1000)  # as far as this below it is "almost"


def worded(count: int, of: int) -> WordedShare | None:
    """The nearest fraction and on which side of it the share lies; None where none is near enough.

    Computed in whole numbers, so that a share on the very edge falls on the same side everywhere.
    """
    share = Fraction(count, of)
    nearest = min(LADDER, key=lambda fraction: abs(share - fraction))
    position = _position(share - nearest)
    return WordedShare(nearest.numerator, nearest.denominator, position) if position else None


def _position(distance: Fraction) -> str | None:
    if abs(distance) <= AT:
        return "at"
    if AT < distance <= ABOVE:
        return "above"
    if -BELOW <= distance < -AT:
        return "below"
    return None
