"""Of whom a figure speaks, said beside every figure: "Bekend van 248 van de 250 slachtoffers."."""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import ReleasedBase, ReleasedFigure
from zichtbaar.monitor.factsheet.wording.months import years
from zichtbaar.monitor.factsheet.wording.shares import between
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind
from zichtbaar.monitor.paper.language import Language, both, with_capital
from zichtbaar.monitor.paper.numbers import number, persons

FEW_ANSWERED = 0.6
"""Below this part of answers the base line says that it tells nothing about the others."""

_ALL = both("Bekend van alle {all} {noun}.", "Known for all {all} {noun}.")
_SOME = both("Bekend van {known} van {all} {noun}.", "Known for {known} of {all} {noun}.")
_THE = both("de {all}", "the {all}")
_OTHERS = both(" Over de anderen zegt dit niets.", " It says nothing about the others.")
_LEFT_OUT = both("Van hoeveel {noun} dit bekend is, is weggelaten.", "For how many {noun} this is known is left out.")
_OF = both("Van {all} {noun}.", "Of {all} {noun}.")
_SOURCE = both("Bron: {source}.", "Source: {source}.")
_BAND = both("Tussen {low} en {high}. Bron: {source}.", "Between {low} and {high}. Source: {source}.")
_MARGIN = both("{between}, gezien de marge van de schatting.", "{between}, given the margin of the estimate.")


def base_line(figure: ReleasedFigure, language: Language) -> str:
    """One or two short sentences under a figure; empty where the figure is its own base."""
    if figure.benchmark is not None:
        return _outside(figure, figure.benchmark, language)
    if figure.kind is FigureKind.COUNT:
        return _count_base(figure, language)
    if figure.kind is FigureKind.COMPARISON:
        return ""
    return _known(figure.base, language)


def source(benchmark: Benchmark, language: Language) -> str:
    """Where a figure from outside comes from, and the years it speaks of."""
    return f"{benchmark.source[language]} ({years(benchmark.first_year, benchmark.last_year)})"


def _outside(figure: ReleasedFigure, benchmark: Benchmark, language: Language) -> str:
    margin = between(figure, language)
    if margin is not None:
        return _MARGIN[language].format(between=with_capital(margin))
    if benchmark.low is None or benchmark.high is None:
        return _SOURCE[language].format(source=source(benchmark, language))
    ends = {"low": number(benchmark.low, language), "high": number(benchmark.high, language)}
    return _BAND[language].format(source=source(benchmark, language), **ends)


def _count_base(figure: ReleasedFigure, language: Language) -> str:
    base = figure.base
    if base.eligible is None or base.answered != base.eligible:
        return _known(base, language)
    if figure.count == base.eligible:
        return ""
    everybody = persons(base.eligible, language, rounded=base.eligible_rounded)
    return _OF[language].format(all=everybody, noun=_called(base, language))


def _known(base: ReleasedBase, language: Language) -> str:
    if base.answered is None or base.eligible is None:
        return _LEFT_OUT[language].format(noun=base.noun[language])
    known = persons(base.answered, language, rounded=base.answered_rounded)
    everybody = persons(base.eligible, language, rounded=base.eligible_rounded)
    called = _called(base, language)
    if base.answered == base.eligible and not (base.answered_rounded or base.eligible_rounded):
        return _ALL[language].format(all=everybody, noun=called)
    if not base.eligible_rounded:
        everybody = _THE[language].format(all=everybody)
    line = _SOME[language].format(known=known, all=everybody, noun=called)
    return line + (_OTHERS[language] if base.answered < FEW_ANSWERED * base.eligible else "")


def _called(base: ReleasedBase, language: Language) -> str:
    return (base.one if base.eligible == 1 else base.noun)[language]
