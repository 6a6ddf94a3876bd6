"""The population under `Mb` and `Mbh`: whoever was listed once is listed otherwise afterwards.

The lists must be occasions one after the other; for lists kept at the same time these numbers mean nothing.
"""

from __future__ import annotations

from math import exp, sqrt

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel
from zichtbaar.monitor.estimation.lattice import Floats


def population_with_behaviour(
    model: ClosedModel, lists: int, coefficients: Floats, covariance: Floats
) -> tuple[float, float]:
    """The population and its standard error: that of the delta method, less the variance of a Poisson number."""
    population, slopes = population_and_slopes(model, lists, coefficients)
    return population, sqrt(float(slopes @ covariance @ slopes) - population)


def population_and_slopes(model: ClosedModel, lists: int, coefficients: Floats) -> tuple[float, Floats]:
    """The population and its slope in each coefficient (Baillargeon and Rivest 2007).

    The population is a sum over all occasions, without end, at which somebody can be first listed. Rcapture 1.4-4
    leaves a factor out of the slope of `Mbh` in its last coefficient; its standard errors of `Mbh` are too large by up
    to a sixth in the tables of the tests.
    """
    return (_behaviour if model is ClosedModel.MB else _first_differs)(lists, coefficients)


def require_a_sum(model: ClosedModel, coefficients: Floats) -> None:
    """Raise NoEstimateError where the sum has no end: then the formulas give a number below the cases seen, or 0."""
    missed, again = coefficients[-2:]
    if exp(missed) >= 1 + exp(again):
        raise NoEstimateError(f"{model}: by the model the chance to be listed for the first time is not above 0")


def _behaviour(lists: int, coefficients: Floats) -> tuple[float, Floats]:
    constant, missed, again = map(exp, coefficients)
    rest = 1 + again - missed
    population = constant * (1 + again) ** lists / rest
    slopes = np.array([1, missed / rest, lists * again / (1 + again) - again / rest])
    return population, population * slopes


def _first_differs(lists: int, coefficients: Floats) -> tuple[float, Floats]:
    constant, later, missed, again = map(exp, coefficients)
    rest = 1 + again - missed
    first, others = constant * (1 + again) ** (lists - 1), later * missed / rest
    slopes = np.array(
        [
            1 + others,
            others,
            others * (1 + missed / rest),
            (lists - 1) * again / (1 + again) * (1 + others) - others * again / rest,
        ]
    )
    return first * (1 + others), first * slopes
