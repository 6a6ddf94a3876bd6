"""The reader that the check imagines leaves nothing out that follows from what is printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Is, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.draft import draft_of
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.sayable import Telling, say
from zichtbaar.monitor.disclosure.subtraction import numbers_of
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind
from zichtbaar.monitor.figures.shares import wilson

YEAR = together(Within("first_chat_month", "2020-01", "2020-12"))
VICTIMS = together(YEAR, Is("contact_role", frozenset({1})))
WORDS = {"en": "persons", "nl": "personen"}

MakeCount = Callable[..., Figure]


def part(number: int, of: int, option: int) -> Figure:
    """A share of all visitors of the year."""
    where = together(YEAR, Is("gender", frozenset({option})))
    base = Base(of, of, WORDS, WORDS, YEAR, YEAR)
    return Figure(f"part {option}", FigureKind.SHARE, number, base, number / of, wilson(number, of), where=where)


@settings(deadline=None)
@given(sizes=st.tuples(*[st.integers(5, 60)] * 3))
def test_every_number_that_is_left_has_a_partner_that_is_left(sizes: tuple[int, int, int]) -> None:
    """Three shares of one rounded base narrow the base, and the base narrows each of them."""
    draft = draft_of([part(size, sum(sizes), option) for option, size in enumerate(sizes)], (), default_rules())
    numbers = numbers_of(draft)
    for share, how in draft.tellings.items():
        counted, of = numbers[share.counted], numbers[share.of]
        if how is Telling.NOTHING or counted is None or of is None:
            continue
        said = say(draft.counts[share.counted], draft.counts[share.of], how)
        assert draft.counts[share.counted] in counted
        assert all(any(say(number, all_, how) == said for all_ in of if number <= all_) for number in counted)
        assert all(any(say(number, all_, how) == said for number in counted if number <= all_) for all_ in of)


@pytest.mark.parametrize("rest", [1, 2, 3, 4])
@pytest.mark.parametrize("total", range(140, 150))
def test_who_guesses_that_it_is_a_few_does_not_know_how_many(count: MakeCount, total: int, rest: int) -> None:
    """146 and "about 140" would leave 4 to 8, and so 4 for whoever guesses why it was rounded."""
    visitors, victims = protect(
        [count("visitors", total, YEAR, total, YEAR), count("victims", total - rest, VICTIMS, total, YEAR)],
        headline=["visitors", "victims"],
    )
    if visitors.count is None or victims.count is None:
        return
    reach = {Protection.EXACT: 0, Protection.ROUNDED: 2}
    totals = range(visitors.count - reach[visitors.protection], visitors.count + reach[visitors.protection] + 1)
    parts = range(victims.count - reach[victims.protection], victims.count + reach[victims.protection] + 1)
    assert len({whole - inner for whole in totals for inner in parts if 1 <= whole - inner <= 4}) >= 2


def test_a_base_that_is_hidden_takes_its_shares_along() -> None:
    figure = part(30, 100, 1)
    draft = draft_of([figure], (), default_rules())
    [share] = draft.tellings
    assert draft.tellings[share] is Telling.PERCENTAGE
    assert draft.with_protection(share.of, Protection.HIDDEN).tellings[share] is Telling.NOTHING
    assert draft.with_protection(share.of, Protection.ROUNDED).tellings[share] is Telling.PERCENTAGE


def test_very_many_people_are_not_tried_one_by_one() -> None:
    """Of ten million, a percentage leaves a hundred thousand numbers: nobody comes out of that."""
    many = 10_000_000
    figures = [part(many // 4, many, 1), part(many // 2, many, 2)]
    released = protect(figures)
    assert [figure.share for figure in released] == [0.25, 0.5]
