"""The mixture of latent classes: beside LCMCR, beside sums that are exact, and beside its own prior."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import nbinom

from monitor.estimation.answers import all_answers
from monitor.estimation.answers import table as published
from zichtbaar.monitor.estimation import stick
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import EstimationError, NoEstimateError
from zichtbaar.monitor.estimation.hamiltonian import Landscape, moved_along
from zichtbaar.monitor.estimation.latent_class import LatentClass, complete_round, latent_class
from zichtbaar.monitor.estimation.latent_class_sampler import (
    Parameters,
    chances_of,
    draw_missing,
    draw_prior,
)
from zichtbaar.monitor.estimation.lattice import Floats, Whole
from zichtbaar.monitor.estimation.mixing import size_at
from zichtbaar.monitor.estimation.thinning import thinned
from zichtbaar.monitor.estimation.wording.problems import problem_in_words
from zichtbaar.monitor.paper.language import Language

LCMCR = all_answers("lcmcr")
CHANCES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
STANDARD_ERRORS = 4.0


@pytest.fixture(scope="module")
def runs() -> dict[str, LatentClass]:
    """Runs that were made already."""
    return {}


@pytest.mark.parametrize("answer", LCMCR["answers"], ids=lambda one: f"{one['table']}, seed {one['seed']}")
def test_lcmcr_answers_the_same_within_the_error_of_both(runs: dict[str, LatentClass], answer: dict[str, Any]) -> None:
    """Its quantiles cut off of our draws what they should, and mean and deviation agree, within 4 standard errors.

    The error of a quantile is that of the part of the draws below it; both errors are of the sizes that the draws of
    both programs are worth, which is 80 to 1,890 for those of LCMCR.
    """
    name = answer["table"]
    if name not in runs:
        runs[name] = latent_class(published(name), burn_in=500, samples=500, seed=4)
    draws = runs[name].draws.astype(float)
    for chance in CHANCES:
        theirs = answer["quantiles"][str(chance)]
        below, up_to = (draws < theirs).mean(), (draws <= theirs).mean()
        error = np.sqrt(chance * (1 - chance) * (1 / size_at(draws, chance) + 1 / answer["effective_size"]))
        assert below - STANDARD_ERRORS * error <= chance <= up_to + STANDARD_ERRORS * error
    scaled = (draws - draws.mean()) / draws.std()
    worth = np.sqrt(1 / runs[name].effective_size + 1 / answer["effective_size"])
    assert abs(draws.mean() - answer["mean"]) < STANDARD_ERRORS * worth * draws.std()
    assert abs(answer["sd"] / draws.std() - 1) < STANDARD_ERRORS * worth * np.sqrt(((scaled**4).mean() - 1) / 4)


@pytest.mark.parametrize("name", ["Korea", "UKdat_4"])
def test_one_class_has_an_answer_that_is_known_exactly(name: str) -> None:
    """p(m | y) is proportional to (N - 1)! / m! prod B(1 + n_j, 1 + N - n_j), with n_j cases on list j."""
    table = published(name)
    missing = np.arange(100_000)
    population = table.cases + missing
    logs = gammaln(population) - gammaln(missing + 1)
    for cases in table.on_list:
        logs += gammaln(1 + cases) + gammaln(1 + population - cases) - gammaln(2 + population)
    exact = np.cumsum(np.exp(logs - logs.max()))
    exact /= exact[-1]
    found = latent_class(table, classes=1, burn_in=100, samples=500, seed=3)
    draws = found.draws.astype(float)
    for chance in CHANCES:
        place = np.searchsorted(exact, chance)
        error = np.sqrt(chance * (1 - chance) / size_at(draws, chance))
        assert abs((draws <= population[place]).mean() - exact[place]) < STANDARD_ERRORS * error


def test_a_population_of_two_classes_is_found_again() -> None:
    """Of 5,000, a fifth is often seen and the rest seldom; each list sees them independently within a class."""
    chance = np.random.default_rng(11)
    often = chance.random((1_000, 4)) < [0.5, 0.6, 0.4, 0.5]
    seldom = chance.random((4_000, 4)) < [0.1, 0.08, 0.12, 0.1]
    numbers = np.concatenate([often, seldom]) @ (1 << np.arange(4))
    counts = np.bincount(numbers, minlength=16)
    counts[0] = 0
    found = latent_class(CaptureTable(tuple("abcd"), counts), burn_in=200, samples=100, seed=5)
    low, high = found.interval()
    assert low < 5_000 < high
    assert high < 3 * low
    one_class = latent_class(CaptureTable(tuple("abcd"), counts), classes=1, burn_in=50, samples=50, seed=5)
    assert one_class.interval()[1] < 5_000 * 0.7


LISTS, CLASSES, SEEN, ROWS = 2, 3, 30, 40_000
ON = (np.arange(1 << LISTS)[:, None] >> np.arange(LISTS) & 1).astype(float)


@pytest.mark.parametrize("only_paths", [True, False])
def test_rounds_and_paths_leave_the_posterior_as_it_is(only_paths: bool) -> None:
    """A. Gandy, J. Scott, "Unit testing for MCMC and other Monte Carlo methods" (2020), arXiv 2001.06465.

    Draw parameters from their prior, and for each the histories of 30 who are seen: then they are a draw from the
    posterior given these histories. (Under p(N) ~ 1/N how many are seen says nothing of them.) What leaves the
    posterior as it is gives others, which have the distribution of the prior still.
    """
    chance = np.random.default_rng(6)
    parameters = draw_prior(ROWS, LISTS, CLASSES, chance)
    before = _moments(parameters)
    seen = np.exp(chances_of(parameters, ON).cell[:, 1:])
    counts = np.zeros((ROWS, 1 << LISTS), dtype=np.int64)
    counts[:, 1:] = chance.multinomial(SEEN, seen / seen.sum(axis=1, keepdims=True))
    for _ in range(2):
        if only_paths:
            landscape = Landscape(ON[1:], counts[:, 1:].astype(float), parameters.a)
            parameters, taken = moved_along(parameters, landscape, 0.15, chance)
        else:
            parameters, _, taken = complete_round(parameters, counts, ON, 0.15, chance)
        assert taken > 0.5
    change = _moments(parameters) - before
    moved = change.std(axis=0) > 0
    assert moved.sum() >= (9 if only_paths else 11)
    errors = change.std(axis=0) / np.sqrt(ROWS)
    assert (np.abs(change.mean(axis=0)) <= STANDARD_ERRORS * errors).all()


def _moments(parameters: Parameters) -> Floats:
    """(R, 11): functions of the parameters, of which the last two see the small values of a and the large."""
    share, on = np.exp(parameters.share), np.exp(parameters.on)
    a = parameters.a
    cells = np.exp(chances_of(parameters, ON).cell)
    columns = [
        share[:, 0],
        share[:, 1],
        (share**2).sum(axis=1),
        on[:, 0, 0],
        on[:, 1, 1] ** 2,
        cells[:, 0],
        cells[:, -1],
        np.log(cells[:, 0]),
        np.log1p(-cells[:, 0]),
    ]
    return np.column_stack([*columns, a / (1 + a), 1 / (1 + 100 * a)])


def test_the_missing_are_negative_binomial() -> None:
    chance = np.random.default_rng(7)
    one = chances_of(draw_prior(1, LISTS, CLASSES, chance), ON)
    missing = np.array([draw_missing(one, np.array([25]), chance)[0] for _ in range(10_000)])
    exact = nbinom(25, 1 - np.exp(one.cell[0, 0]))
    for chance_of in (0.1, 0.5, 0.9):
        place = exact.ppf(chance_of)
        assert (missing <= place).mean() == pytest.approx(exact.cdf(place), abs=STANDARD_ERRORS * 0.5 / 100)


def test_the_slopes_are_those_of_the_density() -> None:
    chance = np.random.default_rng(8)
    drawn = draw_prior(20, LISTS, CLASSES, chance)
    landscape = Landscape(ON[1:], chance.poisson(8, (20, len(ON) - 1)).astype(float), drawn.a)
    weights, odds = chance.standard_normal((20, CLASSES)), drawn.on - drawn.off
    place = landscape.at(weights, odds)
    for part in range(CLASSES):
        change = 1e-5 * (np.arange(CLASSES) == part)
        slope = _slope(
            landscape.at(weights + change, odds).log_density, landscape.at(weights - change, odds).log_density
        )
        assert place.to_weights[:, part] == pytest.approx(slope, abs=1e-4)
        slope = _slope(
            landscape.at(weights, odds + change).log_density, landscape.at(weights, odds - change).log_density
        )
        assert place.to_odds[:, :, part].sum(axis=1) == pytest.approx(slope, abs=1e-4)


def _slope(after: Floats, before: Floats) -> Floats:
    slope: Floats = (after - before) / 2e-5
    return slope


def test_a_thinned_table_begins_with_few_and_ends_with_all() -> None:
    counts = published("UKdat_5").counts
    tables = [thinned(counts, part) for part in np.linspace(0, 1, 9)]
    assert tables[0].sum() == pytest.approx(60, abs=15)
    assert (np.diff(tables, axis=0) >= 0).all()
    assert (tables[-1] == counts).all()
    assert (thinned(np.array([0, 5, 4, 3, 2, 1, 1, 1]), 0.0) == [0, 5, 4, 3, 2, 1, 1, 1]).all()


def test_the_order_of_classes_is_found_as_often_as_it_is_probable() -> None:
    """Of three classes of given sizes, every order comes as often as p(n | a) says of it."""
    chance = np.random.default_rng(10)
    a = np.full(20_000, 0.7)
    members = np.tile(np.array([[[6, 0, 3]]]), (20_000, 1, 1))
    for _ in range(20):
        members = stick.reordered(members, a, chance)
    orders = _orders(members)
    exact = {order: float(np.exp(stick.log_chance(np.array([order], dtype=float), a[:1]))[0]) for order in orders}
    for order, count in orders.items():
        assert count / 20_000 == pytest.approx(exact[order] / sum(exact.values()), abs=STANDARD_ERRORS * 0.5 / 141)


def _orders(members: Whole) -> dict[tuple[int, ...], int]:
    found, counts = np.unique(members[:, 0, :], axis=0, return_counts=True)
    return {tuple(order): int(count) for order, count in zip(found.tolist(), counts, strict=True)}


def test_the_same_seed_gives_the_same_draws_and_another_others() -> None:
    table = published("Korea")
    one, same, other = (latent_class(table, burn_in=10, samples=20, thinning=1, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.draws, same.draws)
    assert not np.array_equal(one.draws, other.draws)
    assert (one.draws >= table.cases).all()


def test_progress_is_told_up_to_the_end() -> None:
    told: list[float] = []
    latent_class(published("Korea"), burn_in=50, samples=20, thinning=3, seed=1, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert 50 <= len(told) <= 200


def test_a_short_run_does_not_claim_to_have_mixed() -> None:
    found = latent_class(published("UKdat_5"), burn_in=0, samples=30, thinning=1, seed=1)
    assert not found.has_mixed
    assert "worth" in found.problem
    assert max(found.chain_medians) > min(found.chain_medians)


def test_a_long_enough_run_has_mixed() -> None:
    found = latent_class(published("Artificial_3"), burn_in=200, samples=250, seed=2)
    assert found.r_hat < 1.01
    assert found.has_mixed
    assert found.answers == (found.median,)
    assert not found.problem
    assert 0.5 < found.taken < 0.9


def test_two_answers_are_told_apart() -> None:
    """Chains near 50,000 or near 145,000, as on the five Dutch lists, of which one goes from the one to the other."""
    chance = np.random.default_rng(12)
    draws = chance.normal([[50_000], [145_000], [144_000], [51_000]], 9_000, (4, 200)).astype(np.int64)
    draws[3, :30] += 94_000
    found = LatentClass(8_234, draws, 0.7, 0.05, 10, 0, 1, 1)
    low, high = found.answers
    assert low == pytest.approx(50_500, rel=0.05)
    assert high == pytest.approx(144_500, rel=0.05)
    assert f"near {low:.0f} and {high:.0f}" in found.problem
    words = problem_in_words(found.problem, Language.ENGLISH)
    assert words.startswith(f"These lists fit more than one answer, near {low:,.0f} and near {high:,.0f}, ")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 5, 6, 2, 0, 0, 0, 0], "nobody is on the list 'c'"),
        ([0, 5, 6, 0, 7, 0, 0, 0], "nobody is on two lists"),
        ([0, 5, 6, 2], "2 lists"),
    ],
)
def test_what_the_prior_alone_would_answer_is_refused(counts: list[int], said: str) -> None:
    lists = ("a", "b", "c")[: len(counts).bit_length() - 1]
    with pytest.raises(NoEstimateError, match=said):
        latent_class(CaptureTable(lists, np.array(counts)), seed=1)


@pytest.mark.parametrize("wrong", [{"classes": 0}, {"chains": 1}, {"samples": 3}, {"thinning": 0}])
def test_lengths_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(EstimationError, match=next(iter(wrong))):
        latent_class(published("Korea"), seed=1, **wrong)  # type: ignore[arg-type]
