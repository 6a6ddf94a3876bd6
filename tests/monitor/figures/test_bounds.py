"""What a share leaves open about those for whom it is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.figures.bounds import few_answered, plausible, worst_case


def exactly(value: float) -> tuple[float, float]:
    return value, value


def test_37_of_66_of_250_may_be_15_or_88_per_cent_of_all() -> None:
    found = worst_case(exactly(37 / 66), exactly(66), exactly(250))
    assert (round(100 * found.low), round(100 * found.high)) == (15, 88)
    assert found.low == pytest.approx(37 / 250)
    assert found.high == pytest.approx((37 + 184) / 250)


def test_26_per_cent_is_few() -> None:
    assert round(100 * 66 / 250) == 26
    assert few_answered(66, 250)
    assert not few_answered(150, 250)


def test_half_as_often_and_one_and_a_half_times_as_often_among_the_others() -> None:
    found = plausible(exactly(0.4), exactly(100), exactly(200))
    assert (found.low, found.high) == pytest.approx(((40 + 20) / 200, (40 + 60) / 200))


@given(
    answered=st.integers(1, 400),
    others=st.integers(0, 400),
    data=st.data(),
    reach=st.integers(0, 5),
)
def test_whatever_the_others_would_have_said_lies_within(
    answered: int, others: int, data: st.DataObject, reach: int
) -> None:
    """Also where only roundings of the numbers are known."""
    count = data.draw(st.integers(0, answered))
    among_others = data.draw(st.integers(0, others))
    eligible = answered + others
    share = (max(0, count / answered - reach / 100), min(1, count / answered + reach / 100))
    spans = (share, (answered - reach, answered + reach), (eligible - reach, eligible + reach))
    widest = worst_case(*spans)
    truth = (count + among_others) / eligible
    assert widest.low - 1e-9 <= truth <= widest.high + 1e-9
    likely = plausible(*spans)
    if others and count / answered / 2 <= among_others / others <= min(1, 1.5 * count / answered):
        assert likely.low - 1e-9 <= truth <= likely.high + 1e-9


@given(share=st.floats(0, 1), answered=st.integers(1, 400), others=st.integers(0, 400))
def test_the_plausible_lies_within_the_worst_case(share: float, answered: int, others: int) -> None:
    spans = (exactly(share), exactly(answered), exactly(answered + others))
    widest, likely = worst_case(*spans), plausible(*spans)
    assert 0 <= widest.low <= likely.low + 1e-9
    assert likely.high <= widest.high + 1e-9 <= 1 + 2e-9


def test_where_everybody_answered_nothing_is_left_open() -> None:
    found = worst_case(exactly(0.3), exactly(50), exactly(50))
    assert (found.low, found.high) == pytest.approx((0.3, 0.3))
