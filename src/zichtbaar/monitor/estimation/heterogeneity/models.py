"""Which models there are, and their design matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np

from zichtbaar.monitor.estimation.lattice import Floats


class ClosedModel(StrEnum):
    """A model of a closed population, by the names of Rcapture.

    `M0`: every list finds everybody with the same chance; `Mt`: each list has a chance of its own (independent lists).
    `Mh`: people differ in how easily they are found, and lists do not; `Mth`: both differ. What follows is how people
    differ. Chao's form leaves it open and gives a lower bound; Poisson2, Darroch and Gamma3.5 fix it, and what they
    answer depends on it more than on the lists. None of these asks for an order of the lists.

    `Mb` and `Mbh` (in which the first list differs too): whoever has been listed is listed more or less easily
    afterwards. They take the lists in their order, as occasions one after the other, and mean nothing for lists that
    are kept at the same time. They stand here to be compared with other programs, and are in no panel of methods.
    """

    M0 = "M0"
    MT = "Mt"
    MH_CHAO = "Mh Chao (LB)"
    MH_POISSON = "Mh Poisson2"
    MH_DARROCH = "Mh Darroch"
    MH_GAMMA = "Mh Gamma3.5"
    MTH_CHAO = "Mth Chao (LB)"
    MTH_POISSON = "Mth Poisson2"
    MTH_DARROCH = "Mth Darroch"
    MTH_GAMMA = "Mth Gamma3.5"
    MB = "Mb"
    MBH = "Mbh"

    @property
    def needs_order(self) -> bool:
        """Whether the lists must be occasions one after the other."""
        return self in {ClosedModel.MB, ClosedModel.MBH}

    @property
    def is_lower_bound(self) -> bool:
        """Whether the estimate is a lower bound, however people differ."""
        return self in {ClosedModel.MH_CHAO, ClosedModel.MTH_CHAO}


THETA_POISSON, THETA_GAMMA = 2.0, 3.5
"""The shapes that Rcapture's `closedp.t` takes."""

SHAPES: Mapping[str, Callable[[Floats], Floats]] = {
    "Poisson2": lambda times: THETA_POISSON**times - 1,
    "Darroch": lambda times: times**2 / 2,
    "Gamma3.5": lambda times: np.log(THETA_GAMMA) - np.log(THETA_GAMMA + times),
}
"""What is added for somebody who is on k lists, times a parameter (as in Rcapture; Darroch:
J. N. Darroch, S. E. Fienberg, G. F. V. Glonek, B. W. Junker, JASA 88 (1993) 1137-1148)."""


def design_of(model: ClosedModel, lists: int) -> Floats:
    """The design matrix of a model, but for Chao's columns; a row for each history from 1 to 2^t - 1.

    The first column is the constant, whose exponential is the expected number on no list; for `Mb` and `Mbh` it is the
    logarithm of the expected count of who is on the first list alone.
    """
    on = _on_list(lists)
    times = on.sum(axis=1)
    kind, _, shape = model.value.partition(" ")
    columns = [np.ones(len(on))]
    if model.needs_order:
        columns += _behaviour(on, times, first_differs=model is ClosedModel.MBH)
    elif kind in {"M0", "Mh"}:
        columns.append(times)
    else:
        columns += list(on.T)
    if shape in SHAPES:
        columns.append(SHAPES[shape](times))
    return np.column_stack(columns)


def chao_columns(lists: int) -> Floats:
    """Chao's columns, of which the parameters must not be below 0; a row for each history, a column for 3 to t lists.

    They leave the numbers of people on three lists and more free, but for that bend (L.-P. Rivest, S. Baillargeon,
    "Applications and extensions of Chao's moment estimator for the size of a closed population", Biometrics 63 (2007)
    999-1006).
    """
    times = _on_list(lists).sum(axis=1)
    columns: Floats = np.maximum(times[:, None] - np.arange(3, lists + 1) + 1, 0.0)
    return columns


def _on_list(lists: int) -> Floats:
    """(2^t - 1, t): 1 where a history names a list."""
    return (np.arange(1, 1 << lists)[:, None] >> np.arange(lists) & 1).astype(float)


def _behaviour(on: Floats, times: Floats, *, first_differs: bool) -> list[Floats]:
    missed_before = on.argmax(axis=1).astype(float)
    columns = [missed_before, times - 1]
    return [1 - on[:, 0], *columns] if first_differs else columns
