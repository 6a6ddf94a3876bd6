"""All released figures for a program and for a spreadsheet: figures.json and figures.csv.

Both hold what the page holds and nothing more; docs/reference/factsheet.md describes every field.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from math import isfinite

from zichtbaar import __version__
from zichtbaar.codebook.schema import Codebook, Texts
from zichtbaar.monitor.disclosure.released import ReleasedBase, ReleasedFigure, ReleasedItem
from zichtbaar.monitor.factsheet.acceptance import only_released
from zichtbaar.monitor.factsheet.contents import RecordFile, warnings_of
from zichtbaar.monitor.factsheet.wording.bases import base_line
from zichtbaar.monitor.factsheet.wording.labels import label, with_year
from zichtbaar.monitor.factsheet.wording.sentences import sentence
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind, Interval
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language

Cells = Mapping[str, object]


def figures_json(
    recipe: Recipe,
    figures: Iterable[ReleasedFigure],
    book: Codebook,
    files: Sequence[RecordFile],
    counted_on: date | None = None,
) -> str:
    """The figures with their words in every language, whatever language the page has."""
    whole = {
        "title": {code: with_year(title, recipe.year) for code, title in recipe.title.items()},
        "year": recipe.year,
        "warnings": list(warnings_of(recipe, counted_on)),
        "codebook": {"name": book.name, "version": book.version},
        "version": __version__,
        "records": [asdict(file) for file in files],
        "figures": [_entry(figure, recipe) for figure in only_released(figures)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _entry(figure: ReleasedFigure, recipe: Recipe) -> dict[str, object]:
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
    }
    return entry | dict(_belonging(figure))


def _words(figure: ReleasedFigure, recipe: Recipe) -> dict[str, Texts]:
    """The short name and the sentence with its base, in every language."""
    return {
        "label": {code.value: label(figure, recipe, code) for code in Language},
        "text": {code.value: told(figure, recipe, code) for code in Language},
    }


def _belonging(figure: ReleasedFigure) -> Iterator[tuple[str, object]]:
    """What only some kinds of figures have."""
    if figure.kind is FigureKind.RANKING:
        yield "items", [_item(item) for item in figure.items]
    if figure.kind is FigureKind.COMPARISON:
        yield "ratio", figure.share
        base = figure.compared_base
        period = figure.compared_period
        yield "compared", {"count": figure.compared, "base": base and _base(base), "period": period}
    if figure.benchmark is not None:
        yield "benchmark", _benchmark(figure.benchmark)
    if figure.numerator is not None:
        yield "numerator", _benchmark(figure.numerator)


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
        "rank": item.rank,
        "protection": item.protection.value,
    }


def _benchmark(benchmark: Benchmark) -> dict[str, object]:
    return asdict(benchmark)


COLUMNS = (
    *("id", "item", "kind", "label_nl", "label_en", "count", "eligible", "eligible_rounded", "answered"),
    *("answered_rounded", "noun_nl", "noun_en", "share", "low", "high", "level", "method", "protection"),
    *("first_month", "last_month", "population", "compared", "ratio", "benchmark", "text_nl", "text_en"),
)
"""The columns of figures.csv; what a figure does not have is empty."""


def figures_csv(recipe: Recipe, figures: Iterable[ReleasedFigure]) -> str:
    """One line per figure, and below a ranking one line per item; UTF-8 with a comma between cells."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for figure in only_released(figures):
        writer.writerow(_cells(figure, recipe))
        for item in figure.items:
            writer.writerow(_item_cells(figure, item))
    return text.getvalue()


def _cells(figure: ReleasedFigure, recipe: Recipe) -> Cells:
    is_comparison = figure.kind is FigureKind.COMPARISON
    interval = _interval(figure.interval) or {}
    first_month, last_month = figure.period or ("", "")
    texts = _words(figure, recipe) | {"noun": figure.base.noun}
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
        "ratio": figure.share if is_comparison else None,
        "benchmark": figure.benchmark and figure.benchmark.id,
        **{f"{name}_{code}": words for name, text in texts.items() for code, words in text.items()},
    }


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
    }
