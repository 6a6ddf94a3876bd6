"""Whole answers side by side: what another program gave, and ours in the same form. Nothing may be left uncompared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any

import numpy as np

RELATIVE = 1e-8

PRINTED = 1e-11
"""They print 15 digits; of what we work out by another formula from the same fit the last few differ."""


ROUNDS_AS_R = np.finfo(np.longdouble).nmant == 63
"""Whether this machine adds in 80 bits, as R's did. Elsewhere digits that only rounding makes are other digits."""


@dataclass(frozen=True, slots=True)
class Near:
    """A number with a tolerance of its own, which must be said where it is made."""

    value: float
    relative: float = RELATIVE
    absolute: float = 0.0

    def is_near(self, other: object) -> bool:
        return isinstance(other, int | float) and isclose(
            other, self.value, rel_tol=self.relative, abs_tol=self.absolute
        )


def beside(ours: float, theirs: float, apart: float = RELATIVE, absolute: float = 0.0) -> Near:
    """What the other program's steps come to, to the digits it prints; ours must lie as near to that as is said."""
    assert isclose(ours, theirs, rel_tol=apart, abs_tol=absolute), f"{theirs!r} of their steps, {ours!r} of ours"
    return Near(theirs, PRINTED, PRINTED)


def rounding(value: float, elsewhere: float = 1e-6) -> Near:
    """A number of which the last digits are rounding: R's to the digits it prints, elsewhere as far as they hold."""
    return Near(value, 1e-12 if ROUNDS_AS_R else elsewhere)


@dataclass(frozen=True, slots=True)
class Endless:
    """Where there is no estimate: the other program stops on its way to infinity and prints what it has."""

    beyond: float = 1e10

    def is_near(self, other: object) -> bool:
        if isinstance(other, str):
            return other.startswith(">") and float(other[1:]) > self.beyond
        return isinstance(other, int | float) and other > self.beyond


def differences(theirs: object, ours: object, path: str = "") -> Iterator[str]:
    """Every place where ours is not theirs, or where one of the two has nothing."""
    if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
        for key in [*theirs, *(key for key in ours if key not in theirs)]:
            if key in theirs and key in ours:
                yield from differences(theirs[key], ours[key], f"{path}/{key}")
            else:
                yield f"{path}/{key}: only {'theirs' if key in theirs else 'ours'}"
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            yield f"{path}: {len(theirs)} of theirs, {len(ours)} of ours"
        for place, (one, other) in enumerate(zip(theirs, ours, strict=False)):
            yield from differences(one, other, f"{path}/{place}")
    elif not _is_same(theirs, ours):
        yield f"{path}: {theirs!r} of theirs, {ours!r} of ours"


def leaves(answer: object) -> int:
    """How many values an answer has."""
    if isinstance(answer, Mapping):
        return sum(map(leaves, answer.values()))
    return sum(map(leaves, answer)) if isinstance(answer, list) else 1


def with_one_leaf_changed(answer: Any) -> Iterator[Any]:
    """The answer many times, in each a single value is another."""
    if isinstance(answer, Mapping):
        for key in answer:
            for changed in with_one_leaf_changed(answer[key]):
                yield {**answer, key: changed}
    elif isinstance(answer, list):
        for place, one in enumerate(answer):
            for changed in with_one_leaf_changed(one):
                yield [*answer[:place], changed, *answer[place + 1 :]]
    elif isinstance(answer, int | float):
        yield -answer - 1
    else:
        yield f"not {answer}"


def _is_same(theirs: object, ours: object) -> bool:
    if isinstance(ours, Near | Endless):
        return ours.is_near(theirs)
    if isinstance(ours, float):
        return Near(ours).is_near(theirs)
    return theirs == ours
