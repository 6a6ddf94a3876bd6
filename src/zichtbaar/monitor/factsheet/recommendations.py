"""What a recipe recommends, and the released figures behind it, so that a reader can look before believing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zichtbaar.monitor.factsheet.pictures import Told
from zichtbaar.monitor.factsheet.wording.page import PAGE
from zichtbaar.monitor.factsheet.wording.values import known, value
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure behind a recommendation, by its id, with its short name, what was found, and of how many people."""

    id: str
    label: str
    value: str
    base: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation and what stands behind it; `missing` says so where that is nothing, or not all."""

    id: str
    text: str
    behind: tuple[Behind, ...]
    missing: str


def recommended(recipe: Recipe, told: Sequence[Told], language: Language) -> tuple[Recommended, ...]:
    """Every recommendation, in the order of the recipe."""
    known = {one.figure.id: one for one in told}
    return tuple(
        Recommended(
            id=one.id,
            text=one.text[language],
            behind=tuple(_behind(known[name], language) for name in one.figures if name in known),
            missing=_missing(one.figures, [name for name in one.figures if name in known], language),
        )
        for one in recipe.recommendations
    )


def _behind(told: Told, language: Language) -> Behind:
    return Behind(told.figure.id, told.label, value(told.figure, told.plan, language), known(told.figure, language))


def _missing(wanted: Sequence[str], there: Sequence[str], language: Language) -> str:
    if not there:
        return PAGE["no_figure"][language]
    return "" if len(there) == len(wanted) else PAGE["not_every_figure"][language]
