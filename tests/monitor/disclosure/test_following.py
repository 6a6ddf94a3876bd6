"""Bounds, verdicts, ranks, trends and signals tell nothing that the printed numbers do not tell.

Two worlds of which the same numbers are printed are told apart by none of them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from zichtbaar.codebook.schema import Condition, Is
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.figures.comparing import relate
from zichtbaar.monitor.figures.figure import Base, Exposure, Figure, FigureKind, Item, MonthCount
from zichtbaar.monitor.figures.shares import INTERVALS, IntervalMethod, clopper_pearson, wilson

NOUN = {"en": "persons", "nl": "personen"}
PRINTED = st.integers(2, 60).map(lambda fives: 5 * fives)
NEAR = st.integers(-2, 2)
"""What rounding to five takes away."""


def who(number: int) -> Condition:
    return Is("gender", frozenset({number}))


def base(eligible: int = 3000, answered: int = 3000) -> Base:
    return Base(eligible, answered, NOUN, NOUN, who(0), who(0 if eligible == answered else 1))


def alone(figure: Figure) -> ReleasedFigure:
    [released] = protect([figure])
    return released


def compared(count: int, other: int, chats: int, other_chats: int) -> Figure:
    exposure = Exposure(NOUN, chats, other_chats, who(4), who(5))
    related = relate(count, other, exposure, 0.2)
    return Figure(
        "change", FigureKind.COMPARISON, count, base(), related.ratio, related.interval, compared=other,
        where=who(2), compared_where=who(3), equivalence=related.equivalence, exposure=exposure,
    )  # fmt: skip


def both(figure: Figure) -> ReleasedFigure:
    """The comparison, released with the chats that it is set against."""
    assert figure.exposure is not None
    own, other = figure.exposure.own, figure.exposure.compared
    chats = (
        Figure("chats", FigureKind.COUNT, int(own), base(), where=who(4)),
        Figure("other_chats", FigureKind.COUNT, int(other), base(), where=who(5)),
    )
    return protect([figure, *chats])[0]


@given(st.tuples(PRINTED, PRINTED, PRINTED, PRINTED), st.tuples(NEAR, NEAR, NEAR, NEAR))
@settings(deadline=None)
def test_a_verdict_does_not_tell_what_was_rounded(
    printed: tuple[int, int, int, int], near: tuple[int, int, int, int]
) -> None:
    there = both(compared(*printed))
    here = both(compared(*(number + step for number, step in zip(printed, near, strict=True))))
    assert here == there


def test_what_is_set_against_a_hidden_number_says_nothing() -> None:
    told = both(compared(50, 50, 3, 100))
    assert told.count == 50
    assert (told.exposure, told.share, told.interval, told.equivalence, told.power) == (None,) * 5


@given(
    answered=st.integers(50, 300), others=st.integers(100, 900), data=st.data(),
    method=st.sampled_from(IntervalMethod),
)  # fmt: skip
@settings(deadline=None)
def test_what_a_share_leaves_open_follows_from_what_is_printed_of_it(
    answered: int, others: int, data: st.DataObject, method: IntervalMethod
) -> None:
    count = data.draw(st.integers(5, answered - 5))
    eligible = answered + others
    share = Figure(
        "share", FigureKind.SHARE, count, base(eligible, answered), count / answered,
        INTERVALS[method](count, answered), where=who(2),
    )  # fmt: skip
    told = alone(share)
    if told.bounds is None or told.plausible is None or told.share is None:
        return
    assert told.base.answered is not None
    assert told.base.eligible is not None
    assert told.interval is not None
    assert told.interval.method == method
    part = (told.base.answered - 2.5) / (told.base.eligible + 2.5)
    assert told.bounds.low == pytest.approx((told.share - 0.005) * part, abs=0.01)
    assert told.bounds.high == pytest.approx(1 - (0.995 - told.share) * part, abs=0.01)
    for interval in (told.bounds, told.plausible):
        assert [round(100 * end, 6) % 1 for end in (interval.low, interval.high)] == [0, 0]


@given(st.lists(st.tuples(PRINTED, NEAR), min_size=2, max_size=6))
@settings(deadline=None)
def test_ranks_do_not_tell_what_was_rounded(options: list[tuple[int, int]]) -> None:
    def ranking(counts: list[int]) -> Figure:
        items = tuple(Item(f"o{place}", NOUN, count, 1, who(place + 3)) for place, count in enumerate(counts))
        return Figure("ranking", FigureKind.RANKING, 600, base(), items=items, where=who(2))

    there = alone(ranking([printed for printed, _ in options]))
    here = alone(ranking([printed + near for printed, near in options]))
    assert here == there
    assert all(item.ranks is not None and item.ranks[0] <= item.rank <= item.ranks[1] for item in here.items)


def test_an_option_that_is_hidden_takes_no_place() -> None:
    items = tuple(Item(f"o{place}", NOUN, count, 1, who(place + 3)) for place, count in enumerate((60, 4, 20)))
    told = alone(Figure("ranking", FigureKind.RANKING, 600, base(), items=items, where=who(2)))
    assert [(item.name, item.ranks) for item in told.items] == [("o0", (1, 1)), ("o2", (2, 2))]


def series(counts: list[int]) -> Figure:
    months = tuple(
        MonthCount(f"{2017 + place // 12}-{place % 12 + 1:02}", count, who(place + 3))
        for place, count in enumerate(counts)
    )
    return Figure("series", FigureKind.SERIES, 3000, base(), months=months, where=who(0), is_watched=True)


@given(seed=st.integers(0, 1000), near=st.lists(NEAR, min_size=48, max_size=48))
@settings(max_examples=5, deadline=None)
def test_a_trend_and_signals_do_not_tell_what_was_rounded(seed: int, near: list[int]) -> None:
    printed = [5 * (2 + int(count)) for count in default_rng(seed).poisson(4, 48)]
    there = alone(series(printed))
    here = alone(series([count + step for count, step in zip(printed, near, strict=True)]))
    assert here == there
    assert here.trend is not None


def test_one_hidden_month_takes_the_trend_and_the_signals_with_it() -> None:
    counts = [20] * 47 + [3]
    told = alone(series(counts))
    assert told.months[-1].count is None
    assert told.months[-1].protection is Protection.HIDDEN
    assert (told.trend, told.signals) == (None, None)


def test_only_the_one_form_and_others_as_well_are_numbers_like_any_other() -> None:
    items = (Item("only", NOUN, 3, 0, who(3)), Item("combined", NOUN, 21, 0, who(4)))
    told = alone(Figure("forms", FigureKind.COMBINATION, 24, base(), items=items, where=who(2)))
    assert [(item.name, item.count) for item in told.items] == [("only", None), ("combined", 20)]


def test_two_intervals_of_one_share_are_two_things_that_a_reader_is_told() -> None:
    """One share by two methods: what is said of each goes by its own, and both are held beside each other."""
    one = Figure("wilson", FigureKind.SHARE, 30, base(200, 100), 0.3, wilson(30, 100), where=who(2))
    other = replace(one, id="exact", interval=clopper_pearson(30, 100))
    told = protect([one, other])
    assert [figure.interval and figure.interval.method for figure in told] == ["Wilson", "Clopper-Pearson"]
    assert told[0].interval != told[1].interval
    assert told[0].share == told[1].share
