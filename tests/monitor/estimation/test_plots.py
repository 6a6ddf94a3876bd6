"""Marks lie where their numbers say, nothing leaves the drawing, and what is cut off says so."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import altair
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.estimation.bootstrap import bootstrap
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import Independent
from zichtbaar.monitor.estimation.estimating import Settings
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.loglinear import LogLinear
from zichtbaar.monitor.estimation.pages.about_robustness import known_chapter, other_lists_chapter
from zichtbaar.monitor.estimation.pages.axes import axis_to
from zichtbaar.monitor.estimation.pages.curves import histogram, model_plot, sensitivity_plot
from zichtbaar.monitor.estimation.pages.intervals import Line, compact_plot, fit_above, fit_beside, tall_plot
from zichtbaar.monitor.estimation.pages.overlaps import MOST_ROWS, column_names, combinations_of, overlap_plot
from zichtbaar.monitor.estimation.reporting import report
from zichtbaar.monitor.estimation.search import search
from zichtbaar.monitor.estimation.sensitivity import sensitivity_curve
from zichtbaar.monitor.paper.document import Plot
from zichtbaar.monitor.paper.drawing import INK, Drawing, Mark, Words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.svg import specification

ENGLISH = Language.ENGLISH
TABLE = CaptureTable.from_histories(
    ("A", "B", "C"), {("A",): 50, ("B",): 40, ("C",): 30, ("A", "B"): 12, ("B", "C"): 9, ("A", "B", "C"): 2}
)


def interval(low: float, high: float) -> PopulationInterval:
    return PopulationInterval(low, high, 0.95, "")


def texts(svg: str) -> list[str]:
    drawn = ElementTree.fromstring(svg)  # noqa: S314  # our own
    return [element.text or "" for element in drawn.iter("{http://www.w3.org/2000/svg}text")]


def plots() -> list[str]:
    fit = LogLinear("[12,3]").fit(TABLE)
    drawn = bootstrap(TABLE, Independent(), n_resamples=50)
    lines = [Line("A", 100, interval(80, 150), "100"), Line("B", None, None, "no number")]
    return [
        tall_plot(lines, ENGLISH, reference=90),
        compact_plot(lines, ENGLISH, reference=90),
        overlap_plot(TABLE, combinations_of(TABLE), ENGLISH),
        histogram(drawn, drawn.interval(), ENGLISH),
        model_plot(search(TABLE).within(10), ENGLISH),
        sensitivity_plot(sensitivity_curve(fit), TABLE.cases, ENGLISH),
    ]


@given(high=st.floats(1, 1e9), share=st.floats(0, 0.9))
def test_an_axis_holds_what_it_was_made_for_and_has_few_round_ticks(high: float, share: float) -> None:
    axis = axis_to(high, low=high * share)
    assert axis.holds(high)
    assert axis.holds(high * share)
    assert 0 <= axis.at(high * share) <= axis.at(high) <= 1
    ticks = list(axis.ticks())
    assert 1 <= len(ticks) <= 7
    assert all(axis.holds(tick) or tick == pytest.approx(axis.high) for tick in ticks)


def test_every_combination_has_its_row_and_a_pair_that_shares_nobody_too() -> None:
    rows = {row.places: row.count for row in combinations_of(TABLE)}
    assert rows == {(0,): 50, (1,): 40, (2,): 30, (0, 1): 12, (0, 2): 0, (1, 2): 9, (0, 1, 2): 2}
    assert "0" in texts(overlap_plot(TABLE, combinations_of(TABLE), ENGLISH))


def test_many_combinations_are_cut_to_the_largest() -> None:
    counts = np.arange(1 << 7)
    table = CaptureTable(tuple("ABCDEFG"), counts)
    rows = combinations_of(table)
    assert len(rows) == MOST_ROWS
    assert min(row.count for row in rows) == 128 - MOST_ROWS


def test_long_names_of_lists_give_way_to_their_numbers() -> None:
    assert column_names(TABLE) == ("A", "B", "C")
    long = CaptureTable(("Police of the whole land", "Shelter"), np.array([0, 5, 5, 2]))
    assert column_names(long) == ("1", "2")


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("police", "shelter", "helpline"), ("without police", "police + shelter", "police")),
        (
            ("police", "labour inspection", "shelter coordination"),
            ("without shelter coordination", "labour inspection + shelter coordination", "labour inspection"),
        ),
        (
            ("police", "foundation for shelter and care in the northern provinces", "helpline"),
            ("without list 2", "list 1 + list 2", "list 3"),
        ),
    ],
)
def test_labels_end_where_the_marks_begin_and_very_long_names_are_numbers(
    names: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    """Names that do not fit beside the marks stand above them, and those that do not fit there are in words alone."""
    made = report(CaptureTable(names, TABLE.counts), settings=Settings(resamples=0), thorough=False)
    chapters = (other_lists_chapter(made, ENGLISH), known_chapter(made, ENGLISH))
    drawn = [block for chapter in chapters for block in chapter.blocks if isinstance(block, Plot)]
    for plot, label in zip(drawn, labels, strict=True):
        assert label in texts(plot.svg)
        assert any(name in plot.alternative for name in names)


def test_a_row_is_tall_where_a_label_would_run_into_its_mark() -> None:
    short, long = (Line("p" * letters, 5, interval(3, 8), "5") for letters in (18, 19))
    assert (fit_beside([short]), fit_beside([short, long])) == (True, False)
    assert fit_above([Line("p" * 40, 5, None, "known 995")])
    assert not fit_above([Line("p" * 40, 5, None, "known 995; estimated 1,307")])


def test_an_interval_that_is_cut_off_has_an_arrow() -> None:
    within, beyond = Line("A", 100, interval(80, 150), "100"), Line("B", 100, interval(80, 9999), "100")
    assert "→" not in texts(tall_plot([within], ENGLISH))
    assert "→" in texts(tall_plot([within, beyond], ENGLISH))
    assert "→" in texts(tall_plot([Line("C", 100, interval(80, float("inf")), "100")], ENGLISH))


def test_a_range_without_a_value_is_shown_whole() -> None:
    seen, all_methods = Line("Seen", 100, None, "100"), Line("All", None, interval(300, 2000), "300 to 2,000")
    assert "→" not in texts(tall_plot([seen, all_methods], ENGLISH))


@pytest.mark.parametrize("place", range(6))
def test_a_plot_runs_nothing_loads_nothing_and_has_no_style_of_its_own(place: int) -> None:
    svg = plots()[place]
    assert not re.search(r"<script|<style|style=|<image|<foreignObject|\bon\w+=|javascript:", svg)
    assert "NaN" not in svg
    assert texts(svg)


def test_a_drawing_keeps_to_the_schema_of_vega_lite() -> None:
    mark, words = Mark(0, 1, 0, 1, INK), Words(0, 0, "a", "left")
    drawing = Drawing(labels=[words], numbers=[words], warnings=[words], scale=[words])
    for name in ("bars", "ticks", "dashes", "lines", "intervals", "points", "dots", "rings"):
        getattr(drawing, name).append(mark)
    altair.LayerChart.from_dict(specification(drawing, 2), validate=True)
