"""conting 1.7: its own run, made again number by number, and our average over the same models beside it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.stats import gamma, kstest, poisson

from monitor.estimation import markov_chains
from monitor.estimation.answers import all_answers, table
from monitor.estimation.markov_chains import CHANCES
from monitor.estimation.other_programs.conting import Bict
from monitor.estimation.other_programs.rrandom import RandomOfR
from monitor.estimation.posteriors import RUN_TO_RUN, STANDARD_ERRORS, assert_agree, averaged
from zichtbaar.monitor.estimation.bayesian.averaging import BayesianAverage
from zichtbaar.monitor.estimation.bayesian.weighted import WeightedDraws
from zichtbaar.monitor.estimation.lattice import Whole

CONTING = all_answers("conting")


@cache
def its_run(name: str) -> Whole:
    """set.seed(1); bict(y ~ (all lists)^2, prior = "SBH", n.sample = 20000), without the first 5,000, in order."""
    return np.sort(Bict(table(name), seed=1).run(20_000)[5_000:])


@pytest.mark.parametrize("name", CONTING["tables"])
def test_its_run_gives_its_numbers_to_the_last_digit(name: str) -> None:
    """Quantiles, mean, and the shortest interval of 14,251 of the 15,000 rounds, as coda's HPDinterval takes it."""
    theirs, run = CONTING["tables"][name], its_run(name)
    assert np.quantile(run, CHANCES).tolist() == pytest.approx(list(theirs["quantiles"].values()), rel=1e-14)
    assert run.mean() == pytest.approx(theirs["mean"], rel=1e-14)
    shortest = (run[14_250:] - run[:-14_250]).argmin()
    assert [run[shortest], run[shortest + 14_250]] == theirs["shortest"]


def test_random_numbers_are_those_of_r() -> None:
    """R 4.2: after set.seed(1), runif(2), rnorm(3), sample(10, 5, TRUE), rexp(3), rpois(5, 3)."""
    again = (RandomOfR(1) for _ in range(5))
    assert [round((one := next(again)).uniform(), 7), round(one.uniform(), 7)] == [0.2655087, 0.3721239]
    assert next(again).normals(3).round(7).tolist() == [-0.6264538, 0.1836433, -0.8356286]
    assert [(one := next(again)).below(10) + 1, *(one.below(10) + 1 for _ in range(4))] == [9, 4, 7, 1, 2]
    one = next(again)
    assert [round(one.exponential(), 7) for _ in range(3)] == [0.7551818, 1.1816428, 0.1457067]
    one = next(again)
    assert [one.poisson(3) for _ in range(5)] == [2, 2, 3, 5, 2]


@pytest.mark.parametrize("shape", [1.5, 5.5, 20])
def test_gamma_numbers_have_their_distribution(shape: float) -> None:
    stream = RandomOfR(7)
    drawn = [stream.gamma(shape, 2.0) for _ in range(10_000)]
    assert kstest(drawn, gamma(shape, scale=2).cdf).pvalue > 1e-3


@pytest.mark.parametrize("mean", [0.7, 9.5, 10.5, 60, 9_000])
def test_poisson_numbers_have_their_distribution(mean: float) -> None:
    stream = RandomOfR(8)
    drawn = np.array([stream.poisson(mean) for _ in range(10_000)])
    for place in poisson(mean).ppf([0.05, 0.3, 0.5, 0.8, 0.99]):
        exact = poisson(mean).cdf(place)
        assert abs((drawn <= place).mean() - exact) < STANDARD_ERRORS * np.sqrt(exact * (1 - exact) / 10_000)


def _of_conting(name: str, draws: WeightedDraws) -> dict[str, float]:
    """What conting says of a table, from our draws: quantiles, the mean, and the shortest interval that holds 95%."""
    low, high = markov_chains.shortest(draws.numbers, draws.weights)
    quantiles = dict(zip(map(str, CHANCES), draws.quantiles(CHANCES), strict=True))
    return quantiles | ({} if name == "Korea" else {"mean": draws.mean}) | {"low": low, "high": high}


def _answers_of_conting(name: str) -> dict[str, float]:
    answer = CONTING["tables"][name]
    low, high = answer["shortest"]
    return {**answer["quantiles"], "mean": answer["mean"], "low": low, "high": high}


@pytest.mark.parametrize("name", ["UKdat_4", "Korea"])
def test_conting_averages_over_models_to_the_same_within_the_error_of_its_run(name: str) -> None:
    """Its one run of 20,000 rounds has the deviation of 40 runs of the same chain; ours, that of eight seeds.

    The mean of Korea is only compared with the runs. Under the model of all pairs nothing but the prior's t
    distribution bounds the parameters, so the mean of the number, which is exponential in them, is infinite: any run's
    mean is chance, and conting's lies among those of the 40.
    """
    theirs = _answers_of_conting(name)
    ours = [_of_conting(name, one.population) for one in averaged(name)]
    for what in ours[0]:
        values = np.array([one[what] for one in ours])
        of_runs = RUN_TO_RUN["reversible_jumps"][name][what]
        error = np.hypot(of_runs["deviation"], values.std(ddof=1) / np.sqrt(len(values)))
        assert abs(theirs[what] - values.mean()) < STANDARD_ERRORS * error, what
        if what in ("0.1", "0.5", "mean"):  # of a tail, a run's quantile is off on average too
            assert_agree(theirs[what], values, of_runs, what)
    of_runs = RUN_TO_RUN["reversible_jumps"][name]["mean"]
    assert abs(theirs["mean"] - of_runs["mean"]) < STANDARD_ERRORS * of_runs["deviation"]


def test_conting_saw_one_half_of_the_answers_for_five_british_lists() -> None:
    """Its run had not converged: its upper limit is 12,400 too low, because it never left the models about 12,000.

    By our average models about 23,000 have a probability of 0.37, and conting's run has 97.5% of its draws below
    16,300. Forty other runs begin below as well, where the model of all pairs has its top: 28 of them never leave, the
    deviation of their medians is 3,700, and their mean is still on its way up to ours. Given the models that its run
    did see, all that it says is what we say.
    """
    theirs, found = _answers_of_conting("UKdat_5"), averaged("UKdat_5")
    upper = np.array([one.population.quantiles([0.975])[0] for one in found])
    assert theirs["0.975"] - upper.mean() == pytest.approx(-12_400, abs=300)
    above = sum(model.probability for model in found[0].models if model.population.mean > markov_chains.BETWEEN)
    assert above == pytest.approx(0.37, abs=0.02)
    of_all = RUN_TO_RUN["reversible_jumps"]["UKdat_5"]
    assert of_all["0.5"]["deviation"] > 3_000
    assert theirs["mean"] < of_all["mean"]["mean"] < min(one.population.mean for one in found)
    of_runs = RUN_TO_RUN["reversible_jumps_that_stayed_below"]
    assert of_runs["runs"] > RUN_TO_RUN["runs"] * (1 - above)
    ours = [_of_conting("UKdat_5", _below(one)) for one in found]
    for what in theirs:
        values = np.array([one[what] for one in ours])
        error = np.hypot(of_runs[what]["deviation"], values.std(ddof=1) / np.sqrt(len(values)))
        assert abs(theirs[what] - values.mean()) < STANDARD_ERRORS * error, what


def _below(found: BayesianAverage) -> WeightedDraws:
    """Given one of the models about 12,000."""
    models = [model for model in found.models if model.population.mean < markov_chains.BETWEEN]
    numbers = np.concatenate([model.population.numbers for model in models])
    weights = np.concatenate([model.probability * model.population.weights for model in models])
    return WeightedDraws.of(numbers[weights > 0], np.log(weights[weights > 0]))
