"""The plot of who is on which lists: a row for each combination, its lists as dots and its people as a bar.

In the manner of A. Lex, N. Gehlenborg, H. Strobelt, R. Vuillemot, H. Pfister, "UpSet: visualization of intersecting
sets", IEEE Transactions on Visualization and Computer Graphics 20 (2014) 1983-1992.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import lists_of, size_of
from zichtbaar.monitor.estimation.notation import SIGNS
from zichtbaar.monitor.paper.drawing import DEEP, FAINT, Drawing, Mark, Words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number
from zichtbaar.monitor.paper.svg import svg

ROW = 21
MATRIX, BARS, COUNTS = 0.36, 0.42, 0.87
"""Where the dots end, where the bars begin, and where they end at most."""

THINNEST = 0.004
"""A bar that can still be seen."""

LETTER = 0.018
"""The width of a letter of a name, as a part of the drawing."""

MOST_ROWS = 40
MOST_WITH_ALL_PAIRS = 6
"""Lists up to which pairs that share nobody have a row too; beyond there would be more of these than of others."""


@dataclass(frozen=True, slots=True)
class Combination:
    """People on exactly these lists, by the places of the lists."""

    places: tuple[int, ...]
    count: int


def combinations_of(table: CaptureTable) -> tuple[Combination, ...]:
    """What has a row: each list alone, each two lists (with few lists: also those without anybody), and what else
    somebody is on; of these the largest, when there are too many."""
    numbers = [value for value in range(1, 1 << table.size) if table.counts[value] or _has_row_of_its_own(value, table)]
    most = sorted(numbers, key=lambda one: -int(table.counts[one]))[:MOST_ROWS]
    kept = sorted(numbers if len(numbers) <= MOST_ROWS else most, key=lambda one: (size_of(one), lists_of(one)))
    return tuple(Combination(tuple(lists_of(one)), int(table.counts[one])) for one in kept)


def _has_row_of_its_own(value: int, table: CaptureTable) -> bool:
    return size_of(value) == 1 or (size_of(value) == 2 and table.size <= MOST_WITH_ALL_PAIRS)


def column_names(table: CaptureTable) -> tuple[str, ...]:
    """Names of the lists where they fit above their column, and otherwise their signs."""
    width = MATRIX / table.size
    fit = all(len(name) * LETTER <= width for name in table.lists)
    return table.lists if fit else tuple(SIGNS[: table.size])


def overlap_plot(table: CaptureTable, rows: Sequence[Combination], language: Language) -> str:
    """The rows as SVG."""
    drawing = Drawing()
    columns = [MATRIX * (place + 0.5) / table.size for place in range(table.size)]
    for x, name in zip(columns, column_names(table), strict=True):
        drawing.scale.append(Words(x, 0.4, name, "center"))
    most = max(row.count for row in rows)
    for place, row in enumerate(rows, start=1):
        _draw_row(drawing, row, place + 0.5, columns, most, language)
    return svg(drawing, len(rows) + 1.1, row_height=ROW)


def _draw_row(
    drawing: Drawing, row: Combination, y: float, columns: Sequence[float], most: int, language: Language
) -> None:
    for place, x in enumerate(columns):
        drawing.points.append(Mark(x, x, y, y, DEEP if place in row.places else FAINT))
    first, last = columns[row.places[0]], columns[row.places[-1]]
    if first != last:
        drawing.lines.append(Mark(first, last, y, y, DEEP))
    if row.count:
        end = BARS + max((COUNTS - BARS) * row.count / most, THINNEST)
        drawing.bars.append(Mark(BARS, end, y - 0.36, y + 0.36, DEEP))
    words = drawing.numbers if row.count else drawing.warnings
    words.append(Words(1, y, number(row.count, language), "right"))


def pairs_sharing_nobody(table: CaptureTable) -> int:
    """How many pairs of lists share nobody."""
    return sum(1 for pair in combinations(table.lists, 2) if not table.overlaps()[pair])
