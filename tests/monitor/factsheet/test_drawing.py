"""Marks lie where their numbers say, and every row has its words."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.factsheet.drawing import drawing_of, height_of
from zichtbaar.monitor.factsheet.pictures import Row, Shape
from zichtbaar.monitor.paper.language import Language

DUTCH = Language.DUTCH
PERIODS = (Row("maart tot en met december 2019", 193, "193"), Row("maart tot en met december 2020", 193, "193"))


def test_bars_are_as_long_as_their_numbers() -> None:
    rows = (Row("Instagram", 20, "ca. 20"), Row("Snapchat", 15, "ca. 15"), Row("TikTok", 5, "ca. 5"))
    drawing = drawing_of(Shape.BARS, rows, DUTCH)
    assert [bar.x2 for bar in drawing.bars] == [1.0, 0.75, 0.25]
    assert {bar.x for bar in drawing.bars} == {0}


def test_a_bar_with_an_interval_leaves_room_for_it() -> None:
    rows = (Row("Schatting per jaar", 1000, "1.000 (800–1.600)", 800, 1600, faint=True), Row("Bekend", 80, "80"))
    drawing = drawing_of(Shape.BARS, rows, DUTCH)
    assert [bar.x2 for bar in drawing.bars] == [1000 / 1600, 80 / 1600]
    assert [(line.x, line.x2) for line in drawing.intervals] == [(0.5, 1.0)]


def test_the_bar_that_others_are_set_against_has_a_colour_of_its_own() -> None:
    rows = (Row("Schatting", 10, "10", faint=True), Row("Bekend", 5, "5"))
    drawing = drawing_of(Shape.BARS, rows, DUTCH)
    assert drawing.bars[0].colour != drawing.bars[1].colour


def test_only_noughts_are_no_fault() -> None:
    assert drawing_of(Shape.BARS, (Row("Instagram", 0, "0"),), DUTCH).bars[0].x2 == 0


def test_a_share_has_its_dot_within_its_interval_on_a_whole_scale() -> None:
    drawing = drawing_of(Shape.SHARES, (Row("Ouders als pleger", 0.15, "15% (11–20%)", 0.11, 0.20),), DUTCH)
    assert [dot.x for dot in drawing.dots] == [0.15]
    assert [(line.x, line.x2) for line in drawing.intervals] == [(0.11, 0.20)]
    assert [words.words for words in drawing.scale] == ["0%", "25%", "50%", "75%", "100%"]


def test_equal_counts_put_the_ratio_in_the_middle_of_its_scale() -> None:
    rows = (*PERIODS, Row("Verhouding", 1.0, "1,00 (0,82–1,23)", 0.815, 1.227))
    drawing = drawing_of(Shape.CHANGE, rows, DUTCH)
    assert [dot.x for dot in drawing.dots] == [0.5]
    assert [words.words for words in drawing.scale] == ["−20%", "0%", "+25%"]
    assert len(drawing.bars) == 2


@given(low=st.floats(0.01, 1), high=st.floats(1, 50) | st.just(inf))
def test_a_halving_is_as_far_as_a_doubling_and_nothing_leaves_the_drawing(low: float, high: float) -> None:
    rows = (*PERIODS, Row("Verhouding", 1.0, "", low, high))
    [line] = drawing_of(Shape.CHANGE, rows, DUTCH).intervals
    [mirrored] = drawing_of(Shape.CHANGE, (*PERIODS, Row("", 1.0, "", 1 / high, 1 / low)), DUTCH).intervals
    assert 0 <= line.x <= 0.5 <= line.x2 <= 1
    assert mirrored.x == pytest.approx(1 - line.x2)


def ratios(*rows: tuple[float, float, float], margin: tuple[float, float] | None = None) -> tuple[Row, ...]:
    return tuple(Row("Verhouding", value, "", low, high, margin=margin) for low, value, high in rows)


def test_a_margin_lies_within_the_scale_and_around_no_change() -> None:
    drawing = drawing_of(Shape.CHANGE, (*PERIODS, *ratios((0.815, 1.0, 1.227), margin=(1 / 1.2, 1.2))), DUTCH)
    low, high = (mark.x for mark in drawing.dashes)
    assert 0 < low < 0.5 < high < 1
    assert low == pytest.approx(1 - high)


def test_ratios_below_each_other_share_one_scale() -> None:
    drawing = drawing_of(Shape.FOREST, ratios((0.8, 1.0, 1.2), (0.5, 1.5, 3.0)), DUTCH)
    assert [words.words for words in drawing.scale] == ["−75%", "0%", "+300%"]
    assert [dot.x > 0.5 for dot in drawing.dots] == [False, True]
    assert [line.y for line in drawing.intervals] == pytest.approx([0.68, 1.68])


def test_months_stand_in_their_order_with_what_was_expected_and_a_ring_at_a_signal() -> None:
    rows = tuple(
        Row(f"maand {place}", value, str(value), expected=20.0, marked=value > 30)
        for place, value in enumerate((20, 10, 40))
    )
    drawing = drawing_of(Shape.MONTHS, rows, DUTCH)
    assert [bar.x for bar in drawing.bars] == sorted(bar.x for bar in drawing.bars)
    heights = [bar.y2 - bar.y for bar in drawing.bars]
    assert heights == pytest.approx([2 * heights[1], heights[1], 4 * heights[1]])
    assert all(line.y == line.y2 == drawing.bars[0].y for line in drawing.lines)
    [ring] = drawing.rings
    assert ring.x == pytest.approx(5 / 6)
    assert ring.y == drawing.bars[2].y
    assert [words.words for words in drawing.scale] == ["40", "maand 0", "maand 2"]


@given(st.lists(st.tuples(st.integers(0, 500), st.none() | st.floats(0, 600)), min_size=24, max_size=60))
def test_no_month_leaves_the_drawing(months: list[tuple[int, float | None]]) -> None:
    rows = tuple(Row("", value, "", expected=expected) for value, expected in months)
    drawing = drawing_of(Shape.MONTHS, rows, DUTCH)
    for mark in (*drawing.bars, *drawing.lines):
        assert 0 <= mark.x <= mark.x2 <= 1
        assert 0 <= mark.y <= 3
        assert 0 <= mark.y2 <= 3


def test_a_tile_lies_where_it_was_put_and_all_bars_have_one_scale() -> None:
    rows = (
        Row("North", 10, "ca. 10", tile=(1, 0)),
        Row("West", 5, "ca. 5", tile=(0, 1)),
        Row("East", 0, "…", tile=(1, 1)),
    )
    drawing = drawing_of(Shape.TILES, rows, DUTCH)
    names = {words.words: words for words in drawing.scale}
    assert names["West"].x < 0.5 < names["North"].x == names["East"].x
    assert names["North"].y < names["West"].y == names["East"].y
    wholes, bars = drawing.bars[::2], drawing.bars[1::2]
    assert [(bar.x2 - bar.x) / (whole.x2 - whole.x) for bar, whole in zip(bars, wholes, strict=True)] == [1, 0.5, 0]
    assert all(0 <= mark.x <= mark.x2 <= 1 for mark in drawing.bars)
    assert max(mark.y2 for mark in drawing.bars) <= height_of(Shape.TILES, rows)


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape is not Shape.MONTHS])
def test_every_row_has_its_label_and_its_number(shape: Shape) -> None:
    rows = (*PERIODS, Row("Verhouding", 1.0, "1,00", 0.8, 1.2))
    drawing = drawing_of(shape, rows, DUTCH)
    names = drawing.scale if shape is Shape.TILES else drawing.labels
    assert [words.words for words in names] == [row.label for row in rows]
    assert [words.words for words in drawing.numbers] == [row.text for row in rows]
