"""Numbers that somebody sets: what is none is refused in a sentence, before any arithmetic meets it."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np

from zichtbaar.monitor.estimation.errors import SettingError
from zichtbaar.monitor.estimation.lattice import Floats


def is_number(given: object) -> bool:
    """Whether it is a number, Python's or numpy's, and neither text nor yes or no."""
    return isinstance(given, Real) and not isinstance(given, bool)


def is_whole(given: object, fewest: int) -> bool:
    """Whether it is a whole number from `fewest`. 2.0 is none: numpy counts with whole numbers alone."""
    return not isinstance(given, bool) and isinstance(given, Integral) and int(given) >= fewest


def require_whole(said: str, given: object, *, fewest: int) -> None:
    """Raise SettingError for what is no whole number from `fewest`. `said` has a slot for it: "{} resamples"."""
    if not is_whole(given, fewest):
        raise SettingError(f"{said.format(as_given(given))} (expected a whole number from {fewest})")


def require_seed(seed: object) -> None:
    """Raise SettingError for what chance cannot start from."""
    require_whole("a seed of {}", seed, fewest=0)


def require_chances(chances: Sequence[float]) -> Floats:
    """(C,): the same as an array. Raises SettingError for one that is no number from 0 to 1, such as a percentage."""
    for given in chances:
        if not (is_number(given) and 0 <= given <= 1):
            raise SettingError(f"a chance of {shown(given)} (expected a number from 0 to 1, such as 0.95)")
    return np.asarray(chances, dtype=np.float64)


def shown(given: object) -> str:
    """A number without needless digits; what is none as Python writes it."""
    return f"{given:g}" if isinstance(given, float) else as_given(given)


def as_given(given: object) -> str:
    """The same with all digits, so that 2.0 is told from 2 where a whole number was expected."""
    return str(given) if is_number(given) else repr(given)
