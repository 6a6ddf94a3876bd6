"""Short names of figures, for cards, charts and the table."""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.wording.months import period
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import FigureRecipe
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language


def label(figure: ReleasedFigure, recipe: Recipe, language: Language) -> str:
    """The short name, with its months when these are not the whole year of the recipe."""
    name = with_year(recipe.figure(figure.id).label[language], recipe.year)
    whole_year = (f"{recipe.year}-01", f"{recipe.year}-12")
    if figure.period is None or figure.period == whole_year or figure.kind is FigureKind.COMPARISON:
        return name
    return f"{name}, {period(figure.period, language)}"


def plan_label(plan: FigureRecipe, recipe: Recipe, language: Language) -> str:
    """The same for a figure that is only planned, or of which no number may be shown."""
    name = with_year(plan.label[language], recipe.year)
    whole_year = (f"{recipe.year}-01", f"{recipe.year}-12")
    if plan.period is None or plan.period.months == whole_year:
        return name
    return f"{name}, {period(plan.period.months, language)}"


def with_year(text: str, year: int) -> str:
    """A title or label with the year of the recipe in place of `{year}`."""
    return text.replace("{year}", str(year))
