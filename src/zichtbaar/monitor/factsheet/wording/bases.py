"""Of whom a figure speaks, said beside every figure: "Bekend van 248 van de 250 slachtoffers."."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.monitor.disclosure.released import ReleasedBase, ReleasedFigure
from zichtbaar.monitor.factsheet.wording.months import years
from zichtbaar.monitor.factsheet.wording.series import false_alarms
from zichtbaar.monitor.factsheet.wording.shares import between
from zichtbaar.monitor.figures.bounds import few_answered
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind, Interval, Mismatch
from zichtbaar.monitor.paper.language import Language, Words, both, with_capital
from zichtbaar.monitor.paper.numbers import number, percent_ends, persons

_ALL = both("Bekend van alle {all} {noun}.", "Known for all {all} {noun}.")
_SOME = both("Bekend van {known} van {all} {noun}.", "Known for {known} of {all} {noun}.")
_THE = both("de {all}", "the {all}")
_OTHERS = both(" Over de anderen zegt dit niets.", " It says nothing about the others.")
_LEFT_OPEN = both(
    " Over de anderen zegt dit niets: van iedereen samen is het {bounds}. Geldt het voor hen half tot anderhalf "
    "keer zo vaak, dan is het {plausible}.",
    " It says nothing about the others: of everybody together it is {bounds}. If it holds for them half to one and a "
    "half times as often, it is {plausible}.",
)
_SPAN = both("{low} tot {high} procent", "{low} to {high} per cent")
_PLACES = both("Plaats onder deze, gezien het toeval: {places}.", "Place among these, given chance: {places}.")
_LEFT_OUT = both("Van hoeveel {noun} dit bekend is, is weggelaten.", "For how many {noun} this is known is left out.")
_OF = both("Van {all} {noun}.", "Of {all} {noun}.")
_SOURCE = both("Bron: {source}.", "Source: {source}.")
_BAND = both("Tussen {low} en {high}. Bron: {source}.", "Between {low} and {high}. Source: {source}.")
_MARGIN = both("{between}, gezien de marge van de schatting.", "{between}, given the margin of the estimate.")
_NO_MARGIN = both("De marge van de schatting is niet bekend.", "The margin of the estimate is not known.")
_MISMATCHES: dict[Mismatch, Words] = {
    Mismatch.YEARS: both(
        "Let op: het aantal gaat over {own}, de schatting over {other}.",
        "Note: the count is about {own}, the estimate about {other}.",
    ),
    Mismatch.SCOPE: both(
        "Let op: aantal en schatting gaan niet over dezelfde mensen.",
        "Note: count and estimate are not about the same people.",
    ),
    Mismatch.UNIT: both(
        "Let op: aantal en schatting tellen niet in dezelfde eenheid.",
        "Note: count and estimate are not in the same unit.",
    ),
}


def base_line(figure: ReleasedFigure, language: Language) -> str:
    """A few short sentences under a figure; empty where the figure is its own base."""
    if figure.benchmark is not None:
        return _outside(figure, figure.benchmark, language)
    if figure.kind is FigureKind.COUNT:
        return _count_base(figure, language)
    if figure.kind is FigureKind.COMPARISON:
        return ""
    if figure.kind is FigureKind.SERIES:
        said = (_count_base(figure, language), "" if figure.signals is None else false_alarms(language))
    else:
        said = (_known(figure.base, language, _left_open(figure, language)), _places(figure, language))
    return " ".join(filter(None, said))


def source(benchmark: Benchmark, language: Language) -> str:
    """Where a figure from outside comes from, and the years it speaks of."""
    return f"{benchmark.source[language]} ({years(benchmark.first_year, benchmark.last_year)})"


def _outside(figure: ReleasedFigure, benchmark: Benchmark, language: Language) -> str:
    if figure.kind is FigureKind.COVERAGE:
        return " ".join((_margin(figure, language), *_mismatches(figure, benchmark, language)))
    if benchmark.low is None or benchmark.high is None:
        return _SOURCE[language].format(source=source(benchmark, language))
    ends = {"low": number(benchmark.low, language), "high": number(benchmark.high, language)}
    return _BAND[language].format(source=source(benchmark, language), **ends)


def _margin(figure: ReleasedFigure, language: Language) -> str:
    margin = between(figure, language)
    return _NO_MARGIN[language] if margin is None else _MARGIN[language].format(between=with_capital(margin))


def _mismatches(figure: ReleasedFigure, benchmark: Benchmark, language: Language) -> Iterator[str]:
    """In what the count and the estimate are not about the same."""
    first, last = (int(month[:4]) for month in figure.period or ("0000", "0000"))
    spoken_of = {"own": years(first, last), "other": years(benchmark.first_year, benchmark.last_year)}
    yield from (_MISMATCHES[mismatch][language].format(**spoken_of) for mismatch in figure.mismatches)


def _count_base(figure: ReleasedFigure, language: Language) -> str:
    base = figure.base
    if base.eligible is None or base.answered != base.eligible:
        return _known(base, language)
    if figure.count == base.eligible:
        return ""
    everybody = persons(base.eligible, language, rounded=base.eligible_rounded)
    return _OF[language].format(all=everybody, noun=_called(base, language))


def _known(base: ReleasedBase, language: Language, left_open: str = "") -> str:
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
    if not few_answered(base.answered, base.eligible):
        return line
    return line + (left_open or _OTHERS[language])


def _left_open(figure: ReleasedFigure, language: Language) -> str:
    """Where the share of everybody lies, in the worst case and plausibly; empty where nothing may be said."""
    if figure.bounds is None or figure.plausible is None:
        return ""
    spans = {"bounds": _span(figure.bounds, language), "plausible": _span(figure.plausible, language)}
    return _LEFT_OPEN[language].format(**spans)


def _span(interval: Interval, language: Language) -> str:
    low, high = percent_ends(interval.low, interval.high, language)
    return _SPAN[language].format(low=low, high=high)


def _places(figure: ReleasedFigure, language: Language) -> str:
    """Which places of a ranking chance leaves possible; empty where there is no order to speak of."""
    if figure.kind is not FigureKind.RANKING or len(figure.items) < 2:
        return ""
    places = (f"{item.label[language]} {place_range(item.ranks)}" for item in figure.items if item.ranks is not None)
    return _PLACES[language].format(places=", ".join(places))


def place_range(ranks: tuple[int, int]) -> str:
    """The lowest and the highest rank in a few signs: "1", "1–3"."""
    low, high = ranks
    return str(low) if low == high else f"{low}–{high}"


def _called(base: ReleasedBase, language: Language) -> str:
    return (base.one if base.eligible == 1 else base.noun)[language]
