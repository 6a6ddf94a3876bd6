"""A result at a prompt is one line that says the number, and not all that the result holds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from monitor.estimation.answers import table
from zichtbaar.monitor import estimation
from zichtbaar.monitor.estimation import CaptureTable, ClosedModel, LogLinear, Settings, Stepwise

UK = table("UKdat_5")
KOREA = table("Korea")
MODELS = tuple(one.terms for one in estimation.search(UK).models)
APART = CaptureTable(("a", "b", "c"), np.array([0, 50, 40, 0, 12, 0, 0, 0]))
ENDLESS = CaptureTable(("a", "b", "c"), np.array([0, 10, 30, 5, 60, 5, 5, 1]))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: UK, "cases=2744"),
        (lambda: CaptureTable(tuple("abcdefghijkl"), np.arange(4096)), "lists=('a', 'b', 'c'"),
        (lambda: LogLinear().fit(UK), "model='[1,2,3,4,5]', status='fine', population=13444.13"),
        (lambda: LogLinear("[12,3]").fit(table("Artificial_3")), "model='[12,3]', status='not_finite')"),
        (lambda: estimation.search(UK), "fitted=1024, model='[12,13,23,25,34]', population=22991.33"),
        (lambda: estimation.model_average(UK), "population=18019.71"),
        (lambda: estimation.bootstrap(UK, Stepwise(), n_resamples=20), "estimate=11312.99, resamples=20"),
        (lambda: estimation.BestOf(MODELS), "'best BIC of 1,024 models'"),
        (lambda: estimation.stratified({"men": UK, "women": UK}), "name='women', cases=2744"),
        (lambda: estimation.stratified({"men": UK, "women": UK}).total, "population=22625.98, strata=('men', 'women')"),
        (lambda: estimation.decomposable(UK), "median=22990, most_probable='[123,25,34]'"),
        (lambda: estimation.decomposable_panel(UK), "delta=0.5, median=2786"),
        (lambda: estimation.bayesian_average(KOREA, samples=100, seed=1), "searched=8"),
        (lambda: estimation.bayesian_threshold(UK, samples=100, seed=1), "model='["),
        (lambda: estimation.latent_class(UK, samples=20, burn_in=10, seed=1), "problem='the chains"),
        (lambda: estimation.closed_population(UK, ClosedModel.MTH_CHAO), "population=13570.03"),
        (lambda: estimation.closed_population(APART, ClosedModel.MT), "status='not_finite')"),
        (lambda: estimation.corrected_m0(KOREA), "CorrectedEstimate(population=142.3276, population_error=6.346163)"),
        (lambda: LogLinear().fit(KOREA).in_glm(), "GlmFit(constant="),
        (lambda: LogLinear().fit(KOREA).in_glm(), "parameters=4, deviance="),
        (lambda: Stepwise().choose(np.array([KOREA.counts, APART.counts], float)), "Choice(tables=2, with_estimate=1)"),
        (lambda: estimation.closed_population(ENDLESS, ClosedModel.MB), "model='Mb', status='fine')"),
        (lambda: estimation.estimate(UK, "main", Settings(resamples=40)), "population=13444.13"),
        (lambda: estimation.panel(KOREA, thorough=False), "methods=10, range=("),
        (lambda: estimation.report(KOREA, "bic", Settings(resamples=0), thorough=False), "verdict='fragile'"),
    ],
)
def test_it_is_one_line_with_the_answer_in_it(ask: Callable[[], object], said: str) -> None:
    line = repr(ask())
    assert said in line
    assert "\n" not in line
    assert len(line) < 600
