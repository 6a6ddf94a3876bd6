"""The reader that the check imagines leaves nothing out that follows from what is printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Answered, Is, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.draft import draft_of
from zichtbaar.monitor.disclosure.ladders import hidden, rounded
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.reading import ContradictionError, read
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.sayable import Telling, say, telling
from zichtbaar.monitor.disclosure.told import NumberTold, ShareTold
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
def test_what_is_known_holds_the_truth_and_every_end_has_a_partner(sizes: tuple[int, int, int]) -> None:
    """Three shares of one rounded base narrow the base, and the base narrows each of them."""
    draft = draft_of([part(size, sum(sizes), option) for option, size in enumerate(sizes)], (), default_rules())
    known = read(draft.everything_told(), default_rules())
    for share, how in draft.tellings.items():
        counted, of = known.bands.get(share.counted), known.bands[share.of]
        if how is Telling.NOTHING or counted is None or counted[1] is None or of[1] is None:
            continue
        said = say(draft.counts[share.counted], draft.counts[share.of], how)
        assert counted[0] <= draft.counts[share.counted] <= counted[1]
        bases = range(of[0], of[1] + 1)
        for end in (counted[0], counted[1]):
            assert any(say(end, all_, how) == said for all_ in bases if end <= all_)
    for ratio in known.ratios:
        part_of_all = draft.counts[ratio.counted] / draft.counts[ratio.of]
        assert ratio.low - 1e-9 <= part_of_all <= ratio.high + 1e-9


@given(count=st.integers(6, 4000), of=st.integers(20, 4000))
def test_what_is_said_of_a_share_bounds_it_even_when_its_base_is_not_printed(count: int, of: int) -> None:
    how = telling(count, of, default_rules()) if count <= of else Telling.NOTHING
    if how is Telling.NOTHING:
        return
    one, other = Is("gender", frozenset({1})), Answered("gender")
    [ratio] = read([ShareTold(one, other, how, say(count, of, how))], default_rules()).ratios
    assert ratio.low - 1e-9 <= count / of <= ratio.high + 1e-9


def test_what_cannot_all_be_true_is_a_contradiction() -> None:
    who, of = Is("gender", frozenset({1})), Answered("gender")
    numbers = [NumberTold(one, Protection.EXACT, number, number, number) for one, number in ((who, 30), (of, 100))]
    share = ShareTold(who, of, Telling.PERCENTAGE, say(60, 100, Telling.PERCENTAGE))
    with pytest.raises(ContradictionError):
        read([*numbers, share], default_rules())


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
    assert draft.with_number(share.of, hidden(share.of)).tellings[share] is Telling.NOTHING
    assert draft.with_number(share.of, rounded(share.of, 100, draft.rules)).tellings[share] is Telling.PERCENTAGE


def test_very_many_people_are_not_tried_one_by_one() -> None:
    """Of ten million, a percentage leaves a hundred thousand numbers: nobody comes out of that."""
    many = 10_000_000
    figures = [part(many // 4, many, 1), part(many // 2, many, 2)]
    released = protect(figures)
    assert [figure.share for figure in released] == [0.25, 0.5]
