"""How many lists each method can work with."""

from __future__ import annotations

from collections.abc import Mapping

from zichtbaar.monitor.estimation.answerable import FEWEST_LISTS
from zichtbaar.monitor.estimation.bayesian.averaging import MOST_LISTS as MOST_AVERAGED
from zichtbaar.monitor.estimation.bayesian.thresholding import MOST_LISTS as MOST_THRESHOLDED
from zichtbaar.monitor.estimation.csv_tables import MOST_LISTS
from zichtbaar.monitor.estimation.decomposable import MOST_LISTS as MOST_IN_GRAPHS

_MOST_LISTS: Mapping[str, int] = {
    "decomposable": MOST_IN_GRAPHS,
    "latent-class": MOST_LISTS,
    "threshold": MOST_THRESHOLDED,
    "hyper-g": MOST_AVERAGED,
}
"""Methods with a prior, which need a third list; every other method takes every table."""


def takes(method: str, lists: int) -> bool:
    """Whether a method can work with so many lists."""
    return method not in _MOST_LISTS or FEWEST_LISTS <= lists <= _MOST_LISTS[method]
