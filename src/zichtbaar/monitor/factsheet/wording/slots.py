"""What may stand in the slots of a sentence; a slot whose number was hidden gives None."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zichtbaar.codebook.schema import Texts
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure, ReleasedItem
from zichtbaar.monitor.factsheet.wording.bases import source
from zichtbaar.monitor.factsheet.wording.changes import change
from zichtbaar.monitor.factsheet.wording.months import period, years_in_words
from zichtbaar.monitor.factsheet.wording.series import signals, trend
from zichtbaar.monitor.factsheet.wording.shares import between
from zichtbaar.monitor.factsheet.wording.verdicts import exposure, power, verdict
from zichtbaar.monitor.figures.combinations import COMBINED, ONLY
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import ComparisonPlan
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language, both
from zichtbaar.monitor.paper.numbers import number, persons

NAMED_RANKS = 2
"""A sentence names the first and the second of a ranking, ties included."""

_AND = both(" en ", " and ")

Filler = Callable[[ReleasedFigure, Language], str | None]


def nouns(slot: str, figure: ReleasedFigure, recipe: Recipe) -> tuple[Texts, Texts]:
    """What one person and several are called: those counted (`noun`) or those of the base (`base_noun`)."""
    plan = recipe.figure(figure.id)
    if isinstance(plan.plan, ComparisonPlan):
        plan = recipe.figure(plan.plan.figure)
    if slot == "noun" and plan.population is not None:
        return plan.population.one, plan.population.many
    if slot == "noun" and figure.numerator is not None:
        return figure.numerator.one, figure.numerator.noun
    return figure.base.one, figure.base.noun


def _count(figure: ReleasedFigure, language: Language) -> str | None:
    return _persons(figure.count, figure.count_protection is Protection.ROUNDED, language)


def _base(figure: ReleasedFigure, language: Language) -> str | None:
    return _persons(figure.base.answered, figure.base.answered_rounded, language)


def _compared(figure: ReleasedFigure, language: Language) -> str | None:
    return _persons(figure.compared, figure.compared_protection is Protection.ROUNDED, language)


def _persons(count: int | None, rounded: bool, language: Language) -> str | None:
    return None if count is None else persons(count, language, rounded=rounded)


def _period(figure: ReleasedFigure, language: Language) -> str | None:
    """The months counted, or the years that a figure from outside speaks of."""
    outside = figure.numerator or figure.benchmark
    if figure.period is not None or outside is None:
        return None if figure.period is None else period(figure.period, language)
    return years_in_words(outside.first_year, outside.last_year, language)


def _compared_period(figure: ReleasedFigure, language: Language) -> str | None:
    return None if figure.compared_period is None else period(figure.compared_period, language)


def _source(figure: ReleasedFigure, language: Language) -> str | None:
    return None if figure.benchmark is None else source(figure.benchmark, language)


def _ratio(figure: ReleasedFigure, language: Language) -> str | None:
    return None if figure.share is None else number(figure.share, language, 2)


def _items(figure: ReleasedFigure, language: Language) -> str | None:
    names = [item.label[language] for item in figure.items if _is_named(item)]
    if len(names) < 2:
        return "".join(names) or None
    return _AND[language].join((", ".join(names[:-1]), names[-1]))


def _is_named(item: ReleasedItem) -> bool:
    return item.rank <= NAMED_RANKS and item.protection is not Protection.HIDDEN


def _interval(figure: ReleasedFigure, language: Language) -> str | None:
    if figure.kind is not FigureKind.COMPARISON:
        return between(figure, language)
    both_are_nought = figure.count == 0 == figure.compared
    return None if figure.interval is None and not both_are_nought else change(figure.interval, language)


def _only(figure: ReleasedFigure, language: Language) -> str | None:
    return _part(ONLY, figure, language)


def _combined(figure: ReleasedFigure, language: Language) -> str | None:
    return _part(COMBINED, figure, language)


def _part(name: str, figure: ReleasedFigure, language: Language) -> str | None:
    item = _item(name, figure)
    return _persons(item.count, item.protection is Protection.ROUNDED, language)


def _item(name: str, figure: ReleasedFigure) -> ReleasedItem:
    """One of the two parts of a combination."""
    return next(item for item in figure.items if item.name == name)


FILLERS: Mapping[str, Filler] = {
    "count": _count,
    "base": _base,
    "period": _period,
    "compared": _compared,
    "compared_period": _compared_period,
    "ratio": _ratio,
    "interval": _interval,
    "items": _items,
    "source": _source,
    "only": _only,
    "combined": _combined,
    "verdict": verdict,
    "power": power,
    "exposure": exposure,
    "trend": trend,
    "signals": signals,
}
"""The slots that the figure alone can fill."""

AMOUNTS: Mapping[str, Callable[[ReleasedFigure], int | None]] = {
    "count": lambda figure: figure.count,
    "base": lambda figure: figure.base.answered,
    "compared": lambda figure: figure.compared,
    "only": lambda figure: _item(ONLY, figure).count,
    "combined": lambda figure: _item(COMBINED, figure).count,
}
"""The slots that a noun can stand behind, and the number that decides between one and several."""
