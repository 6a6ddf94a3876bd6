"""How likely a case that was seen is on the one list, the other, or both, given what is known of it.

With two lists each case seen is in one of three groups, so one model of three groups gives probabilities that belong
together: on the first list or the second has probability 1. Where lists are independent and logistic in the
covariates, the multinomial logistic model is exactly right: log P(first only) - log P(both) is minus the logit of
being on the second list, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from zichtbaar.monitor.estimation.errors import MissingExtraError, ModelError
from zichtbaar.monitor.estimation.lattice import Floats, Whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST_ONLY, SECOND_ONLY, BOTH = 0, 1, 2
"""The groups, and the columns of their probabilities."""

Nuisance = Callable[[Floats, Whole, Floats, int], Floats]
"""A way to learn the groups: covariates (n, p) and groups (n,) to learn from, covariates (m, p) to answer for, a seed;
the answer is (m, 3), a probability for each group. All three groups are among those to learn from."""

NuisanceName = Literal["logistic", "splines", "boosting", "forest"]

RIDGE = 1e-6
"""The weight of the squared slopes beside the mean log-likelihood: it only matters where covariates tell the groups
apart without any exception, and slopes would otherwise grow without end."""

MOST_STEPS, MOST_HALVINGS = 100, 40
SMALL_DECREMENT = 1e-18
"""Newton's decrement, about twice what the mean log-likelihood lacks of its top; after one step more it is far less."""

ROUNDING = 1e-14
"""What the mean log-likelihood may be off by, being a sum: a step that is right may seem to lead up by as much."""


def nuisance_of(name: NuisanceName | Nuisance) -> tuple[str, Nuisance]:
    """The name to print and the way to learn. Raises ModelError for a name that there is not."""
    if callable(name):
        return getattr(name, "__name__", type(name).__name__), name
    if name not in BY_NAME:
        raise ModelError(f"there is no nuisance model {name!r} (expected one of {', '.join(BY_NAME)}, or a function)")
    return name, BY_NAME[name]


def checked_probabilities(found: Floats, cases: int, name: str) -> Floats:
    """Probabilities (m, 3) as a nuisance model answered them. Raises ModelError for what are none."""
    probabilities = np.asarray(found, dtype=float)
    if probabilities.shape != (cases, 3):
        raise ModelError(f"{name} answered an array of shape {probabilities.shape} (expected ({cases}, 3))")
    if not (probabilities >= 0).all() or not np.allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-6):
        raise ModelError(f"{name} answered what are no probabilities (expected rows from 0 that add up to 1)")
    checked: Floats = probabilities / probabilities.sum(axis=1, keepdims=True)
    return checked


def clip(probabilities: Floats, margin: float) -> tuple[Floats, int]:
    """The probabilities (n, 3) with at least `margin` for both lists, and how many had less.

    What that takes is taken from the other two groups in proportion, so that they add up to 1 (drpop raises q12 alone,
    and then bounds q1 and q2).
    """
    both = probabilities[:, BOTH]
    low = both < margin
    kept = probabilities.copy()
    kept[low, :BOTH] *= ((1 - margin) / (1 - both[low]))[:, None]
    kept[low, BOTH] = margin
    return kept, int(low.sum())


def logistic(covariates: Floats, groups: Whole, at: Floats, seed: int = 0) -> Floats:
    """Multinomial logistic regression on the covariates as they are: linear, without interactions.

    Fitted by Newton's method with halved steps (T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical
    Learning, 2nd ed. 2009, section 4.4.1), with "both" as the group of comparison, so that the two lists are treated
    alike. Covariates are brought to one scale first; one that does not vary is left out. Nothing is drawn: `seed` is
    not used.
    """
    del seed
    centre, scale = covariates.mean(axis=0), covariates.std(axis=0)
    varies = scale > 1e-12 * np.maximum(1.0, np.abs(centre))

    def design(values: Floats) -> Floats:
        scaled = (values[:, varies] - centre[varies]) / scale[varies]
        return np.hstack([np.ones((len(values), 1)), scaled])

    coefficients = _newton(design(covariates), np.eye(3)[groups])
    return _probabilities(design(at) @ coefficients)


def _newton(design: Floats, observed: Floats) -> Floats:
    """Coefficients (k, 2) of a design (n, k) and groups as rows of 0 and 1 (n, 3)."""
    shares = observed.mean(axis=0)
    coefficients = np.zeros((design.shape[1], 2))
    coefficients[0] = np.log(shares[:BOTH] / shares[BOTH])
    ridge = np.zeros(coefficients.shape)
    ridge[1:] = RIDGE
    loss = _loss(design, observed, coefficients, ridge)
    for _ in range(MOST_STEPS):
        probabilities = _probabilities(design @ coefficients)
        gradient = design.T @ (probabilities - observed)[:, :BOTH] / len(design) + ridge * coefficients
        solved = np.linalg.solve(_curvature(design, probabilities, ridge), gradient.T.ravel())
        step = solved.astype(np.float64, copy=False).reshape(2, -1).T
        coefficients, loss = _descended(design, observed, coefficients, ridge, loss, step)
        if (gradient * step).sum() < SMALL_DECREMENT:
            break
    return coefficients


def _descended(
    design: Floats, observed: Floats, coefficients: Floats, ridge: Floats, loss: float, step: Floats
) -> tuple[Floats, float]:
    """One step, halved until it does not lead up, and the loss that it leads to."""
    for halving in range(MOST_HALVINGS):
        new = coefficients - step * 0.5**halving
        new_loss = _loss(design, observed, new, ridge)
        if new_loss <= loss + ROUNDING:
            return new, new_loss
    return coefficients, loss


def _loss(design: Floats, observed: Floats, coefficients: Floats, ridge: Floats) -> float:
    logarithms = _log_probabilities(design @ coefficients)
    return float(-(observed * logarithms).sum() / len(design) + (ridge * coefficients**2).sum() / 2)


def _curvature(design: Floats, probabilities: Floats, ridge: Floats) -> Floats:
    """(2k, 2k): the coefficients of the first group before those of the second."""
    rows = [
        np.hstack(
            [_weighted(design, probabilities[:, one] * ((one == other) - probabilities[:, other])) for other in (0, 1)]
        )
        for one in (0, 1)
    ]
    curvature: Floats = np.vstack(rows) + np.diag(ridge.T.ravel())
    return curvature


def _weighted(design: Floats, weights: Floats) -> Floats:
    product: Floats = design.T @ (design * weights[:, None]) / len(design)
    return product


def _log_probabilities(scores: Floats) -> Floats:
    """From scores (n, 2) against the last group, whose score is 0; the logarithms (n, 3)."""
    three = np.hstack([scores, np.zeros((len(scores), 1))])
    shifted = three - three.max(axis=1, keepdims=True)
    logarithms: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logarithms


def _probabilities(scores: Floats) -> Floats:
    found: Floats = np.exp(_log_probabilities(scores))
    return found


def _learned(kind: str, covariates: Floats, groups: Whole, at: Floats, seed: int) -> Floats:
    """By a model of scikit-learn. Raises MissingExtraError when it is not installed."""
    try:
        model = _MODELS[kind](seed)
    except ModuleNotFoundError as error:
        problem = f"the nuisance model {kind!r} needs scikit-learn, which is not installed"
        raise MissingExtraError(
            f"{problem} (run pip install '.[estimation]' in the folder of the program, or take 'logistic')"
        ) from error
    fitted: NDArray[np.float64] = model.fit(covariates, groups).predict_proba(at)
    return fitted


def _splines(seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - an extra, and takes a second to load
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import SplineTransformer, StandardScaler  # noqa: PLC0415

    splines = SplineTransformer(n_knots=5, degree=3, knots="quantile", extrapolation="linear", include_bias=False)
    return make_pipeline(StandardScaler(), splines, LogisticRegression(C=10.0, max_iter=2000, random_state=seed))


def _boosting(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - an extra, and takes a second to load

    return HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=60, max_leaf_nodes=8, min_samples_leaf=30, early_stopping=False, random_state=seed
    )


def _forest(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 - an extra, and takes a second to load

    return RandomForestClassifier(n_estimators=300, min_samples_leaf=30, n_jobs=1, random_state=seed)


_MODELS: Mapping[str, Callable[[int], Any]] = {"splines": _splines, "boosting": _boosting, "forest": _forest}

BY_NAME: Mapping[str, Nuisance] = {"logistic": logistic, **{kind: partial(_learned, kind) for kind in _MODELS}}
"""The nuisance models that go by a name: "logistic" needs nothing more, the others scikit-learn. "splines" is the
logistic model with a smooth curve for each covariate; "boosting" and "forest" are trees, which find interactions."""
