"""Every generated sentence, read back from its words alone, holds what is true, and the same in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from monitor.factsheet.wording.reading_back import (
    Span,
    is_left_out,
    read_change,
    read_counts,
    read_coverage,
    read_places,
    read_power,
    read_signals,
    read_spans,
    read_verdict,
)
from zichtbaar.codebook.schema import ALWAYS, Condition, Is, Population, Texts
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.wording.bases import base_line
from zichtbaar.monitor.factsheet.wording.sentences import sentence
from zichtbaar.monitor.figures.bounds import few_answered
from zichtbaar.monitor.figures.comparing import relate
from zichtbaar.monitor.figures.coverage import cover
from zichtbaar.monitor.figures.figure import (
    Base,
    Benchmark,
    Exposure,
    Figure,
    FigureKind,
    Interval,
    Item,
    MonthCount,
)
from zichtbaar.monitor.figures.plans import CountPlan, FigureRecipe, Period, Wording
from zichtbaar.monitor.figures.rankings import rank_of
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.figures.shares import IntervalMethod, wilson
from zichtbaar.monitor.paper.language import Language

Told = TypeVar("Told")
Read = Callable[[str, Language], Told]

MANY, ONE = {"nl": "slachtoffers", "en": "victims"}, {"nl": "slachtoffer", "en": "victim"}
VICTIMS = Population("victims", ONE, MANY, ALWAYS)
YEAR = Period("year", "2020-01", "2020-12")
YEARS = Period("years", "2017-01", "2020-12")
COUNTS = st.integers(0, 1500)
SLACK = 1e-6  # released intervals have three decimals at most, and floats have dust


def who(number: int) -> Condition:
    """Any condition, another one for another number."""
    return Is("offender_relations", frozenset({number}))


def out_of(eligible: int, answered: int) -> Base:
    return Base(eligible, answered, MANY, ONE, who(0), who(0 if eligible == answered else 1))


def released(figure: Figure, *others: Figure, exactly: bool = False) -> ReleasedFigure:
    """The figure as it leaves; `exactly` makes every count a national total that was registered beforehand."""
    together = [figure, *others]
    return protect(together, headline=[one.id for one in together] if exactly else [])[0]


def in_both(figure: ReleasedFigure, slots: str, read: Read[Told]) -> Told:
    """What a sentence with these slots is read back to, if that is the same in Dutch and in English."""
    statement: Texts = {"nl": slots, "en": slots}
    label = {"nl": "Cijfer", "en": "Figure"}
    plan = FigureRecipe(
        figure.id, figure.kind, "all", CountPlan(VICTIMS, YEAR), Wording.COUNT, label, statement, None, None
    )
    recipe = Recipe(Path("a.toml"), "trafficking-1", 2020, label, None, None, None, (), (YEAR,), (), (plan,))
    dutch, english = (read(sentence(figure, recipe, code).text, code) for code in Language)
    assert dutch == english
    return dutch


def below_in_both(figure: ReleasedFigure, read: Read[Told]) -> Told:
    """The same for the line of its base."""
    dutch, english = (read(base_line(figure, code), code) for code in Language)
    assert dutch == english
    return dutch


def holds(span: Span, value: float) -> bool:
    return span[0] - SLACK <= value <= span[1] + SLACK


@given(count=st.integers(0, 3000), is_headline=st.booleans())
@settings(deadline=None)
def test_a_count(count: int, is_headline: bool) -> None:
    figure = Figure("count", FigureKind.COUNT, count, out_of(4000, 4000), period=YEAR.months, where=who(2))
    [span] = in_both(released(figure, exactly=is_headline), "{count}.", read_counts)
    assert holds(span, count)


@st.composite
def shares(draw: st.DrawFn) -> Figure:
    answered = draw(st.integers(20, 400))
    count = draw(st.integers(0, answered))
    base = out_of(answered + draw(st.integers(0, 1500)), answered)
    return Figure(
        "share", FigureKind.SHARE, count, base, count / answered, wilson(count, answered), YEAR.months, where=who(2)
    )


@given(shares())
@settings(deadline=None)
def test_what_a_share_leaves_open_about_everybody(figure: Figure) -> None:
    """Whatever those without an answer would have said lies within the first span, what is plausible in the second."""
    spans = below_in_both(released(figure), read_spans)
    count, answered, eligible = figure.count, figure.base.answered, figure.base.eligible
    if not spans:
        return
    [widest, plausible] = spans
    others = eligible - answered
    for among_others in (0, others // 2, others):
        assert holds(widest, (count + among_others) / eligible)
    for times in (0.5, 1, 1.5):
        assert holds(plausible, (count + others * min(1, times * count / answered)) / eligible)


@given(shares())
@settings(deadline=None)
def test_bounds_are_told_where_a_percentage_is_and_few_answered(figure: Figure) -> None:
    told = released(figure)
    base = told.base
    assume(told.share is not None and base.answered is not None and base.eligible is not None)
    assert base.answered is not None
    assert base.eligible is not None
    assert bool(below_in_both(told, read_spans)) == few_answered(base.answered, base.eligible)


def compared(count: int, other: int, margin: float | None = None, exposure: Exposure | None = None) -> Figure:
    related = relate(count, other, exposure, margin)
    return Figure(
        "change",
        FigureKind.COMPARISON,
        count,
        out_of(4000, 4000),
        share=related.ratio,
        interval=related.interval,
        period=YEAR.months,
        compared=other,
        compared_base=out_of(4000, 4000),
        compared_period=("2019-01", "2019-12"),
        where=who(2),
        compared_where=who(3),
        equivalence=related.equivalence,
        exposure=exposure,
    )


@given(count=COUNTS, other=COUNTS.filter(bool))
@settings(deadline=None)
def test_how_two_counts_relate(count: int, other: int) -> None:
    told = released(compared(count, other))
    if told.interval is None:
        assert in_both(told, "{interval}.", is_left_out)
        return
    span = in_both(told, "{interval}.", read_change)
    assert holds(span, count / other)
    assert told.share is not None
    assert holds(span, told.share)


@given(count=st.integers(5, 1500), other=st.integers(5, 1500), margin=st.integers(1, 100))
@settings(deadline=None)
def test_whether_two_totals_lie_within_a_margin(count: int, other: int, margin: int) -> None:
    figure = compared(count, other, margin / 100)
    totals = [
        Figure(name, FigureKind.COUNT, number, out_of(4000, 4000), where=where)
        for name, number, where in (("one", count, who(2)), ("other", other, who(3)))
    ]
    told = released(figure, *totals, exactly=True)
    (low, high), is_within, p = in_both(told, "{verdict}.", read_verdict)
    assert low == pytest.approx(1 / (1 + margin / 100), abs=0.0005)
    assert high == pytest.approx(1 + margin / 100, abs=0.0005)
    exact = relate(count, other, None, margin / 100)
    assert exact.equivalence is not None
    assert is_within is exact.equivalence.is_within
    assert holds(p, exact.equivalence.p_value)
    fall, chance = in_both(told, "{power}.", read_power)
    assert fall == pytest.approx(margin / 100)
    assert exact.power is not None
    assert holds(chance, exact.power)


@given(count=st.integers(5, 500), other=st.integers(5, 500), hours=st.floats(1, 5000), others=COUNTS)
@example(count=73, other=60, hours=1.0, others=7)  # printed as 5: the interval must hold for 7 too
@settings(deadline=None)
def test_what_two_counts_are_set_against(count: int, other: int, hours: float, others: int) -> None:
    what = {"nl": "chats", "en": "chats"}
    by_hours = released(compared(count, other, exposure=Exposure(what, round(hours, 1), 100)))
    assert [span[0] for span in in_both(by_hours, "{exposure}.", read_counts)] == [round(hours, 1), 100]
    figure = compared(count, other, exposure=Exposure(what, others, 700, who(4), who(5)))
    chats = (
        Figure("a", FigureKind.COUNT, others, out_of(4000, 4000), where=who(4)),
        Figure("b", FigureKind.COUNT, 700, out_of(4000, 4000), where=who(5)),
    )
    told = released(figure, *chats)
    if told.exposure is None:
        assert in_both(told, "{exposure}.", is_left_out)
        assert in_both(told, "{interval}.", is_left_out)
        return
    own, compared_with = in_both(told, "{exposure}.", read_counts)
    assert holds(own, others)
    assert holds(compared_with, 700)
    assert holds(in_both(told, "{interval}.", read_change), count / other / (others / 700))


@given(st.integers(1, 1500), st.none() | st.tuples(st.floats(0.3, 1), st.floats(1, 4)), st.integers(500, 9000))
@settings(deadline=None)
def test_a_coverage(count: int, margin: tuple[float, float] | None, value: int) -> None:
    low, high = (None, None) if margin is None else (value * margin[0], value * margin[1])
    noun = {"nl": "geschat", "en": "estimated"}
    estimate = Benchmark("e", value, low, high, 2010, 2015, noun, noun, noun, "https://a.example", "victims", "person")
    own = Figure(
        "own", FigureKind.COUNT, count, out_of(4000, 4000), period=YEAR.months, population="victims", where=who(2)
    )
    told = released(cover(own, estimate))
    assert holds(in_both(told, "{share} {base_noun} {base}.", read_coverage), count / value)
    spans = below_in_both(told, read_spans)
    assert len(spans) == int(margin is not None and told.count is not None)
    assert all(holds(span, (told.count or 0) / value) for span in spans)


@given(only=COUNTS, combined=COUNTS)
@settings(deadline=None)
def test_a_form_alone_and_with_others(only: int, combined: int) -> None:
    label = {"nl": "deel", "en": "part"}
    items = (Item("only", label, only, 0, who(3)), Item("combined", label, combined, 0, who(4)))
    figure = Figure(
        "forms", FigureKind.COMBINATION, only + combined, out_of(4000, 4000), period=YEAR.months, items=items,
        where=who(2),
    )  # fmt: skip
    spans = in_both(released(figure), "{count}; {only}; {combined}.", read_counts)
    for span, number in zip(spans, (only + combined, only, combined), strict=True):
        assert holds(span, number)


@given(st.lists(st.integers(0, 120), min_size=2, max_size=6))
@settings(deadline=None)
def test_the_places_of_a_ranking(counts: list[int]) -> None:
    items = tuple(
        Item(f"o{place}", dict.fromkeys(Language, f"Optie {place}"), count, rank_of(count, counts), who(place + 3))
        for place, count in enumerate(counts)
    )
    figure = Figure("ranking", FigureKind.RANKING, 600, out_of(600, 600), period=YEAR.months, items=items, where=who(2))
    told = released(figure)
    places = below_in_both(told, read_places)
    named = {item.name for item in told.items}
    listed = {item.name: item.count for item in items if item.name in named}
    assert len(places) == (len(told.items) if len(told.items) > 1 else 0)
    for item in told.items:
        if places:
            low, high = places[item.label["nl"]]
            assert low <= rank_of(listed[item.name], listed.values()) <= high


@st.composite
def months_of_four_years(draw: st.DrawFn) -> list[int]:
    random = default_rng(draw(st.integers(0, 10_000)))
    mean, yearly = draw(st.sampled_from([12, 25, 60])), draw(st.floats(0.8, 1.25))
    counts = [int(count) for count in random.poisson([mean * yearly ** (place / 12) for place in range(48)])]
    counts[-2] *= draw(st.integers(1, 4))
    return counts


@given(months_of_four_years())
@settings(max_examples=10, deadline=None)
def test_a_series(counts: list[int]) -> None:
    months = tuple(
        MonthCount(month, count, who(place))
        for place, (month, count) in enumerate(zip(YEARS.each, counts, strict=True), 3)
    )
    figure = Figure(
        "series", FigureKind.SERIES, sum(counts), out_of(sum(counts), sum(counts)), period=YEARS.months, where=who(0),
        months=months, is_watched=True,
    )  # fmt: skip
    told = released(figure)
    if told.trend is None:
        assert in_both(told, "{trend}. {signals}.", is_left_out)
        return
    span = in_both(told, "{trend}.", read_change)
    assert holds(span, told.trend.ratio)
    assert told.signals is not None
    named = in_both(told, "{signals}.", read_signals)
    assert [month for month, _, _ in named] == [signal.month for signal in told.signals]
    for (_, count, expected), signal in zip(named, told.signals, strict=True):
        assert holds((count[0] - 2, count[1] + 2), counts[YEARS.each.index(signal.month)])  # rounded to five
        assert holds(expected, signal.expected)


def test_an_interval_is_made_by_the_method_that_it_names() -> None:
    """Outward to whole percents: 41.8 to 66.9."""
    figure = Figure(
        "share", FigureKind.SHARE, 36, out_of(66, 66), 36 / 66, Interval(0, 1, 0.95, IntervalMethod.CLOPPER_PEARSON),
        YEAR.months, where=who(2),
    )  # fmt: skip
    told = released(figure)
    assert told.interval is not None
    assert (told.interval.low, told.interval.high, told.interval.method) == (0.41, 0.67, "Clopper-Pearson")
