"""What is said of a series of months: how they change over the years, and which had more than expected."""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.wording.changes import direction
from zichtbaar.monitor.factsheet.wording.months import period
from zichtbaar.monitor.figures.figure import Signal
from zichtbaar.monitor.figures.signals import FALSE_ALARMS
from zichtbaar.monitor.paper.language import Language, both
from zichtbaar.monitor.paper.numbers import number

_TREND = both("van jaar op jaar, los van het seizoen: {change}", "from year to year, whatever the season: {change}")
_NO_SIGNAL = both(
    "in geen maand van {year} waren het er meer dan verwacht", "in no month of {year} were there more than expected"
)
_SIGNALS = both("meer dan verwacht waren het er in {months}", "there were more than expected in {months}")
_MONTH = both("{month} ({count}, verwacht {expected})", "{month} ({count}, expected {expected})")
_AND = both(" en ", " and ")
_FALSE_ALARMS = both(
    "Ook als er niets verandert, valt ten hoogste {times} van de 100 maanden zo op.",
    "Even when nothing changes, at most {times} of 100 months stand out so.",
)


def trend(figure: ReleasedFigure, language: Language) -> str | None:
    """How the months change from year to year, as a clause; None where a month is hidden or nothing could be fitted."""
    if figure.trend is None:
        return None
    return _TREND[language].format(change=direction(figure.trend.interval, language))


def signals(figure: ReleasedFigure, language: Language) -> str | None:
    """The months of the last year with more than expected, as a clause; None where a month is hidden."""
    if figure.signals is None or figure.period is None:
        return None
    if not figure.signals:
        return _NO_SIGNAL[language].format(year=figure.period[1][:4])
    named = [_month(signal, language) for signal in figure.signals]
    listed = _AND[language].join(filter(None, (", ".join(named[:-1]), named[-1])))
    return _SIGNALS[language].format(months=listed)


def false_alarms(language: Language) -> str:
    """How often a signal comes by itself, as a sentence."""
    return _FALSE_ALARMS[language].format(times=number(100 * FALSE_ALARMS, language))


def _month(signal: Signal, language: Language) -> str:
    numbers = {"count": number(signal.count, language), "expected": number(signal.expected, language)}
    return _MONTH[language].format(month=period((signal.month, signal.month), language), **numbers)
