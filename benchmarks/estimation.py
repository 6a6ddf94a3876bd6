"""How long estimation takes, beside its limits and beside statsmodels, on one core.

    python benchmarks/estimation.py

Stepwise selection with 1,000 resamples, selection and checks of existence included (limits in ms for each refit); the
search of all 1,024 pair models of five lists with checks (limit 40 µs for each fit); and the same fits one at a time
with statsmodels' GLM, which checks nothing (limit: a hundred times slower). statsmodels is timed on every eighth model
and on the main effects of 100 resamples; its estimates are compared with ours in the same run.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import statsmodels.api as sm

import zichtbaar.monitor.datasets
from zichtbaar.monitor.estimation import CaptureTable
from zichtbaar.monitor.estimation.every_model import solve_each
from zichtbaar.monitor.estimation.lattice import containment
from zichtbaar.monitor.estimation.search import models_of
from zichtbaar.monitor.estimation.stepwise import stepwise_all

TABLES = Path(zichtbaar.monitor.datasets.__file__).parent / "capture_histories"
RESAMPLES = 1000
REPEATS = 5
STEPWISE_LIMITS_MS = {"UKdat_4": 0.1, "Korea": 0.1, "UKdat_5": 0.3, "UKdat": 0.5, "NewOrl": 10.0}
SEARCH_LIMIT_US = 40.0
TIMES_FASTER = 100.0
EVERY = 8


def seconds(work: Callable[[], object]) -> float:
    """The median time of some runs, after one to warm up."""
    work()
    taken = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def table(name: str) -> CaptureTable:
    """A published table."""
    return CaptureTable.from_csv(TABLES / f"{name}.csv")


def told(what: str, took: float, unit: str, limit: float) -> bool:
    """Print a measurement beside its limit; whether it holds."""
    print(f"{what:<58} {took:8.3f} {unit} (limit {limit:g})")
    return took <= limit


def stepwise(name: str) -> bool:
    """Selection in a thousand resamples of a table."""
    given = table(name)
    share = given.counts / given.cases
    drawn = np.random.default_rng(1).multinomial(given.cases, share, size=RESAMPLES).astype(float)
    took = seconds(lambda: stepwise_all(drawn)) / RESAMPLES * 1000
    return told(f"stepwise, {name}, {given.size} lists, a refit", took, "ms", STEPWISE_LIMITS_MS[name])


def in_statsmodels(counts: np.ndarray, terms: tuple[int, ...]) -> float:
    """The dark figure by statsmodels' GLM, without empty terms (the tables used here have none)."""
    lists = len(counts).bit_length() - 1
    design = containment(lists)[1:][:, list(terms)]
    model = sm.GLM(counts[1:], design, family=sm.families.Poisson())
    return float(np.exp(model.fit(tol=1e-12).params[0]))


def search() -> bool:
    """Every pair model of five lists, and the same fits one at a time with statsmodels."""
    given = table("UKdat_5")
    counts, models = given.counts.astype(float)[None], models_of(given.size, 2)
    took = seconds(lambda: solve_each(counts, models)) / len(models)
    held = told(f"all {len(models)} pair models of five lists, a fit", took * 1e6, "us", SEARCH_LIMIT_US)
    # LA and GP share no case, so half of the models have a term at minus infinity, which statsmodels cannot find.
    filled = counts.copy()
    filled[0, 0b10001] += 1
    some = list(range(0, len(models), EVERY))
    ours = solve_each(filled, models).dark_figure[some]
    theirs = [in_statsmodels(filled[0], models[row]) for row in some]
    slow = seconds(lambda: [in_statsmodels(filled[0], models[row]) for row in some]) / len(some)
    agree = float(np.abs(ours / theirs - 1).max())
    return faster(f"the same, {len(some)} of them, with statsmodels", slow, took, agree) and held


def resampled() -> bool:
    """One model on many resamples, and the same fits one at a time with statsmodels."""
    given = table("UKdat_4")
    drawn = np.random.default_rng(2).multinomial(given.cases, given.counts / given.cases, size=RESAMPLES).astype(float)
    main = models_of(4, 1)
    took = seconds(lambda: solve_each(drawn, main)) / RESAMPLES
    ours = solve_each(drawn[:100], main).dark_figure
    theirs = [in_statsmodels(counts, main[0]) for counts in drawn[:100]]
    slow = seconds(lambda: [in_statsmodels(counts, main[0]) for counts in drawn[:100]]) / 100
    print(f"{'main effects of four lists on 1,000 resamples, a fit':<58} {took * 1e6:8.3f} us")
    return faster("the same, 100 of them, with statsmodels", slow, took, float(np.abs(ours / theirs - 1).max()))


def faster(what: str, slow: float, quick: float, agree: float) -> bool:
    """Print how many times faster we are than statsmodels; whether it is enough, and the answers are the same."""
    times = slow / quick
    print(f"{what:<58} {slow * 1e6:8.1f} us: {times:.0f} times (limit {TIMES_FASTER:g}), answers within {agree:.0e}")
    return times >= TIMES_FASTER and agree < 1e-6


def main() -> int:
    """Measure everything; 1 when a limit is passed."""
    held = [stepwise(name) for name in STEPWISE_LIMITS_MS]
    held += [search(), resampled()]
    return 0 if all(held) else 1


def on_one_core() -> None:
    """Begin anew with one thread in numpy's arithmetic, which reads this when it is loaded."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    if not threads.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **threads})


if __name__ == "__main__":
    on_one_core()
    sys.exit(main())
