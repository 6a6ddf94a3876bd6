"""All released figures for a program and for a spreadsheet: figures.json and figures.csv.

Both hold what the page holds and nothing more; docs/reference/factsheet.md describes every field.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from math import isfinite

from zichtbaar import __version__
from zichtbaar.codebook.schema import Texts
from zichtbaar.monitor.disclosure.released import ReleasedBase, ReleasedFigure, ReleasedItem, ReleasedMonth
from zichtbaar.monitor.factsheet.acceptance import only_released
from zichtbaar.monitor.factsheet.contents import warnings_of
from zichtbaar.monitor.factsheet.counted_as import counted_as
from zichtbaar.monitor.factsheet.origin import Origin
from zichtbaar.monitor.factsheet.wording.bases import base_line
from zichtbaar.monitor.factsheet.wording.coding import rounded_down, told_coding, why_left_out
from zichtbaar.monitor.factsheet.wording.labels import label, plan_label, with_year
from zichtbaar.monitor.factsheet.wording.sentences import sentence
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind, Interval
from zichtbaar.monitor.figures.plans import FigureRecipe
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language

Cells = Mapping[str, object]


def figures_json(recipe: Recipe, figures: Iterable[ReleasedFigure], origin: Origin) -> str:
    """The figures with their words in every language, whatever language the page has."""
    whole = {
        "title": {code: with_year(title, recipe.year) for code, title in recipe.title.items()},
        "year": recipe.year,
        "edition": origin.edition and asdict(origin.edition),
        "warnings": list(warnings_of(recipe, origin.counted_on)),
        "codebook": {"name": origin.book.name, "version": origin.book.version},
        "recipe": asdict(origin.recipe),
        "rules": {"name": origin.rules.name, "version": origin.rules.version},
        "version": __version__,
        "records": [file.published() for file in origin.files],
        "coded_twice": origin.coded_twice and origin.coded_twice.published(),
        "figures": [_entry(figure, recipe, origin) for figure in only_released(figures)],
        "recommendations": [asdict(one) for one in recipe.recommendations],
        "left_out": [_left_out(plan, recipe) for plan in recipe.figures if plan.id in origin.unreliable],
    }
    return json.dumps(to_nine_digits(whole), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_nine_digits(value: object) -> object:
    """Numbers within `value`, at any depth, to nine digits that count.

    The last digits of a chance come from the processor's mathematics, and files must not depend on it.
    """
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, Mapping):
        return {name: to_nine_digits(one) for name, one in value.items()}
    return [to_nine_digits(one) for one in value] if isinstance(value, list | tuple) else value


def _left_out(plan: FigureRecipe, recipe: Recipe) -> dict[str, object]:
    """A figure that was coded too unreliably to be published."""
    return {
        "id": plan.id,
        "label": {code.value: plan_label(plan, recipe, code) for code in Language},
        "why": {code.value: why_left_out(code) for code in Language},
    }


def _entry(figure: ReleasedFigure, recipe: Recipe, origin: Origin) -> dict[str, object]:
    is_comparison = figure.kind is FigureKind.COMPARISON
    words = _words(figure, recipe)
    entry: dict[str, object] = {
        "id": figure.id,
        "kind": figure.kind.value,
        "label": words["label"],
        "count": figure.count,
        "base": _base(figure.base),
        "share": None if is_comparison else figure.share,
        "interval": _interval(figure.interval),
        "text": words["text"],
        "protection": figure.protection.value,
        "period": figure.period,
        "population": figure.population,
        "coding": _coding(figure, origin),
        "counted_as": counted_as(recipe.figure(figure.id), origin.book),
    }
    return entry | dict(_belonging(figure))


def _coding(figure: ReleasedFigure, origin: Origin) -> dict[str, object] | None:
    """The agreement of two coders on what the figure rests on; alpha is rounded down, as it is printed."""
    coding = told_coding(figure, origin)
    if coding is None:
        return None
    alpha = None if coding.alpha is None else rounded_down(coding.alpha)
    return {"level": coding.level.value, "alpha": alpha, "unit": coding.unit}


def _words(figure: ReleasedFigure, recipe: Recipe) -> dict[str, Texts]:
    """The short name and the sentence with its base, in every language."""
    return {
        "label": {code.value: label(figure, recipe, code) for code in Language},
        "text": {code.value: told(figure, recipe, code) for code in Language},
    }


def _belonging(figure: ReleasedFigure) -> Iterator[tuple[str, object]]:
    """What only some kinds of figures have."""
    if figure.kind is FigureKind.SHARE:
        yield "bounds", _interval(figure.bounds)
        yield "plausible", _interval(figure.plausible)
    if figure.kind in (FigureKind.RANKING, FigureKind.COMBINATION, FigureKind.TABLE):
        yield "items", [_item(item) for item in figure.items]
    if figure.kind is FigureKind.COMPARISON:
        yield from _of_comparison(figure)
    if figure.kind is FigureKind.COVERAGE:
        yield "mismatches", [mismatch.value for mismatch in figure.mismatches]
    if figure.kind is FigureKind.SERIES:
        yield from _of_series(figure)
    if figure.benchmark is not None:
        yield "benchmark", _benchmark(figure.benchmark)
    if figure.numerator is not None:
        yield "numerator", _benchmark(figure.numerator)


def _of_comparison(figure: ReleasedFigure) -> Iterator[tuple[str, object]]:
    yield "ratio", figure.share
    base, period = figure.compared_base, figure.compared_period
    yield "compared", {"count": figure.compared, "base": base and _base(base), "period": period}
    yield "equivalence", figure.equivalence and asdict(figure.equivalence)
    yield "power", figure.power
    against = figure.exposure
    yield "exposure", against and {key: getattr(against, key) for key in ("what", "own", "compared", "rounded")}


def _of_series(figure: ReleasedFigure) -> Iterator[tuple[str, object]]:
    yield "months", [asdict(month) for month in figure.months]
    trend = figure.trend
    yield "trend", trend and {**asdict(trend), "interval": _interval(trend.interval)}
    yield "signals", None if figure.signals is None else [asdict(signal) for signal in figure.signals]


def told(figure: ReleasedFigure, recipe: Recipe, language: Language) -> str:
    """The sentence of a figure, its base and what the recipe adds to it, as one text that can stand alone."""
    note = recipe.figure(figure.id).note
    parts = (sentence(figure, recipe, language).text, base_line(figure, language), note[language] if note else "")
    return " ".join(filter(None, parts))


def _base(base: ReleasedBase) -> dict[str, object]:
    return {
        "eligible": base.eligible,
        "eligible_rounded": base.eligible_rounded,
        "answered": base.answered,
        "answered_rounded": base.answered_rounded,
        "noun": dict(base.noun),
    }


def _interval(interval: Interval | None) -> dict[str, object] | None:
    """The interval; an end without bound becomes null, for JSON knows no infinity."""
    if interval is None:
        return None
    high = interval.high if isfinite(interval.high) else None
    return {"low": interval.low, "high": high, "level": interval.level, "method": interval.method}


def _item(item: ReleasedItem) -> dict[str, object]:
    return {
        "name": item.name,
        "label": dict(item.label),
        "count": item.count,
        "share": item.share,
        "rank": item.rank or None,
        "ranks": item.ranks,
        "protection": item.protection.value,
    }


def _benchmark(benchmark: Benchmark) -> dict[str, object]:
    return asdict(benchmark)


COLUMNS = (
    *("id", "item", "kind", "label_nl", "label_en", "count", "eligible", "eligible_rounded", "answered"),
    *("answered_rounded", "noun_nl", "noun_en", "share", "low", "high", "level", "method", "protection"),
    *("first_month", "last_month", "population", "compared", "ratio", "benchmark", "text_nl", "text_en"),
    *("lowest_bound", "highest_bound", "lowest_rank", "highest_rank", "margin", "p_value", "own_exposure"),
    *("compared_exposure", "mismatches", "coding", "alpha"),
)
"""The columns of figures.csv; what a figure does not have is empty."""


def figures_csv(recipe: Recipe, figures: Iterable[ReleasedFigure], origin: Origin) -> str:
    """One line per figure, and below it one per item or month of it; UTF-8 with a comma between cells."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for figure in only_released(figures):
        writer.writerow({name: to_nine_digits(cell) for name, cell in _cells(figure, recipe, origin).items()})
        for item in figure.items:
            writer.writerow(_item_cells(figure, item))
        for month in figure.months:
            writer.writerow(_month_cells(figure, month))
    return text.getvalue()


def _cells(figure: ReleasedFigure, recipe: Recipe, origin: Origin) -> Cells:
    is_comparison = figure.kind is FigureKind.COMPARISON
    interval = _interval(figure.interval) or {}
    first_month, last_month = figure.period or ("", "")
    texts = _words(figure, recipe) | {"noun": figure.base.noun}
    coding = _coding(figure, origin) or {}
    return {
        "id": figure.id,
        "kind": figure.kind.value,
        "count": figure.count,
        "eligible": figure.base.eligible,
        "eligible_rounded": int(figure.base.eligible_rounded),
        "answered": figure.base.answered,
        "answered_rounded": int(figure.base.answered_rounded),
        "share": None if is_comparison else figure.share,
        **interval,
        "protection": figure.protection.value,
        "first_month": first_month,
        "last_month": last_month,
        "population": figure.population,
        "compared": figure.compared,
        "benchmark": figure.benchmark and figure.benchmark.id,
        "coding": coding.get("level"),
        "alpha": coding.get("alpha"),
        **{f"{name}_{code}": words for name, text in texts.items() for code, words in text.items()},
        **_further_cells(figure),
    }


def _further_cells(figure: ReleasedFigure) -> Cells:
    """What only some kinds of figures have."""
    bounds, found, against = _interval(figure.bounds) or {}, figure.equivalence, figure.exposure
    trend = _interval(figure.trend.interval) or {} if figure.trend is not None else {}
    return trend | {
        "ratio": figure.trend.ratio if figure.trend is not None else _ratio(figure),
        "lowest_bound": bounds.get("low"),
        "highest_bound": bounds.get("high"),
        "margin": found and found.margin,
        "p_value": found and found.p_value,
        "own_exposure": against and against.own,
        "compared_exposure": against and against.compared,
        "mismatches": " ".join(figure.mismatches),
    }


def _ratio(figure: ReleasedFigure) -> float | None:
    return figure.share if figure.kind is FigureKind.COMPARISON else None


def _item_cells(figure: ReleasedFigure, item: ReleasedItem) -> Cells:
    return {
        "id": figure.id,
        "item": item.name,
        "kind": figure.kind.value,
        "label_nl": item.label["nl"],
        "label_en": item.label["en"],
        "count": item.count,
        "share": item.share,
        "protection": item.protection.value,
        "lowest_rank": item.ranks and item.ranks[0],
        "highest_rank": item.ranks and item.ranks[1],
    }


def _month_cells(figure: ReleasedFigure, month: ReleasedMonth) -> Cells:
    return {
        "id": figure.id,
        "item": month.month,
        "kind": figure.kind.value,
        "count": month.count,
        "protection": month.protection.value,
        "first_month": month.month,
        "last_month": month.month,
    }
