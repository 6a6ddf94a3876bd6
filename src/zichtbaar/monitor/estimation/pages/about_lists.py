"""The chapter about the lists: how many are on each, and who is on which."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.monitor.estimation.notation import SIGNS
from zichtbaar.monitor.estimation.pages.overlaps import Combination, column_names, combinations_of, overlap_plot
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.paper.document import Block, Cell, Chapter, Paragraph, Plot, Table, cells, numeric
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number, part_sign


def lists_chapter(report: Report, language: Language) -> Chapter:
    """What the lists are, before any model."""
    return Chapter(say("lists", language), tuple(_blocks(report, language)))


def _blocks(report: Report, language: Language) -> Iterator[Block]:
    found = report.diagnosis
    once, share = number(found.only_once, language), part_sign(found.share_only_once, language)
    cases = number(found.cases, language)
    yield Paragraph(say("lists_lead", language, cases=cases, count=report.table.size, once=once, share=share), "lead")
    yield _overlaps(report, language)
    yield _lists(report, language)
    yield _pairs(report, language)
    yield Paragraph(say("small_cells", language, count=found.small_cells), "note")


def _lists(report: Report, language: Language) -> Table:
    table = report.table
    rows = tuple(
        cells(name, SIGNS[place], _count(on_it, language), number(int(table.counts[1 << place]), language))
        for place, (name, on_it) in enumerate(zip(table.lists, table.on_list, strict=True))
    )
    columns = tuple(say(key, language) for key in ("list", "number", "people", "only_here"))
    return Table(say("lists_caption", language), columns, rows, numeric(columns))


def _pairs(report: Report, language: Language) -> Table:
    rows = tuple(
        cells(
            " + ".join(one.lists),
            _count(one.observed, language),
            "-" if one.expected is None else number(one.expected, language, 1),
        )
        for one in report.diagnosis.overlaps
    )
    columns = tuple(say(key, language) for key in ("pair", "shared", "expected"))
    return Table(say("pairs_caption", language), columns, rows, numeric(columns))


def _count(count: int, language: Language) -> Cell:
    """A nought must not be overlooked: what never meets cannot be estimated."""
    return Cell(number(count, language), marked=not count)


def _overlaps(report: Report, language: Language) -> Plot:
    table = report.table
    rows, every = combinations_of(table), int((table.counts > 0).sum())
    names = say("by_name" if column_names(table) == table.lists else "by_number", language)
    subtitle = say("overlap_subtitle", language, columns=names)
    shown = sum(1 for row in rows if row.count)
    if shown < every:
        subtitle += " " + say("overlap_most", language, all=every, shown=shown)
    said = "; ".join(_said(row, table.lists, language) for row in rows)
    alternative = say("overlap_alt", language, said=said)
    return Plot(say("overlap_title", language), subtitle, alternative, overlap_plot(table, rows, language))


def _said(row: Combination, lists: tuple[str, ...], language: Language) -> str:
    return f"{' + '.join(lists[place] for place in row.places)} {number(row.count, language)}"
