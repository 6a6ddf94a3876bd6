"""The cheapest choice that keeps every cut, beside trying all choices."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.monitor.disclosure.choosing import Choice, NoChoiceError

LOSSES = st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(1, 9), min_size=1, max_size=2), min_size=1)
CUTS = st.lists(
    st.tuples(
        st.dictionaries(st.tuples(st.sampled_from("abcd"), st.integers(1, 2)), st.integers(1, 5)), st.integers(1, 8)
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(losses=LOSSES, cuts=CUTS)
def test_nothing_cheaper_keeps_the_cuts(
    losses: dict[str, list[int]], cuts: list[tuple[dict[tuple[str, int], int], int]]
) -> None:
    known = [
        ({step: gain for step, gain in cut.items() if step[1] <= len(losses.get(step[0], ()))}, need)
        for cut, need in cuts
    ]

    def keeps(steps: dict[str, int]) -> bool:
        return all(sum(gain for (one, step), gain in cut.items() if steps[one] >= step) >= need for cut, need in known)

    every = [
        dict(zip(losses, steps, strict=True)) for steps in product(*(range(len(one) + 1) for one in losses.values()))
    ]
    costs = [sum(sum(losses[one][:taken]) for one, taken in steps.items()) for steps in every if keeps(steps)]
    choice = Choice({one: tuple(map(float, loss)) for one, loss in losses.items()})
    try:
        for cut, need in known:
            choice.need(cut, need)
        found = choice.cheapest()
    except NoChoiceError:
        assert not costs
        return
    assert keeps(found)
    assert sum(sum(losses[one][:taken]) for one, taken in found.items()) == min(costs)


def test_what_follows_is_taken_along() -> None:
    choice = Choice({"number": (1.0,), "share": (5.0,)}, [(("number", 1), ("share", 1))])
    choice.need({("number", 1): 1}, 1)
    assert choice.cheapest() == {"number": 1, "share": 1}


def test_where_nothing_helps_there_is_no_choice() -> None:
    choice = Choice({"number": (1.0,)})
    with pytest.raises(NoChoiceError):
        choice.need({("number", 1): 0.5}, 1)
    assert Choice({"number": ()}).cheapest() == {"number": 0}


def test_the_dust_of_a_solver_takes_no_choice_away() -> None:
    """One of a thousand invented years was refused for it, or not: by the order in which a set was gone through."""
    choice = Choice({"march": (1.0,)})
    choice.need({("march", 1): 5.0}, 5.000000000000019)
    assert choice.cheapest() == {"march": 1}
