"""What the estimate would be if what no data can test were otherwise.

A model of t lists says nothing about the interaction of all t of them: it is assumed to be none. Keep what the model
says of everybody who is on a list, and let that interaction be g: then the number on no list is exp((-1)^t g) times as
large. (With all smaller interactions in the model this is exact whatever g is; see Y. M. M. Bishop, S. E. Fienberg,
P. W. Holland, Discrete Multivariate Analysis, 1975, section 6.4. A smaller model fitted anew with g would move less.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from zichtbaar.monitor.estimation.errors import SettingError
from zichtbaar.monitor.estimation.loglinear import LogLinearFit

RATIOS = tuple(float(ratio) for ratio in np.geomspace(1 / 4, 4, 33))
"""From a quarter to four times."""


@dataclass(frozen=True, slots=True)
class SensitivityPoint:
    """`ratio`: the untestable interaction of all lists as a ratio of odds, 1 when there is none, as the model assumes.
    `population`: what the estimate would then be."""

    ratio: float
    population: float


def sensitivity_curve(fit: LogLinearFit, ratios: Sequence[float] = RATIOS) -> tuple[SensitivityPoint, ...]:
    """The population for each untestable ratio of odds. Raises NoEstimateError when the fit has no estimate.

    Raises SettingError for a ratio that is not above 0.
    """
    return curve_of(fit.table.size, fit.table.cases, fit.dark_figure, ratios)


def curve_of(
    lists: int, cases: int, dark_figure: float, ratios: Sequence[float] = RATIOS
) -> tuple[SensitivityPoint, ...]:
    """The same for a dark figure by whatever model. Raises SettingError for a ratio that is not above 0."""
    if wrong := [ratio for ratio in ratios if not 0 < ratio < inf]:
        raise SettingError(f"a ratio of odds of {wrong[0]:g} (expected numbers above 0)")
    sign = (-1) ** lists
    return tuple(SensitivityPoint(ratio, cases + dark_figure * ratio**sign) for ratio in ratios)
