"""How a figure was counted, for a program: its conditions as JSON, beside their words in every language."""

from __future__ import annotations

from zichtbaar.codebook.schema import Codebook
from zichtbaar.codebook.written_conditions import write_condition
from zichtbaar.monitor.factsheet.how_counted import counting_of
from zichtbaar.monitor.factsheet.wording.how_counted import counted_in_codes, counted_in_words
from zichtbaar.monitor.figures.cross_tables import cells
from zichtbaar.monitor.figures.persons import base_of, persons_of
from zichtbaar.monitor.figures.plans import FigureRecipe, TablePlan
from zichtbaar.monitor.paper.language import Language


def counted_as(plan: FigureRecipe, book: Codebook) -> dict[str, object] | None:
    """Who is counted and out of whom; None of a figure from outside and of a comparison, which names its two sides."""
    counting = counting_of(plan)
    if counting is None:
        return None
    persons, base = persons_of(counting, book), base_of(counting, book)
    told: dict[str, object] = {
        "text": {code.value: counted_in_words(counting, base, book, code) for code in Language},
        "codes": counted_in_codes(counting, base, book.month),
        "counted": write_condition(persons.counted),
        "answered": write_condition(persons.answered),
    }
    if isinstance(counting, TablePlan):
        told["cells"] = {one.name: write_condition(one.where) for one in cells(counting, persons.answered) if one.where}
    return told
