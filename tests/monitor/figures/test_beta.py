"""The incomplete beta function, held beside scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv

from zichtbaar.monitor.figures.beta import incomplete_beta, inverse_incomplete_beta

SIZES = st.floats(0.5, 5000)


@given(a=SIZES, b=SIZES, x=st.floats(0, 1))
def test_scipy_gives_the_same(a: float, b: float, x: float) -> None:
    # scipy 1.17.1: scipy.special.betainc(a, b, x)
    assert incomplete_beta(a, b, x) == pytest.approx(float(betainc(a, b, x)), abs=1e-10)


@given(a=SIZES, b=SIZES, chance=st.floats(0.0001, 0.9999))
def test_scipy_gives_the_same_the_other_way_round(a: float, b: float, chance: float) -> None:
    # scipy 1.17.1: scipy.special.betaincinv(a, b, chance)
    assert inverse_incomplete_beta(a, b, chance) == pytest.approx(float(betaincinv(a, b, chance)), abs=1e-9)


@pytest.mark.parametrize(("a", "b"), [(5_000_000, 5_000_001), (1, 10_000_000), (9_999_999, 2)])
def test_ten_million_persons_are_not_too_many(a: int, b: int) -> None:
    for chance in (0.025, 0.975):
        assert inverse_incomplete_beta(a, b, chance) == pytest.approx(float(betaincinv(a, b, chance)), abs=1e-9)


@given(a=SIZES, b=SIZES, x=st.floats(0, 1))
def test_it_is_a_chance_and_its_mirror_is_the_rest(a: float, b: float, x: float) -> None:
    assert 0 <= incomplete_beta(a, b, x) <= 1 + 1e-12
    assert incomplete_beta(a, b, x) + incomplete_beta(b, a, 1 - x) == pytest.approx(1, abs=1e-9)
