"""What modslavmse 2.0 answers, from our own fits: it chooses and fits with Rcapture."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from scipy.special import ndtr

from monitor.estimation.answers import answers, table
from monitor.estimation.other_programs.rcapture import as_printed, counts_of
from zichtbaar.monitor.estimation import CaptureTable
from zichtbaar.monitor.estimation.lattice import containment, term_of
from zichtbaar.monitor.estimation.loglinear import fit_terms
from zichtbaar.monitor.estimation.notation import closed
from zichtbaar.monitor.estimation.steps_of_r import order
from zichtbaar.monitor.estimation.steps_of_r.closedp_ci import stopping
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit, glm

Pair = tuple[int, int]


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


def _fit(given: CaptureTable, pairs: list[Pair]) -> GlmFit:
    """Its columns are the pairs in the order in which they were added."""
    terms = [0, *(1 << place for place in range(given.size)), *map(term_of, pairs)]
    return glm(containment(given.size)[order.histories(given.size)][:, terms], counts_of(given))


def _estimates(given: CaptureTable, pairs: list[Pair]) -> dict[str, Any]:
    """Where Rcapture stops at two levels, beside our own limits."""
    problem = fit_terms(given, closed(map(term_of, pairs), given.size)).problem
    narrow, wide = (as_printed(stopping(_fit(given, pairs), level).with_level(level), problem) for level in (0.8, 0.95))
    return {
        "2.5%": wide["infCL"],
        "10%": narrow["infCL"],
        "point estimate": wide["abundance"],
        "90%": narrow["supCL"],
        "97.5%": wide["supCL"],
    }
