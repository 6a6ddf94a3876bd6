"""What MultipleSystemsEstimation 1.2.0 answers, from our own searches and resamples."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import norm

from monitor.estimation.answers import answers, resamples, resamples_by_size, table
from monitor.estimation.other_programs.comparing import Near, beside
from monitor.estimation.other_programs.sparsemse import chosen, limit
from zichtbaar.monitor.estimation import (
    BestOf,
    Bootstrap,
    CaptureTable,
    ModelSearch,
    RankedModel,
    Stepwise,
    bootstrap,
    descend,
    search,
)
from zichtbaar.monitor.estimation.lattice import Whole, containment, upper_sums
from zichtbaar.monitor.estimation.loglinear import fit_terms
from zichtbaar.monitor.estimation.notation import Terms
from zichtbaar.monitor.estimation.steps_of_r.glm import glm

WHERE_R_STOPS = 2e-8
"""R's glm stops so far, as a part of the estimate, from the top of some models far down the list."""


def multiplesystemsestimation(name: str) -> dict[str, Any]:
    """Everything for one table."""
    expected = answers("multiplesystemsestimation", name)
    fit = chosen(table(name), 0.02)
    found: dict[str, Any] = {"bic": searched(name, "bic"), "stepwise": {"popest": fit.population, "model": fit.model}}
    if "stepwise_bootstrap" in expected:
        found["stepwise_bootstrap"] = stepwise(name, expected["stepwise_bootstrap"]["nboot"])
    if "bic_order3" in expected:
        found["bic_order3"] = searched(name, "bic_order3")
    return found


def searched(name: str, key: str) -> dict[str, Any]:
    """All models up to an order, the way downhill, and the best chosen anew in each resample."""
    expected, given = answers("multiplesystemsestimation", name)[key], table(name)
    default = 3 if key == "bic_order3" or given.size == 4 else 2
    ranked = search(given, max_order=default)
    found: dict[str, Any] = {
        "popest": ranked.population,
        "model": ranked.models[0].model,
        "BIC": ranked.best.bic,
        "nmodels_valid": len(ranked.models),
        "top10": [
            {
                "model": one.model,
                "abundance": abundance(given, one),
                "BIC": Near(one.criterion, 1e-10),
            }
            for one in ranked.models[:10]
        ],
    }
    if key == "bic":
        found |= {"maxorder": 2 if given.size == 5 else "default", "downhill": downhill(name)}
    if "boot" in expected:
        found["boot"] = resampled(name, ranked, expected["boot"])
    return found


def abundance(given: CaptureTable, model: RankedModel) -> Near:
    """Ours twice: the maximum, and as R prints it."""
    theirs = estimate_of_r(given.counts, model.terms)
    beside(model.population, theirs, WHERE_R_STOPS)
    return beside(fit_terms(given, model.terms).in_glm().population, theirs)


def downhill(name: str) -> dict[str, Any]:
    found = descend(table(name), max_order=table(name).size - 1)
    best = found.models[0]
    return {"model": best.model, "BIC": best.criterion, "abundance": best.population, "nconsidered": found.fitted}


def resampled(name: str, ranked: ModelSearch, expected: dict[str, Any]) -> dict[str, Any]:
    """With the best model alone, and with the best of each resample among several."""
    most = 20 if table(name).size < 5 else 100
    found: dict[str, Any] = {"nboot": expected["nboot"], "iseed": 1234, "ntopmodels": min(most, len(ranked.models))}
    drawn = resamples_by_size(name)[: expected["nboot"]]
    for key in expected:
        if key.startswith("BCa"):
            several = 1 if key.endswith("ntop1") else found["ntopmodels"]
            models = tuple(one.terms for one in ranked.models[:several])
            made = bootstrap(table(name), BestOf(models), resamples=drawn)
            shift = as_r_counts_ties(made, models[0])
            found[key] = {
                chance: limit(made.valid, shift, made.acceleration, float(chance)) for chance in expected[key]
            }
    return found


def as_r_counts_ties(found: Bootstrap, best: Terms) -> float:
    """z0 as R has it, which has the resamples below the estimate that equal it but for the last digits of its steps."""
    same = np.isclose(found.populations, found.estimate, rtol=1e-9)
    estimate = estimate_of_r(found.table.counts, best)
    ties = sum(estimate_of_r(found.counts[place], best) < estimate for place in np.flatnonzero(same))
    below = int((found.populations[~same] < found.estimate).sum())
    return float(norm.ppf((below + ties) / len(found.valid)))


def estimate_of_r(counts: Whole, model: Terms) -> float:
    """The estimate to the last digit, without empty terms. Histories and terms stand in the order of their numbers."""
    empty = [term for term in model if upper_sums(counts[None].astype(float))[0, term] == 0]
    rows = [row for row in range(1, len(counts)) if not any(row & term == term for term in empty)]
    kept = [term for term in sorted(model) if term not in empty]
    design = containment(len(counts).bit_length() - 1)[rows][:, kept]
    return glm(design, counts[rows].astype(float)).population


def stepwise(name: str, count: int) -> dict[str, Any]:
    found = bootstrap(table(name), Stepwise(), resamples=resamples(name)[:count])
    return {
        "nboot": len(found.populations),
        "popest": found.estimate,
        "ahat": found.acceleration,
        "bootreps_first10": found.populations[:10].tolist(),
        "n_na": found.without_estimate,
    }
