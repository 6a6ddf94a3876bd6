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
from zichtbaar.monitor.estimation.latent_class import LatentClass, latent_class
from zichtbaar.monitor.estimation.latent_class_sampler import (
    Parameters,
    chances_of,
    draw_members,
    draw_missing,
    draw_parameters,
    draw_prior,
)
from zichtbaar.monitor.estimation.lattice import Floats, Whole
from zichtbaar.monitor.estimation.mixing import effective_size, size_at
from zichtbaar.monitor.estimation.tempering import Ladder, ladder_of, trades

LCMCR = all_answers("lcmcr")
CHANCES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
STANDARD_ERRORS = 4.0
LENGTHS = {
    "Korea": (500, 400, 5),
    "Artificial_3": (500, 400, 5),
    "Kosovo": (1_000, 500, 5),
    "UKdat_4": (2_000, 500, 5),
    "UKdat_5": (2_000, 500, 5),
}
SLOW = ("UKdat_4", "UKdat_5")
"""Here the chains that are not led take some 6,000 rounds to come, and LCMCR's own tails differ between its seeds."""


@pytest.fixture(scope="module")
def runs() -> dict[str, LatentClass]:
    """Runs that were made already."""
    return {}


@pytest.mark.parametrize("answer", LCMCR["answers"], ids=lambda one: f"{one['table']}, seed {one['seed']}")
def test_lcmcr_answers_the_same_within_the_error_of_both(runs: dict[str, LatentClass], answer: dict[str, Any]) -> None:
    """Its quantiles cut off of our draws what they should, within 4 standard errors of such a part."""
    name = answer["table"]
    if name not in runs:
        burn_in, samples, thinning = LENGTHS[name]
        runs[name] = latent_class(published(name), burn_in=burn_in, samples=samples, thinning=thinning, seed=4)
    draws, chances = (runs[name].draws[::2], CHANCES[1:-1]) if name in SLOW else (runs[name].draws, CHANCES)
    for chance in chances:
        theirs = answer["quantiles"][str(chance)]
        below, up_to = (draws < theirs).mean(), (draws <= theirs).mean()
        ours = size_at(draws.astype(float), chance)
        error = np.sqrt(chance * (1 - chance) * (1 / ours + 1 / answer["effective_size"]))
        assert below - STANDARD_ERRORS * error <= chance <= up_to + STANDARD_ERRORS * error


@pytest.mark.parametrize("rungs", [1, 4])
@pytest.mark.parametrize("name", ["Korea", "UKdat_4"])
def test_one_class_has_an_answer_that_is_known_exactly(name: str, rungs: int) -> None:
    """p(m | y) is proportional to (N - 1)! / m! prod B(1 + n_j, 1 + N - n_j), with n_j cases on list j."""
    table = published(name)
    missing = np.arange(100_000)
    population = table.cases + missing
    logs = gammaln(population) - gammaln(missing + 1)
    for cases in table.on_list:
        logs += gammaln(1 + cases) + gammaln(1 + population - cases) - gammaln(2 + population)
    exact = np.cumsum(np.exp(logs - logs.max()))
    exact /= exact[-1]
    found = latent_class(table, classes=1, chains=8, burn_in=100, samples=1_500, thinning=2, seed=3, rungs=rungs)
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
    found = latent_class(CaptureTable(tuple("abcd"), counts), burn_in=1_000, samples=300, thinning=5, seed=5)
    low, high = found.interval()
    assert low < 5_000 < high
    assert high < 3 * low
    one_class = latent_class(
        CaptureTable(tuple("abcd"), counts), classes=1, burn_in=100, samples=300, thinning=1, seed=5, rungs=1
    )
    assert one_class.interval()[1] < 5_000 * 0.7


LISTS, CLASSES, POPULATION, CHAINS, ROUNDS = 3, 4, 30, 200, 1_500
ON = (np.arange(1 << LISTS)[:, None] >> np.arange(LISTS) & 1).astype(float)


def test_the_rounds_leave_the_prior_as_it_is_when_the_data_are_drawn_anew() -> None:
    """J. Geweke, "Getting it right", JASA 99 (2004) 799-804: the successive-conditional simulator.

    Draw all cases, the missing too, from the parameters, then parameters from the cases, and again. If every draw is
    from what it should be, parameters keep the distribution of their prior.
    """
    chance = np.random.default_rng(6)
    parameters = draw_prior(20_000, LISTS, CLASSES, chance)
    expected = _moments(parameters)
    parameters = parameters.rows(np.arange(CHAINS))
    followed = np.empty((ROUNDS, CHAINS, expected.shape[1]))
    for turn in range(ROUNDS):
        counts = chance.multinomial(POPULATION, np.exp(chances_of(parameters, ON).cell))
        members = draw_members(chances_of(parameters, ON), counts, counts[:, 0], chance)
        members = stick.reordered(members, parameters.a, chance)
        parameters = draw_parameters(members, ON, stick.moved(parameters.a, members, chance), chance)
        followed[turn] = _moments(parameters)
    for moment in range(expected.shape[1]):
        series = followed[:, :, moment].T
        size = min(effective_size(series), size_at(series, 0.5))
        error = np.sqrt(series.var() / size + expected[:, moment].var() / len(expected))
        assert abs(series.mean() - expected[:, moment].mean()) < STANDARD_ERRORS * error, moment


def _moments(parameters: Parameters) -> Floats:
    """(R, 9): bounded functions of the parameters, of which those of a see the small values and the large."""
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
        cells[:, 7],
    ]
    return np.column_stack([*columns, a / (1 + a), 1 / (1 + 100 * a)])


def test_the_missing_are_negative_binomial() -> None:
    chance = np.random.default_rng(7)
    one = draw_prior(1, LISTS, CLASSES, chance).rows(np.zeros(40_000, dtype=int))
    missing = draw_missing(chances_of(one, ON), np.full(40_000, 25), chance)
    exact = nbinom(25, 1 - np.exp(chances_of(one, ON).cell[0, 0]))
    for chance_of in (0.1, 0.5, 0.9):
        place = exact.ppf(chance_of)
        assert (missing <= place).mean() == pytest.approx(exact.cdf(place), abs=STANDARD_ERRORS * 0.5 / 200)


def test_a_trade_leaves_both_answers_as_they_are() -> None:
    """The chance of a trade is that of what follows by that of what was, where the one is less probable."""
    on = ladder_of(published("Korea").counts).on
    counts = np.array([[0, 9, 8, 7, 6, 5, 4], [0, 9, 8, 7, 5, 4, 4]])
    pair = draw_prior(2, LISTS, CLASSES, np.random.default_rng(8)).rows(np.tile([0, 1], 50_000))
    back = pair.rows(np.tile([1, 0], 50_000))
    found = [_traded(Ladder(on, counts), one) for one in (pair, back)]
    of_each = chances_of(pair.rows(np.arange(2)), on)
    logs = of_each.cell - of_each.seen[:, None]
    was, follows = ((logs[one] * counts[0] + logs[1 - one] * counts[1]).sum() for one in (0, 1))
    expected = [min(1.0, np.exp(follows - was)), min(1.0, np.exp(was - follows))]
    assert 0.1 < min(expected) < 0.9
    assert found == pytest.approx(expected, abs=STANDARD_ERRORS * 0.5 / np.sqrt(50_000))


def _traded(ladder: Ladder, parameters: Parameters) -> float:
    counts = ladder.rows(len(parameters.a) // 2)
    taken = trades(counts, 2, chances_of(parameters, ladder.on), False, np.random.default_rng(9))
    return float((taken != np.arange(len(taken))).mean())


def test_the_ladder_begins_with_all_cases_and_ends_with_few() -> None:
    ladder = ladder_of(published("UKdat_5").counts)
    assert ladder.counts[0].sum() == 2_744
    assert ladder.rungs > 10
    assert (np.diff(ladder.counts, axis=0) <= 0).all()
    assert ladder.counts[-1].sum() == pytest.approx(60, abs=15)
    assert ladder_of(np.array([0, 5, 4, 3, 2, 1, 1, 1])).rungs == 1


def test_every_second_chain_is_led_and_in_the_end_all_have_all_cases() -> None:
    ladder = ladder_of(published("Kosovo").counts)
    begin, middle, end = (ladder.rows(3, part).reshape(3, ladder.rungs, -1) for part in (0.0, 0.5, 1.0))
    assert (begin[0] == ladder.counts[-1]).all()
    assert (begin[1] == ladder.counts).all()
    assert (begin[2] == begin[0]).all()
    assert ladder.counts[-1].sum() < middle[0, 0].sum() < ladder.counts[0].sum()
    assert (end == ladder.counts).all()


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
    latent_class(published("Korea"), burn_in=50, samples=50, thinning=3, seed=1, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert 50 <= len(told) <= 200


def test_a_short_run_does_not_claim_to_have_mixed() -> None:
    found = latent_class(published("UKdat_5"), burn_in=0, samples=30, thinning=1, seed=1)
    assert not found.has_mixed
    assert max(found.chain_medians) > min(found.chain_medians)


def test_a_long_enough_run_has_mixed() -> None:
    found = latent_class(published("Artificial_3"), burn_in=500, samples=400, thinning=5, seed=2)
    assert found.r_hat < 1.01
    assert found.has_mixed
    assert ((found.traded > 0.5) & (found.traded <= 1)).all()


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


@pytest.mark.parametrize("wrong", [{"classes": 0}, {"chains": 1}, {"samples": 3}, {"thinning": 0}, {"rungs": 0}])
def test_lengths_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(EstimationError, match=next(iter(wrong))):
        latent_class(published("Korea"), seed=1, **wrong)  # type: ignore[arg-type]
