"""What modslavmse 2.0 answers, from our own fits: it chooses and fits with Rcapture."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from scipy.special import ndtr

from monitor.estimation.answers import answers, table
from monitor.estimation.other_programs.comparing import Near
from monitor.estimation.other_programs.glm import Glm, glm
from zichtbaar.monitor.estimation import CaptureTable
from zichtbaar.monitor.estimation.lattice import containment, term_of
from zichtbaar.monitor.estimation.loglinear import fit_terms
from zichtbaar.monitor.estimation.notation import closed
from zichtbaar.monitor.estimation.profile_likelihood import profile

Pair = tuple[int, int]

WHERE_OPTIMISE_STOPS = 5e-7
"""Rcapture's `optimise` ends so far from the top, and its factorials are Stirling's."""


def modslavmse(name: str) -> dict[str, Any]:
    """Everything for one table."""
    return {key: chosen(table(name), float(key.removeprefix("p"))) for key in answers("modslavmse", name)}


def chosen(given: CaptureTable, threshold: float) -> dict[str, Any]:
    """Pairs are added by the best AIC while it falls and the p-value of the new pair's parameter is below a threshold.

    The older rule of K. Bales, O. Hesketh, B. W. Silverman, "Modern slavery in the UK: how many victims?",
    Significance 12(3) (2015) 16-21.
    """
    pairs: list[Pair] = []
    fit = _fit(given, pairs)
    while left := [pair for pair in combinations(range(given.size), 2) if pair not in pairs]:
        best = min(left, key=lambda pair: _fit(given, [*pairs, pair]).aic)
        tried = _fit(given, [*pairs, best])
        p_value = 2 * ndtr(-abs(tried.coefficients[-1] / tried.errors[-1]))
        if tried.aic >= fit.aic or p_value >= threshold:
            break
        pairs, fit = [*pairs, best], tried
    mains = [f"beta{place + 1}" for place in range(given.size)]
    joined = [f"lambda{one + 1}_{other + 1}" for one, other in pairs]
    return {"est": _estimates(given, pairs), "terms": ["Intercept", *mains, *joined]}


def _fit(given: CaptureTable, pairs: list[Pair]) -> Glm:
    terms = [0, *(1 << place for place in range(given.size)), *map(term_of, pairs)]
    return glm(containment(given.size)[1:][:, terms], given.counts[1:].astype(float))


def _estimates(given: CaptureTable, pairs: list[Pair]) -> dict[str, Any]:
    problem = fit_terms(given, closed(map(term_of, pairs), given.size)).problem
    (narrow, wide) = (profile(problem, level, stirling=True) for level in (0.8, 0.95))
    numbers = {
        "2.5%": wide.interval.low,
        "10%": narrow.interval.low,
        "point estimate": wide.population,
        "90%": narrow.interval.high,
        "97.5%": wide.interval.high,
    }
    assert np.isfinite(list(numbers.values())).all()
    return {key: Near(number, WHERE_OPTIMISE_STOPS) for key, number in numbers.items()}
