"""Whether chains of draws have mixed, and how many independent draws they are worth.

A. Vehtari, A. Gelman, D. Simpson, B. Carpenter, P.-C. Bürkner, "Rank-normalization, folding, and localization: an
improved R-hat for assessing convergence of MCMC", Bayesian Analysis 16 (2021) 667-718. Draws have the shape (chains,
samples), with six samples or more in each chain.
"""

from __future__ import annotations

import numpy as np

from zichtbaar.monitor.estimation.lattice import Floats

LARGEST_R_HAT = 1.01
SMALLEST_EFFECTIVE_SIZE = 400
"""The limits that Vehtari et al. recommend (section 4), the second for four chains."""


def r_hat(draws: Floats) -> float:
    """The larger of the rank-normalised split R-hat of the draws and that of their folding (section 4.1-4.2)."""
    halves = _split(draws)
    if _is_constant(halves):
        return float("nan")
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_normal_scores(halves)), _plain_r_hat(_normal_scores(folded)))


def effective_size(draws: Floats) -> float:
    """The smaller of the effective sizes for the middle and for both tails at 5% (sections 4.1 and 4.3)."""
    halves = _split(draws)
    if _is_constant(halves):
        return float("nan")
    return min(_plain_size(_normal_scores(halves)), *(size_at(draws, chance) for chance in (0.05, 0.95)))


def size_at(draws: Floats, chance: float) -> float:
    """The effective size for a quantile: that of whether a draw is at or below it (section 4.3)."""
    return _plain_size((_split(draws) <= np.quantile(draws, chance)).astype(np.float64))


def _split(draws: Floats) -> Floats:
    """Each chain as two, so that a chain that wanders differs from itself."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]]).astype(np.float64)


def _is_constant(draws: Floats) -> bool:
    return bool((draws == draws[0, 0]).all())


def _normal_scores(draws: Floats) -> Floats:
    """The normal quantile of each draw's rank among all (equation 14)."""
    from scipy.special import ndtri  # noqa: PLC0415 - takes a fifth of a second to load
    from scipy.stats import rankdata  # noqa: PLC0415 - the same

    scores: Floats = ndtri((rankdata(draws).reshape(draws.shape) - 0.375) / (draws.size + 0.25))
    return scores


def _plain_r_hat(draws: Floats) -> float:
    """Equations 1 to 4."""
    samples = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = draws.mean(axis=1).var(ddof=1)
    return float(np.sqrt((samples - 1) / samples + between / within)) if within > 0 else float("inf")


def _plain_size(draws: Floats) -> float:
    """Equations 10 to 13, with the sum of correlations as C. J. Geyer ends it (Statistical Science 7 (1992) 473-483).

    The size is at most M log10 M, for M draws that are worth more than M.
    """
    if _is_constant(draws):
        return float("nan")
    chains, samples = draws.shape
    covariances = _autocovariances(draws).mean(axis=0)
    variance = covariances[0] * samples / (samples - 1)
    total = variance * (samples - 1) / samples + draws.mean(axis=1).var(ddof=1)
    correlations = 1 - (variance - covariances) / total
    correlations[0] = 1.0
    time = _geyer(correlations)
    return float(chains * samples / max(time, 1 / np.log10(chains * samples)))


def _geyer(correlations: Floats) -> float:
    """The autocorrelation time: 1 and twice the correlations that count.

    Sums of two neighbours count as long as they are above 0, and none for more than the one before it; of the first
    two that do not count the even one still does, once, when it is above 0 (as in Stan).
    """
    even = (len(correlations) - 1) // 2 * 2
    pairs = correlations[0:even:2] + correlations[1:even:2]
    ends = np.flatnonzero(pairs <= 0)
    count = int(ends[0]) if ends.size else len(pairs) - 1
    kept = np.minimum.accumulate(pairs[:count])
    return float(2 * kept.sum() - 1 + max(correlations[2 * count], 0.0))


def _autocovariances(draws: Floats) -> Floats:
    """(chains, samples): of each chain by lag, divided by the number of samples."""
    samples = draws.shape[1]
    centred = draws - draws.mean(axis=1, keepdims=True)
    length = 1 << (2 * samples - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(centred, length)) ** 2
    covariances: Floats = np.fft.irfft(spectrum, length)[:, :samples] / samples
    return covariances
