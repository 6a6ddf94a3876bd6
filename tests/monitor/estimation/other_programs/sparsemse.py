"""What SparseMSE 2.0.1 answers, from our own fits, resamples and checks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import exp
from typing import Any

import numpy as np
from scipy.stats import norm

from monitor.estimation.answers import answers, resamples, table
from monitor.estimation.other_programs.comparing import Near
from zichtbaar.monitor.estimation import Bootstrap, CaptureTable, LogLinear, LogLinearFit, Status, Stepwise, bootstrap
from zichtbaar.monitor.estimation.intervals import log_interval
from zichtbaar.monitor.estimation.lattice import Floats, Whole, containment, size_of, term_of
from zichtbaar.monitor.estimation.loglinear import fit_terms
from zichtbaar.monitor.estimation.notation import Terms, closed
from zichtbaar.monitor.estimation.solving import padded, solve
from zichtbaar.monitor.estimation.steps_of_r import order
from zichtbaar.monitor.estimation.steps_of_r.glm import glm


def sparsemse(name: str) -> dict[str, Any]:
    """Everything for one table."""
    given = table(name)
    independent, all_pairs = LogLinear().fit(given), LogLinear(interactions=list(given.overlaps())).fit(given)
    exists = all_pairs.status is Status.FINE
    return {
        "nlists": given.size,
        "nobs": given.cases,
        "checkident_main": int(independent.status),
        "checkident_all_two_list": int(all_pairs.status),
        "main": point(independent),
        # Where its check fails SparseMSE goes on with the code of the check, and stops with an error of R.
        "all_two_list": point(all_pairs) if exists else {"error": "$ operator is invalid for atomic vectors"},
        **{f"stepwise_p{threshold:g}": point(chosen(given, threshold)) for threshold in (0.02, 0.001, 0.05)},
        "bootstrap": resampled(name),
        "checkident": checked(given),
    }


def chosen(given: CaptureTable, threshold: float) -> LogLinearFit:
    choice = Stepwise(threshold).choose(given.counts.astype(float)[None])
    return fit_terms(given, choice.model_of(0, given.size))


def point(fit: LogLinearFit) -> dict[str, Any]:
    """One fit. Coefficients, errors and so the limits are asked as R prints them: those of the maximum are up to 4e-8
    and 1e-4 beside, as `test_loglinear` holds."""
    theirs = fit.in_glm()
    narrow, wide = (log_interval(fit.table.cases, fit.dark_figure, float(theirs.errors[0]), p) for p in (0.8, 0.95))
    names = {one: one.replace("*", ":") or "(Intercept)" for one in fit.coefficients}
    signs = [sign for name, sign in names.items() if name not in fit.boundary]
    return {
        "estimate": {
            "2.5%": wide.low,
            "10%": narrow.low,
            "point est.": fit.population,
            "90%": narrow.high,
            "97.5%": wide.high,
        },
        "dark": fit.dark_figure,
        "coef": dict(zip(signs, map(float, theirs.coefficients), strict=True)),
        "se": dict(zip(signs, map(float, theirs.errors), strict=True)),
        "deviance": Near(fit.deviance, absolute=1e-8),
        "df_residual": fit.degrees_of_freedom,
        "aic_pkg": fit.aic,
        "ncells": int(fit.problem.kept.sum()),
        "emptyoverlaps": [names[one] for one in fit.boundary],
        "poisspempty": {names[one]: chance_of_none(fit, one) for one in fit.boundary} or None,
    }


def chance_of_none(fit: LogLinearFit, empty: str) -> float:
    """The Poisson chance that two lists share nobody, by the model that lets all others of its pairs depend."""
    lists = empty.split("*")
    others = [term.split("*") for term in fit.coefficients if "*" in term and term != empty]
    without = LogLinear(interactions=others).fit(fit.table)
    both = sum(1 << fit.table.lists.index(name) for name in lists)
    return exp(-sum(mean for cell, mean in enumerate(without.fitted) if cell & both == both))


def as_resampled(name: str) -> Bootstrap:
    drawn = resamples(name)[: answers("sparsemse", name)["bootstrap"]["nboot"]]
    return bootstrap(table(name), Stepwise(), resamples=drawn)


def resampled(name: str) -> dict[str, Any]:
    """The replicates one by one are ours; where SparseMSE keeps one without an estimate it is put back to compare."""
    found, expected = as_resampled(name), answers("sparsemse", name)["bootstrap"]
    kept = with_what_r_keeps(found)
    shift = as_r_counts_ties(found, table(name))
    return {
        "nboot": len(kept),
        "pthresh": 0.02,
        "iseed": 1234,
        "popest": found.estimate,
        "ahat": found.acceleration,
        "z0": Near(shift, 1e-12),
        "BCa": {chance: limit(kept, shift, found.acceleration, float(chance)) for chance in expected["BCa"]},
        "boot_sd": float(kept.std(ddof=1)),
        "boot_median": float(np.median(kept)),
        "bootreps_first10": kept[:10].tolist(),
        "boot_na": 0,
        "njack": found.jackknife.size,
    }


def with_what_r_keeps(found: Bootstrap) -> Floats:
    """SparseMSE does not check the model of independent lists: where it has no estimate, R stops on its way to one."""
    kept = found.populations.copy()
    for place in np.flatnonzero(np.isnan(kept)):
        kept[place] = estimate_of_r(found.counts[place], [])
    return kept


def as_r_counts_ties(found: Bootstrap, given: CaptureTable) -> float:
    """z0 as R has it, which compares numbers whose last digits differ: some that equal the estimate lie below it.

    Their last digits are those of R's steps, of a model with a pair at most: of more the order of adding would count.
    """
    pairs = [term for term in chosen(given, 0.02).terms if size_of(term) == 2]
    same = np.isclose(found.populations, found.estimate, rtol=1e-9)
    assert len(pairs) < 2 or not same.any()
    estimate = estimate_of_r(given.counts, pairs)
    ties = sum(estimate_of_r(found.counts[place], pairs) < estimate for place in np.flatnonzero(same))
    below = int(((found.populations < found.estimate) & ~same).sum())
    return float(norm.ppf((below + ties) / len(found.populations)))


def estimate_of_r(counts: Whole, pairs: Sequence[int]) -> float:
    """SparseMSE's estimate to the last digit, of a model without empty pairs: small histories stand first."""
    lists = counts.size.bit_length() - 1
    rows = sorted(order.histories(lists), key=size_of)
    terms = [0, *(1 << place for place in range(lists)), *pairs]
    return glm(containment(lists)[rows][:, terms], counts[rows].astype(float)).population


def limit(replicates: np.ndarray, shift: float, acceleration: float, chance: float) -> float:
    """The BCa limit by hand (Efron 1987)."""
    z = shift + norm.ppf(chance)
    return float(np.quantile(replicates, norm.cdf(shift + z / (1 - acceleration * z)), method="median_unbiased"))


def pair_models(lists: int) -> list[Terms]:
    """Every model of pairs; pair b of the order (1,2), (1,3), … is in model m when bit b of m is set."""
    pairs = [term_of(pair) for pair in combinations(range(lists), 2)]
    return [
        closed((pair for bit, pair in enumerate(pairs) if number >> bit & 1), lists)
        for number in range(1 << len(pairs))
    ]


def checked(given: CaptureTable) -> dict[str, Any]:
    models = pair_models(given.size)
    counts = np.repeat(given.counts.astype(float)[None], len(models), axis=0)
    status = solve(counts, padded(models, given.size)).status
    written = "".join(map(str, status))
    return {
        "nmodels": len(models),
        "codes": {str(code): written.count(str(code)) for code in range(4)},
        "first_codes": written if len(models) <= 64 else None,
    }
