"""The chapters that bend an estimate: other lists, what is known, and what nobody can test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zichtbaar.monitor.estimation.pages.curves import sensitivity_plot
from zichtbaar.monitor.estimation.pages.intervals import Line, compact_plot, fit_above, fit_beside, tall_plot
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.robustness import KnownPart, Variant
from zichtbaar.monitor.estimation.sensitivity import SensitivityPoint
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.methods import ends
from zichtbaar.monitor.paper.document import Block, Cell, Chapter, Paragraph, Plot, Table, cells, numeric
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number

SHOWN_RATIOS = ((0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4"))


def other_lists_chapter(report: Report, language: Language) -> Chapter:
    """The estimate with a list left out, and with two taken as one."""
    title = say("other_lists", language)
    if not report.left_out:
        return Chapter(title, (Paragraph(say("two_lists", language)),))
    plots = (
        _variants("left_out_title", report.left_out, report, language),
        _variants("merged_title", report.merged, report, language),
    )
    return Chapter(title, (Paragraph(say("other_lists_lead", language)), *plots))


def _variants(title: str, variants: Sequence[Variant], report: Report, language: Language) -> Plot:
    named = [_variant(one, one.change, language) for one in variants]
    numbered = [_variant(one, _numbers(one.change, report, language), language) for one in variants]
    lines = named if fit_beside(named) or fit_above(named) else numbered
    draw = compact_plot if fit_beside(lines) else tall_plot
    said = say("dots_alt", language, said="; ".join(f"{line.label}: {line.text}" for line in named))
    plot = draw(lines, language, reference=report.chosen.population)
    return Plot(say(title, language), say("variants_subtitle", language), said, plot)


def _numbers(names: Sequence[str], report: Report, language: Language) -> tuple[str, ...]:
    """Lists by their numbers in the table of all lists: their names may be longer than a plot is wide."""
    return tuple(say("list_number", language, place=report.table.lists.index(name) + 1) for name in names)


def _variant(one: Variant, lists: Sequence[str], language: Language) -> Line:
    label = " + ".join(lists) if len(lists) > 1 else say("left_out", language, name=lists[0])
    if one.population is None:
        return Line(label, None, None, say("no_number", language))
    return Line(label, one.population, one.interval, number(one.population, language))


def known_chapter(report: Report, language: Language) -> Chapter:
    """The check of each list by the others."""
    title = say("known", language)
    if not report.known:
        return Chapter(title, (Paragraph(say("two_lists", language)),))
    return Chapter(title, tuple(_about_known(report, language)))


def _about_known(report: Report, language: Language) -> Iterator[Block]:
    yield Paragraph(say("known_lead", language))
    named = [_known_line(one, language) for one in report.known]
    numbered = [replace(line, label=_numbers([line.label], report, language)[0]) for line in named]
    said = say("dots_alt", language, said="; ".join(f"{line.label}: {line.text}" for line in named))
    plot = tall_plot(named if fit_above(named) else numbered, language)
    yield Plot(say("known_title", language), say("known_subtitle", language), said, plot)
    yield _known_table(report.known, language)
    yield Paragraph(say("known_source", language), "note")


def _known_line(one: KnownPart, language: Language) -> Line:
    known = f"{say('known_column', language).lower()} {number(one.known, language)}"
    if one.estimated is None:
        text = f"{known}; {say('no_number', language)}"
        return Line(one.list_name, None, None, text, known=one.known)
    text = f"{known}; {say('estimated_column', language).lower()} {number(one.estimated, language)}"
    return Line(one.list_name, one.estimated, one.interval, text, doubtful=not one.is_found, known=one.known)


def _known_table(known: Sequence[KnownPart], language: Language) -> Table:
    columns = tuple(
        say(key, language) for key in ("list", "known_column", "estimated_column", "interval_column", "found")
    )
    rows = tuple(
        cells(
            one.list_name,
            number(one.known, language),
            "-" if one.estimated is None else number(one.estimated, language),
            "-" if one.interval is None else ends(one.interval, language),
            _found(one, language),
        )
        for one in known
    )
    return Table(say("known_caption", language), columns, rows, (False, True, True, True, False))


def _found(one: KnownPart, language: Language) -> Cell:
    key = {True: "yes", False: "no", None: "not_checked"}[one.is_found]
    return Cell(say(key, language), marked=one.is_found is False)


def untestable_chapter(report: Report, language: Language) -> Chapter:
    """The estimate against the interaction that no data can test."""
    title, points = say("untestable", language), report.sensitivity
    if not points:
        why = "no_curve" if report.chosen.has_estimate else "no_curve_no_estimate"
        return Chapter(title, (Paragraph(say(why, language)),))
    shown = [(name, _nearest(points, ratio)) for ratio, name in SHOWN_RATIOS]
    said = "; ".join(
        say("curve_point", language, ratio=name, population=number(one.population, language)) for name, one in shown
    )
    plot = Plot(
        say("curve_title", language),
        say("curve_subtitle", language),
        say("curve_alt", language, said=said),
        sensitivity_plot(points, report.table.cases, language),
    )
    columns = tuple(say(key, language) for key in ("ratio", "estimate"))
    rows = tuple(cells(name, number(one.population, language)) for name, one in shown)
    table = Table(say("curve_caption", language), columns, rows, numeric(columns))
    return Chapter(title, (Paragraph(say("untestable_lead", language)), plot, table))


def _nearest(points: Sequence[SensitivityPoint], ratio: float) -> SensitivityPoint:
    return min(points, key=lambda one: abs(one.ratio / ratio - 1))
