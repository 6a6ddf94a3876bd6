"""The rules, one by one, as a reader of a factsheet meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Condition, Is, Marked, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import (
    SEAL,
    Protection,
    ReleasedBase,
    ReleasedFigure,
    Seal,
    WordedShare,
)
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.sayable import Telling, say
from zichtbaar.monitor.figures.coverage import cover
from zichtbaar.monitor.figures.figure import Base, Benchmark, Figure, FigureKind, Item
from zichtbaar.monitor.figures.rates import rate_ratio, rate_ratio_interval
from zichtbaar.monitor.figures.shares import wilson

YEAR = together(Within("first_chat_month", "2020-01", "2020-12"))
VICTIMS = together(YEAR, Is("contact_role", frozenset({1})))
OTHERS = together(YEAR, Is("contact_role", frozenset({2, 3, 4})))

MakeCount = Callable[..., Figure]
MakeShare = Callable[..., Figure]


def alone(figure: Figure, *headline: str) -> ReleasedFigure:
    """A figure protected when there is no other."""
    [released] = protect([figure], headline=headline)
    return released


@pytest.mark.parametrize(("number", "printed", "done"), [
    (0, None, Protection.HIDDEN), (1, None, Protection.HIDDEN), (4, None, Protection.HIDDEN),
    (5, 5, Protection.ROUNDED), (7, 5, Protection.ROUNDED), (8, 10, Protection.ROUNDED), (132, 130, Protection.ROUNDED),
])  # fmt: skip
def test_a_count_is_hidden_below_five_and_rounded_from_there(
    count: MakeCount, number: int, printed: int | None, done: Protection
) -> None:
    released = alone(count("victims", number, VICTIMS, 300, YEAR))
    assert (released.count, released.protection) == (printed, done)
    assert (released.base.answered, released.base.answered_rounded) == (300, True)


@pytest.mark.parametrize(("number", "printed"), [(0, 0), (1, None), (4, None), (5, 5), (193, 193)])
def test_a_national_total_is_exact_but_for_one_to_four(count: MakeCount, number: int, printed: int | None) -> None:
    released = alone(count("victims", number, VICTIMS, 300, YEAR), "victims")
    assert (released.count, released.protection is Protection.EXACT) == (printed, printed is not None)


def test_a_number_is_treated_alike_wherever_it_stands(count: MakeCount, share: MakeShare) -> None:
    """250 victims are a total in one figure and the base of another: exact in both."""
    visitors, victims = count("visitors", 283, YEAR, 283, YEAR), count("victims", 250, VICTIMS, 283, YEAR)
    of_victims = share(57, 228, 250, asked=VICTIMS)
    released = protect([visitors, victims, of_victims], headline=["visitors", "victims"])
    assert [figure.base.eligible for figure in released] == [283, 283, 250]
    assert released[2].base.answered == 230
    assert (released[2].base.eligible_rounded, released[2].base.answered_rounded) == (False, True)


def test_when_all_answered_the_base_is_the_total_that_is_told_already(count: MakeCount, share: MakeShare) -> None:
    victims, of_victims = count("victims", 66, VICTIMS, 66, VICTIMS), share(37, 66, 66, asked=VICTIMS)
    released = protect([victims, of_victims], headline=["victims"])[1]
    assert (released.base.eligible, released.base.answered, released.base.answered_rounded) == (66, 66, False)


@pytest.mark.parametrize(("number", "of"), [(1, 100), (4, 100), (96, 100), (99, 100), (0, 100), (100, 100), (10, 19)])
def test_there_is_no_share_where_it_would_point_at_persons(share: MakeShare, number: int, of: int) -> None:
    released = alone(share(number, of))
    assert (released.share, released.interval, released.words, released.majority) == (None, None, None, None)
    assert not released.in_words_only
    assert (released.count, released.protection) == (None, Protection.HIDDEN)


@pytest.mark.parametrize(("number", "of", "words", "majority"), [
    (5, 20, WordedShare(1, 4, "at"), False),
    (16, 23, None, True),
    (33, 49, WordedShare(2, 3, "above"), True),
    (18, 36, WordedShare(1, 2, "at"), False),
])  # fmt: skip
def test_of_twenty_to_forty_nine_a_share_is_told_in_words(
    share: MakeShare, number: int, of: int, words: WordedShare | None, majority: bool
) -> None:
    released = alone(share(number, of))
    assert (released.share, released.interval) == (None, None)
    assert (released.in_words_only, released.words, released.majority) == (True, words, majority)
    assert (released.count, released.protection) == (None, Protection.ROUNDED)


def test_from_fifty_a_share_is_a_whole_percentage_with_whole_bounds(share: MakeShare) -> None:
    released = alone(share(124, 190))
    assert released.share == 0.65
    assert released.interval is not None
    assert (released.interval.low, released.interval.high) == (0.58, 0.72)  # of 0.5826 and 0.7166
    assert (released.words, released.majority, released.in_words_only) == (WordedShare(2, 3, "below"), True, False)


@pytest.mark.parametrize(("number", "of", "printed", "base"), [
    (37, 240, 36, 240),  # 15 percent of 240
    (37, 250, 38, 250),  # 15 percent of 250 is 37.5
    (57, 228, 58, 230),  # 25 percent of 230, as the base is printed
    (124, 190, 124, 190),
])  # fmt: skip
def test_the_count_of_a_share_follows_from_its_percentage(
    share: MakeShare, number: int, of: int, printed: int, base: int
) -> None:
    """Then a reader who has the percentage learns nothing from the count beside it."""
    released = alone(share(number, of))
    assert (released.count, released.base.answered, released.protection) == (printed, base, Protection.ROUNDED)


def test_a_share_of_a_total_that_is_printed_exactly_has_that_count(count: MakeCount, share: MakeShare) -> None:
    girls = share(37, 250, figure_id="girls", asked=VICTIMS)
    figures = [girls, count("total", 37, girls.where, 283, YEAR)]
    assert protect(figures, headline=["total"])[0].count == 37


@given(share=st.integers(50, 400).flatmap(lambda of: st.tuples(st.integers(5, of - 5), st.just(of))))
def test_bounds_are_moved_outward_so_that_the_interval_still_covers(share: tuple[int, int]) -> None:
    told, exact = say(*share, Telling.PERCENTAGE), wilson(*share)
    assert told.interval is not None
    assert told.interval.low <= exact.low + 1e-9
    assert told.interval.high >= exact.high - 1e-9
    assert exact.low - told.interval.low < 0.01
    for bound in (told.interval.low, told.interval.high, told.share):
        assert bound is not None
        assert abs(bound * 100 - round(bound * 100)) < 1e-9


@pytest.fixture
def estimate() -> Benchmark:
    return Benchmark(
        id="estimate", value=1320, low=1056, high=1584, first_year=2010, last_year=2015, noun={"en": "minors"},
        one={"en": "minor"}, source={"en": "study"}, address="https://study.example", scope="minors", unit="person",
    )  # fmt: skip


def test_a_coverage_of_public_numbers_stays_exact(estimate: Benchmark) -> None:
    register = replace(estimate, id="register", value=54, low=None, high=None)
    outside = Figure("registered", FigureKind.COUNT, 54, Base(54, 54, register.noun, register.one), benchmark=register)
    released = alone(cover(outside, estimate))
    assert released.share == round(54 / 1320, 3) == 0.041
    assert released.interval is not None
    assert (released.interval.low, released.interval.high) == (0.034, 0.051)
    assert (released.count, released.base.answered, released.protection) == (54, 1320, Protection.EXACT)


def test_a_coverage_of_our_own_tells_no_more_than_its_rounded_count(count: MakeCount, estimate: Benchmark) -> None:
    released = alone(cover(count("minors", 132, VICTIMS, 283, YEAR), estimate))
    assert (released.count, released.share, released.protection) == (130, 0.1, Protection.ROUNDED)
    assert released.interval is not None
    assert (released.interval.low, released.interval.high) == (0.08, 0.13)
    assert released.base.answered == 1320
    hidden = alone(cover(count("minors", 3, VICTIMS, 283, YEAR), estimate))
    assert (hidden.count, hidden.share, hidden.interval) == (None, None, None)


def test_totals_stand_side_by_side_exactly(count: MakeCount) -> None:
    figures = [count("now", 193, VICTIMS, 400, YEAR), count("before", 193, OTHERS, 400, YEAR)]
    both = protect([*figures, compared(count, 193, 193)], headline=["now", "before"])[2]
    assert (both.count, both.compared, both.share, both.protection) == (193, 193, 1, Protection.EXACT)
    assert both.interval is not None
    assert (both.interval.low, both.interval.high) == (0.815, 1.227)


def test_other_counts_are_compared_as_they_are_printed(count: MakeCount) -> None:
    released = alone(compared(count, 132, 117))
    assert (released.count, released.compared, released.protection) == (130, 115, Protection.ROUNDED)
    assert released.share == round(130 / 115, 3)
    expected = rate_ratio_interval(130, 115)
    assert expected is not None
    assert released.interval is not None
    assert released.interval.low == round(expected.low, 3)
    hidden = alone(compared(count, 132, 3))
    assert (hidden.compared, hidden.share, hidden.interval, hidden.protection) == (None, None, None, Protection.HIDDEN)


def test_each_of_two_numbers_says_what_was_done_to_it(count: MakeCount) -> None:
    """A total of this year that is exact does not become "about" beside a rounded one of the year before."""
    figures = [count("now", 193, VICTIMS, 400, YEAR), compared(count, 193, 117)]
    both = protect(figures, headline=["now"])[1]
    assert (both.count, both.count_protection) == (193, Protection.EXACT)
    assert (both.compared, both.compared_protection) == (115, Protection.ROUNDED)
    assert both.protection is Protection.ROUNDED


def compared(count: MakeCount, number: int, before: int) -> Figure:
    """`number` victims beside `before` others."""
    figure = count("period", number, VICTIMS, 400, YEAR)
    return replace(
        figure,
        kind=FigureKind.COMPARISON,
        share=rate_ratio(number, before),
        interval=rate_ratio_interval(number, before),
        compared=before,
        compared_base=figure.base,
        compared_period=("2019-01", "2019-12"),
        compared_where=OTHERS,
    )


def ranking(count: MakeCount, of: int, **named: int) -> Figure:
    """How often each option was named by `of` persons."""
    figure = count("ranking", of, VICTIMS, of, VICTIMS)
    items = tuple(
        Item(name, {"en": name}, number, 1, together(VICTIMS, Marked("platforms", (name,))))
        for name, number in named.items()
    )
    return replace(figure, kind=FigureKind.RANKING, items=items)


def test_an_item_of_a_few_is_not_listed_and_leaves_no_gap(count: MakeCount) -> None:
    released = alone(ranking(count, 66, instagram=31, tiktok=3, snapchat=24, telegram=0))
    assert [(item.name, item.count, item.rank) for item in released.items] == [
        ("instagram", 30, 1),
        ("snapchat", 25, 2),
    ]


def test_items_that_are_printed_alike_share_their_rank(count: MakeCount) -> None:
    released = alone(ranking(count, 66, instagram=24, snapchat=26, tiktok=9, whatsapp=6))
    assert [(item.name, item.count, item.rank) for item in released.items] == [
        ("instagram", 25, 1),
        ("snapchat", 25, 1),
        ("tiktok", 10, 3),
        ("whatsapp", 5, 4),
    ]
    assert {item.share for item in released.items} == {None}


def test_a_hidden_part_does_not_follow_from_the_whole_and_the_rest(count: MakeCount) -> None:
    """283 visitors, 280 victims: the three who chatted on behalf of somebody must not come out."""
    figures = [
        count("visitors", 283, YEAR, 283, YEAR),
        count("victims", 280, VICTIMS, 283, YEAR),
        count("on_behalf", 3, OTHERS, 283, YEAR),
    ]
    visitors, victims, on_behalf = protect(figures, headline=["visitors", "victims", "on_behalf"])
    assert on_behalf.count is None
    assert (visitors.count, visitors.protection) == (285, Protection.ROUNDED)
    assert (victims.count, victims.protection) == (280, Protection.ROUNDED)  # so that 1 to 9 are left


def test_a_few_come_out_even_when_nobody_publishes_them(count: MakeCount) -> None:
    figures = [count("visitors", 283, YEAR, 283, YEAR), count("victims", 281, VICTIMS, 283, YEAR)]
    assert protect(figures, headline=["visitors", "victims"])[1].protection is Protection.ROUNDED
    figures[1] = count("victims", 250, VICTIMS, 283, YEAR)
    assert protect(figures, headline=["visitors", "victims"])[1].protection is Protection.EXACT


def test_months_that_are_left_over_are_looked_at_too(count: MakeCount) -> None:
    """A year of 200 and its last ten months of 197 would give three in January and February."""
    months = together(Within("first_chat_month", "2020-03", "2020-12"))
    figures = [count("year", 200, YEAR, 200, YEAR), count("months", 197, months, 197, months)]
    assert Protection.ROUNDED in {figure.protection for figure in protect(figures, headline=["year", "months"])}


def test_three_parts_are_taken_off_their_whole_together(count: MakeCount) -> None:
    """20 victims, 15 parents and 62 friends of 100 leave three."""
    roles: list[Condition] = [together(YEAR, Is("contact_role", frozenset({code}))) for code in (1, 2, 4)]
    figures = [count("all", 100, YEAR, 100, YEAR)]
    figures += [count(f"role {place}", size, roles[place], 100, YEAR) for place, size in enumerate((20, 15, 62))]
    released = protect(figures, headline=[figure.id for figure in figures])
    assert [figure.protection for figure in released].count(Protection.EXACT) < 4
    assert released[0].protection is Protection.EXACT


def test_a_share_that_would_give_a_few_away_is_told_less_exactly(share: MakeShare, count: MakeCount) -> None:
    """Of 66, 34 and 29 are told as shares; the three who are left would come out of the percentages."""
    figures = [
        count("all", 66, VICTIMS, 66, VICTIMS),
        replace(share(34, 66, figure_id="girls", option=1, asked=VICTIMS)),
        replace(share(29, 66, figure_id="boys", option=2, asked=VICTIMS)),
    ]
    released = protect(figures, headline=["all"])
    assert {figure.share is None for figure in released[1:]} == {True, False}


def test_the_order_is_kept_and_nothing_is_left_out(count: MakeCount) -> None:
    figures = [count(name, 50, VICTIMS, 283, YEAR) for name in ("c", "a", "b")]
    assert [figure.id for figure in protect(figures)] == ["c", "a", "b"]
    assert protect([]) == ()


def test_stricter_rules_are_followed(count: MakeCount) -> None:
    strict = replace(default_rules(), hide_below=11, round_to=10)
    figures = [count("victims", 10, VICTIMS, 283, YEAR), count("others", 38, OTHERS, 283, YEAR)]
    assert [figure.count for figure in protect(figures, rules=strict)] == [None, 40]


def test_only_this_room_makes_a_released_figure(count: MakeCount) -> None:
    exact = count("victims", 3, VICTIMS, 283, YEAR)
    base = ReleasedBase(283, 283, {"en": "visitors"}, {"en": "visitor"})
    for seal in (None, object(), Seal()):
        with pytest.raises(TypeError, match="nowhere else"):
            ReleasedFigure(seal, "victims", FigureKind.COUNT, 3, base, None, None, Protection.EXACT)  # type: ignore[arg-type]
    released = alone(exact)
    with pytest.raises(AttributeError):
        released.count = 3  # type: ignore[misc]
    assert released.seal is SEAL
    assert "seal" not in repr(released)


def test_nothing_exact_goes_along_with_a_released_figure(count: MakeCount, share: MakeShare) -> None:
    """Neither a condition nor the number before rounding is kept anywhere in it."""
    released = protect([share(57, 228, 251), count("victims", 132, VICTIMS, 281, YEAR)])
    text = repr(released)
    assert all(str(number) not in text for number in (57, 228, 251, 132, 281))
    assert "contact_role" not in text
