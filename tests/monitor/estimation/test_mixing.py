"""Whether chains have mixed: the measures of Vehtari et al., held beside arviz-stats."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from monitor.estimation.answers import all_answers
from zichtbaar.monitor.estimation.mixing import effective_size, r_hat, size_at


@pytest.mark.parametrize("case", all_answers("mixing")["cases"], ids=lambda case: case["name"])
def test_arviz_says_the_same(case: dict[str, Any]) -> None:
    draws = np.array(case["draws"])
    assert r_hat(draws) == pytest.approx(case["r_hat"], rel=1e-12)
    assert effective_size(draws) == pytest.approx(min(case["bulk"], case["tail"]), rel=1e-12)
    assert size_at(draws, 0.1) == pytest.approx(case["q10"], rel=1e-12)


def test_chains_that_stay_apart_are_seen() -> None:
    draws = np.random.default_rng(1).normal(size=(4, 500))
    assert r_hat(draws) < 1.01
    draws[0] += 3
    assert r_hat(draws) > 1.1
    assert effective_size(draws) < 40


def test_chains_that_differ_in_width_alone_are_seen() -> None:
    draws = np.random.default_rng(2).normal(size=(4, 500))
    draws[0] *= 8
    assert r_hat(draws) > 1.05


def test_draws_that_never_change_have_no_measure() -> None:
    assert np.isnan(r_hat(np.full((4, 100), 7.0)))
    assert np.isnan(effective_size(np.full((4, 100), 7.0)))
