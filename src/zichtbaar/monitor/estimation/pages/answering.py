"""The first two chapters: the answer with its verdict, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.notation import read_model, write_named
from zichtbaar.monitor.estimation.pages.intervals import Line, tall_plot
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.verdict import is_of_the_method
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.methods import BETWEEN, ends, interval_in_words, method_name
from zichtbaar.monitor.estimation.wording.problems import problem_in_words
from zichtbaar.monitor.estimation.wording.reasons import all_reasons, verdict_in_words
from zichtbaar.monitor.paper.document import Bullets, Chapter, Headline, Paragraph, Plot
from zichtbaar.monitor.paper.drawing import DEEP, FAINT
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import level_sign, number

ALIKE = 1.05
"""Methods that lie less far apart give about the same number."""

ONE_MODEL = 2
"""So many lists have one model, of lists that are independent."""


def answer_chapter(report: Report, language: Language) -> Chapter:
    """The verdict, and the number with all that must be said with it."""
    verdict = Headline(*verdict_in_words(report, language), is_number=False)
    told = headline(report, language)
    if not told.is_number:
        return Chapter(say("answer", language), (verdict, Paragraph(told.words, "lead")))
    return Chapter(say("answer", language), (verdict, told, _seen_and_unseen(report, language)))


def _seen_and_unseen(report: Report, language: Language) -> Plot:
    """What was seen beside the estimate, and the range over methods: at one look."""
    lines = tuple(_lines(report, language))
    said = "; ".join(f"{line.label}: {line.text}" for line in lines)
    return Plot(
        say("seen_title", language),
        say("seen_subtitle", language),
        say("dots_alt", language, said=said),
        tall_plot(lines, language),
    )


def _lines(report: Report, language: Language) -> Iterator[Line]:
    cases, chosen = report.table.cases, report.chosen
    yield Line(say("seen", language), cases, None, number(cases, language), as_bar=DEEP)
    if chosen.population is not None and not report.of_all_methods:
        text, label = number(chosen.population, language), say("estimate", language)
        if chosen.interval is not None:
            text += f" ({ends(chosen.interval, language)})"
        yield Line(label, chosen.population, chosen.interval, text, as_bar=FAINT)
    if report.methods.range is not None:
        low, high = report.methods.range
        first, last = number(low, language), number(high, language)
        text = first if first == last else BETWEEN[language].format(low=first, high=last)
        yield Line(say("all_methods", language), None, PopulationInterval(low, high, 1.0, ""), text)


def headline(report: Report, language: Language) -> Headline:
    """The number; or the range over methods, when no method was chosen; or that there is none."""
    chosen, cases = report.chosen, number(report.chosen.cases, language)
    if chosen.population is None or chosen.dark_figure is None:
        key = "none_of_method" if is_of_the_method(report.findings) else "none_words"
        words = say(key, language, cases=cases)
        return Headline(say("none", language), words, is_number=False)
    if report.of_all_methods and report.methods.range is not None:
        lead = "–".join(dict.fromkeys(number(end, language) for end in report.methods.range))
        return Headline(lead, say("panel", language, cases=cases), (spread_sentence(report, language),))
    dark = number(chosen.dark_figure, language)
    words = say("estimated", language, cases=cases, dark=dark)
    return Headline(number(chosen.population, language), words, tuple(_details(report, language)))


def _details(report: Report, language: Language) -> Iterator[str]:
    yield interval_sentence(report, language)
    yield method_sentence(report, language)
    yield spread_sentence(report, language)


def interval_sentence(report: Report, language: Language) -> str:
    """The interval and what kind of interval it is, or why there is none."""
    interval = report.chosen.interval
    if interval is None:
        return say("no_interval", language, problem=problem_in_words(report.chosen.problem, language))
    level, kind = level_sign(interval.level, language), interval_in_words(interval, language)
    return say("interval", language, level=level, ends=ends(interval, language), kind=kind)


def method_sentence(report: Report, language: Language) -> str:
    """The method, and the model that it chose."""
    method = method_name(report.chosen, language)
    if not report.chosen.model:
        return say("by_average", language, method=method)
    named = write_named(read_model(report.chosen.model, report.table.size), report.table.lists)
    return say("by", language, method=method, model=f"{report.chosen.model} ({named})")


def spread_sentence(report: Report, language: Language) -> str:
    """How far the methods lie apart."""
    methods = report.methods
    if methods.ratio is None or methods.range is None:
        return say("no_spread", language)
    if report.table.size == ONE_MODEL:
        return say("spread_one_model", language)
    low, high = (number(end, language) for end in methods.range)
    both_ends, count = low if low == high else BETWEEN[language].format(low=low, high=high), len(methods.populations)
    if methods.ratio < ALIKE:
        return say("spread_alike", language, count=count, about=both_ends)
    return say("spread", language, count=count, ends=both_ends, ratio=number(methods.ratio, language, 1))


def against_chapter(report: Report, language: Language) -> Chapter:
    """Each finding in one sentence."""
    title = say("against", language)
    if not report.findings:
        return Chapter(title, (Paragraph(say("nothing_against", language)),))
    said = tuple(("", sentence) for sentence in all_reasons(report.findings, language))
    return Chapter(title, (Bullets(said), Paragraph(say("thresholds", language), "note")))
