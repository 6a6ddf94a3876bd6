"""The answer of `zichtbaar estimate` on a screen: short, with the verdict and each reason in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.monitor.estimation.estimating import LEFT_OUT
from zichtbaar.monitor.estimation.pages.answering import (
    headline,
    interval_sentence,
    method_sentence,
    spread_sentence,
)
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.methods import method_name
from zichtbaar.monitor.estimation.wording.reasons import all_reasons, verdict_in_words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number


def answer(report: Report, language: Language) -> str:
    """The lines to print, the last without an end."""
    return "\n".join(_lines(report, language))


def _lines(report: Report, language: Language) -> Iterator[str]:
    told = headline(report, language)
    lists = ", ".join(report.table.lists)
    cases = number(report.table.cases, language)
    yield say("screen_lists", language, count=report.table.size, lists=lists, cases=cases)
    yield ""
    yield f"{told.lead} {told.words}" if told.is_number else f"{told.lead}. {told.words}"
    yield from _details(report, language)
    yield ""
    yield ". ".join(verdict_in_words(report, language))
    yield from (f"- {sentence}" for sentence in all_reasons(report.findings, language))


def _details(report: Report, language: Language) -> Iterator[str]:
    if report.chosen.has_estimate and not report.of_all_methods:
        yield interval_sentence(report, language)
        yield method_sentence(report, language)
    if report.chosen.has_estimate:
        yield spread_sentence(report, language)
    if left_out := [one for one in report.methods.estimates if one.problem == LEFT_OUT]:
        names = ", ".join(method_name(one, language) for one in left_out)
        yield say("left_out_methods", language, methods=names)
