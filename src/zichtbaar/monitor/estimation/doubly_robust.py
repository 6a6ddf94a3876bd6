"""Two lists and what is known of each case: lists need be independent only among cases that are alike.

M. Das, E. H. Kennedy, N. P. Jewell, "Doubly robust capture-recapture methods for estimating population size", JASA
(2023), and their R package drpop 0.0.3. With q1, q2, q12 the probabilities that a case that was seen, with covariates
X, is on the first list, the second, and both, the share of the population that was seen, psi, follows from

    1/psi = mean of q1 q2 / q12 over the cases seen.

Putting estimates of q1, q2, q12 into that gives the plug-in estimate, which is off by as much as they are. Its error
of first order is taken away by the influence function (with Y1 and Y2 telling the lists that a case is on)

    phi = (q1 q2 / q12) (Y1/q1 + Y2/q2 - Y1 Y2/q12),

whose mean is the one-step estimate of 1/psi: what is left is the product of the errors of q1 and q2 and the square of
that of q12. Each case's probabilities are learned from the other folds of the cases (cross-fitting).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from zichtbaar.monitor.estimation.errors import NoEstimateError, SettingError, TableError
from zichtbaar.monitor.estimation.intervals import PopulationInterval, log_interval, normal_quantile, require_level
from zichtbaar.monitor.estimation.lattice import Floats, Whole, make_read_only
from zichtbaar.monitor.estimation.loglinear import LEVEL
from zichtbaar.monitor.estimation.nuisance import (
    BOTH,
    FIRST_ONLY,
    SECOND_ONLY,
    Nuisance,
    NuisanceName,
    checked_probabilities,
    clip,
    nuisance_of,
)
from zichtbaar.monitor.estimation.poisson import Flags
from zichtbaar.monitor.estimation.settings_given import is_number, require_seed, require_whole, shown

AdjustedKind = Literal["wald", "log"]

MARGIN = 0.005
FOLDS = 5

ONE_STEP, WITHOUT = "one-step doubly robust", "Petersen"
ASSUMED = {
    ONE_STEP: "given that the lists are independent among cases with the same covariates",
    WITHOUT: "given that the lists are independent",
}

GROUP_NAMES = ("on the first list only", "on the second list only", "on both lists")


@dataclass(frozen=True, slots=True)
class AdjustedEstimate:
    """A population estimated from two lists. `method` says how; `level` is that of its interval.

    `error` is the standard error of the population: sqrt(n var(phi) + N (1 - psi) / psi), what the estimate of 1/psi
    is unsure of and what chance decides of who is seen (drpop's `sigman`). The variance divides by n, drpop's by n - 1.
    """

    method: str
    cases: int
    population: float
    error: float
    level: float

    @property
    def dark_figure(self) -> float:
        """Cases on neither list."""
        return self.population - self.cases

    @property
    def capture_probability(self) -> float:
        """psi: the share of the population that was seen."""
        return self.cases / self.population

    def interval(self, level: float | None = None, kind: AdjustedKind = "wald") -> PopulationInterval:
        """N -+ z error, cut off at the cases seen (drpop's); or "log", n + D exp(-+ z error / D), D the dark figure.

        Raises SettingError for a level or kind that is none.
        """
        wanted = self.level if level is None else require_level(level)
        if kind not in get_args(AdjustedKind):
            raise SettingError(f"an interval of kind {kind!r} (expected {' or '.join(get_args(AdjustedKind))})")
        if kind == "log":
            found = log_interval(self.cases, self.dark_figure, self.error / self.dark_figure, wanted)
            return PopulationInterval(found.low, found.high, wanted, f"log-normal for the dark figure, {self._what}")
        width = normal_quantile((1 + wanted) / 2) * self.error
        low = max(float(self.cases), self.population - width)
        return PopulationInterval(low, self.population + width, wanted, f"Wald, {self._what}")

    @property
    def _what(self) -> str:
        return f"{self.method}, {ASSUMED[self.method]}"


@dataclass(frozen=True, slots=True, eq=False)
class DoublyRobust:
    """The population from two lists and covariates, of n cases seen.

    `one_step` is the estimate, None when it would not lie above the cases seen; then `why_not` says so, and what asks
    for the estimate raises NoEstimateError (drpop answers the number of cases). `plug_in` is the population without
    the correction of first order: it has no error that can be trusted. `petersen` is what the lists give without
    covariates. Far apart they say that the covariates, or the model of them, matter.
    `probabilities` (n, 3): on the first list only, the second only, both, as learned from other folds, where `clipped`
    of them had a probability of both below `margin`, which was put there; many of these say that the two lists hardly
    meet among some kinds of cases, and that the number of these rests on the margin. `influence` (n,): phi.
    `fold_of` (n,); `folds` is 1 when probabilities were learned from all cases.
    """

    one_step: AdjustedEstimate | None
    plug_in: float
    petersen: AdjustedEstimate
    nuisance: str
    folds: int
    margin: float
    clipped: int
    seed: int
    probabilities: Floats = field(repr=False)
    influence: Floats = field(repr=False)
    fold_of: Whole = field(repr=False)

    def __post_init__(self) -> None:
        make_read_only(self)

    @property
    def cases(self) -> int:
        """How many cases were seen."""
        return len(self.influence)

    @property
    def why_not(self) -> str:
        """Why there is no estimate, empty when there is one."""
        if self.one_step:
            return ""
        what = f"the one-step estimate ({self.influence.sum():,.0f}) does not exceed the {self.cases:,} cases seen"
        return f"{what}: {self.nuisance} gave cases on both lists too small a probability of being on both"

    @property
    def population(self) -> float:
        """The one-step estimate. Raises NoEstimateError."""
        return self._estimate.population

    @property
    def population_error(self) -> float:
        """The standard error of the one-step estimate. Raises NoEstimateError."""
        return self._estimate.error

    @property
    def _estimate(self) -> AdjustedEstimate:
        if self.one_step is None:
            raise NoEstimateError(self.why_not)
        return self.one_step

    @property
    def largest_part(self) -> float:
        """The part of the variance of phi that comes from a single case, the one whose phi lies furthest from the mean.

        It is a case on both lists that was hardly expected on both. The nearer to 1, the more the estimate and its
        error rest on that one.
        """
        off = (self.influence - self.influence.mean()) ** 2
        return float(off.max() / off.sum()) if off.any() else 0.0

    def interval(self, level: float | None = None, kind: AdjustedKind = "wald") -> PopulationInterval:
        """The interval of the one-step estimate. Raises as `AdjustedEstimate.interval`, and NoEstimateError."""
        return self._estimate.interval(level, kind)


def doubly_robust(
    on_first: ArrayLike,
    on_second: ArrayLike,
    covariates: ArrayLike,
    *,
    nuisance: NuisanceName | Nuisance = "logistic",
    folds: int = FOLDS,
    margin: float = MARGIN,
    seed: int = 1,
    level: float = LEVEL,
) -> DoublyRobust:
    """The population from two lists, each case with its covariates.

    `on_first` and `on_second` (n,) are 0 and 1, `covariates` (n, p) numbers; what is not a number (sex, region) comes
    as columns of 0 and 1. Cases are dealt to folds by chance from `seed`, the three groups evenly; one fold learns
    from the cases that it answers for. Without covariates (p = 0) there is nothing to learn and the answer is
    n1 n2 / m (Petersen). An estimate that would lie below the cases seen is no error here: see DoublyRobust.

    Raises TableError for arrays that do not fit, values that are neither 0 nor 1, a case on neither list and covariates
    that are no numbers; NoEstimateError when nobody is on both lists, or on one of them only; SettingError for folds,
    margin, seed and level out of range; ModelError for a nuisance model that there is not; MissingExtraError for one
    that needs scikit-learn where that is not installed.
    """
    groups = _groups(on_first, on_second)
    known = _covariates(covariates, len(groups))
    require_level(level)
    name, learn = nuisance_of(nuisance)
    used_folds = folds if known.shape[1] else 1
    require_seed(seed)
    _check_settings(groups, used_folds, margin)
    fold_of = _dealt(groups, used_folds, np.random.default_rng(seed))
    if known.shape[1]:
        kept, clipped = clip(_cross_fitted(known, groups, fold_of, used_folds, learn, name, seed), margin)
    else:
        kept, clipped = _overall(groups), 0
    phi = influence_values(groups, kept)
    return DoublyRobust(
        one_step=_adjusted(ONE_STEP, phi, level) if phi.sum() > len(phi) else None,
        plug_in=float(inverse_capture(kept).sum()),
        petersen=_adjusted(WITHOUT, influence_values(groups, _overall(groups)), level),
        nuisance=name if known.shape[1] else "none",
        folds=used_folds,
        margin=margin,
        clipped=clipped,
        seed=seed,
        probabilities=kept,
        influence=phi,
        fold_of=fold_of,
    )


def inverse_capture(probabilities: Floats) -> Floats:
    """q1 q2 / q12 of each case (n,), from probabilities of the groups (n, 3): how many like it there are, itself in."""
    both = probabilities[:, BOTH]
    inverse: Floats = (probabilities[:, FIRST_ONLY] + both) * (probabilities[:, SECOND_ONLY] + both) / both
    return inverse


def influence_values(groups: Whole, probabilities: Floats) -> Floats:
    """phi of each case (n,), by its group and the probabilities of the groups (n, 3)."""
    both = probabilities[:, BOTH]
    first, second = probabilities[:, FIRST_ONLY] + both, probabilities[:, SECOND_ONLY] + both
    on_first, on_second = groups != SECOND_ONLY, groups != FIRST_ONLY
    return one_step_values(on_first, on_second, first, second, both)


def one_step_values(on_first: ArrayLike, on_second: ArrayLike, q1: Floats, q2: Floats, q12: Floats) -> Floats:
    """phi = (q1 q2 / q12) (Y1/q1 + Y2/q2 - Y1 Y2/q12) of each case, all arrays (n,)."""
    one, two = np.asarray(on_first, dtype=float), np.asarray(on_second, dtype=float)
    phi: Floats = q1 * q2 / q12 * (one / q1 + two / q2 - one * two / q12)
    return phi


def _adjusted(method: str, phi: Floats, level: float) -> AdjustedEstimate:
    cases = len(phi)
    population = float(phi.sum())
    error = sqrt(cases * float(phi.var()) + population * (population - cases) / cases)
    return AdjustedEstimate(method, cases, population, error, level)


def _overall(groups: Whole) -> Floats:
    """(n, 3): the shares of the groups, the same for every case."""
    shares = np.bincount(groups, minlength=3) / len(groups)
    return np.repeat(shares[None], len(groups), axis=0)


def _cross_fitted(
    covariates: Floats, groups: Whole, fold_of: Whole, folds: int, learn: Nuisance, name: str, seed: int
) -> Floats:
    learned = np.empty((len(groups), 3))
    for fold in range(folds):
        own = fold_of == fold
        others = ~own if folds > 1 else own
        found = learn(covariates[others], groups[others], covariates[own], seed)
        learned[own] = checked_probabilities(found, int(own.sum()), name)
    return learned


def _dealt(groups: Whole, folds: int, rng: np.random.Generator) -> Whole:
    """The fold of each case (n,): cases in an order of chance, those of each group to the folds in turn."""
    order = rng.permutation(len(groups))
    fold_of = np.empty(len(groups), dtype=np.int64)
    for group in (FIRST_ONLY, SECOND_ONLY, BOTH):
        members = order[groups[order] == group]
        fold_of[members] = np.arange(len(members)) % folds
    return fold_of


def _groups(on_first: ArrayLike, on_second: ArrayLike) -> Whole:
    """The group of each case (n,)."""
    first, second = _zeros_and_ones(on_first, "first"), _zeros_and_ones(on_second, "second")
    if len(first) != len(second):
        raise TableError(f"{len(first)} cases for the first list and {len(second)} for the second (expected as many)")
    if not len(first):
        raise TableError("there are no cases")
    nowhere = np.flatnonzero(~(first | second))
    if nowhere.size:
        raise TableError(f"case {nowhere[0] + 1} is on no list: it could not have been seen")
    return np.where(first & second, BOTH, np.where(first, FIRST_ONLY, SECOND_ONLY)).astype(np.int64)


def _zeros_and_ones(values: ArrayLike, which: str) -> Flags:
    numbers = _numbers(values, f"the {which} list")
    if numbers.ndim != 1:
        raise TableError(f"the {which} list has shape {numbers.shape} (expected (n,), a value for each case)")
    wrong = np.flatnonzero((numbers != 0) & (numbers != 1))
    if wrong.size:
        raise TableError(f"case {wrong[0] + 1}, {which} list: the value is neither yes nor no (expected 0 or 1)")
    is_on: Flags = numbers == 1
    return is_on


def _covariates(values: ArrayLike, cases: int) -> Floats:
    numbers = _numbers(values, "the covariates")
    if numbers.ndim != 2 or len(numbers) != cases:
        raise TableError(f"covariates of shape {numbers.shape} (expected ({cases}, p), a row for each case)")
    wrong = np.argwhere(~np.isfinite(numbers))
    if wrong.size:
        row, column = wrong[0] + 1
        raise TableError(f"case {row}, covariate {column}: the value is missing or not finite (expected a number)")
    return numbers


def _numbers(values: ArrayLike, what: str) -> Floats:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise TableError(f"{what}: not an array of numbers ({error})") from error


def _check_settings(groups: Whole, folds: int, margin: float) -> None:
    counts = np.bincount(groups, minlength=3)
    require_whole("{} folds", folds, fewest=1)
    if not (is_number(margin) and 0 < margin < 0.5):
        raise SettingError(f"a margin of {shown(margin)} (expected a probability above 0 and below 0.5)")
    for name, count in zip(GROUP_NAMES, counts, strict=True):
        if not count:
            raise NoEstimateError(f"nobody is {name}: how many are on neither cannot be told")
        if count < folds:
            raise SettingError(f"{count} cases {name} for {folds} folds (expected one in each fold: take fewer folds)")
