"""The chapter about the methods: the same lists, calculated in every way."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.monitor.estimation.estimating import PopulationEstimate
from zichtbaar.monitor.estimation.pages.intervals import Line, tall_plot
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.methods import HOW, METHODS, ends, method_name
from zichtbaar.monitor.estimation.wording.problems import problem_in_words
from zichtbaar.monitor.paper.document import Block, Bullets, Cell, Chapter, Paragraph, Plot, Table, cells
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import level_sign, number


def methods_chapter(report: Report, language: Language) -> Chapter:
    """Every method, those whose number must not be used shown as such."""
    return Chapter(say("methods", language), tuple(_blocks(report, language)))


def _blocks(report: Report, language: Language) -> Iterator[Block]:
    estimates = report.methods.estimates
    yield Paragraph(say("methods_lead", language, count=len(estimates)), "lead")
    if not report.methods_may_be_used:
        yield Paragraph(say("methods_cannot", language), "warning")
    yield _plot(report, language)
    yield Bullets(tuple((f"{_name(method, language)}:", words[language]) for method, words in HOW.items()), beside=True)
    yield _table(report, language)
    if report.bound is not None:
        limits = ends(report.bound.interval(report.settings.level), language)
        bound = number(report.bound.population, language)
        yield Paragraph(say("lower_bound", language, bound=bound, ends=limits))


def _name(method: str, language: Language) -> str:
    names = {key: words[language].partition(",")[0] for key, words in METHODS.items()}
    return next(name for key, name in names.items() if key == method)


def _plot(report: Report, language: Language) -> Plot:
    lines = [_line(one, language, may_be_used=report.methods_may_be_used) for one in report.methods.estimates]
    said = "; ".join(f"{line.label}: {line.text}" for line in lines)
    return Plot(
        say("methods_title", language),
        say("methods_subtitle", language),
        say("dots_alt", language, said=said),
        tall_plot(lines, language, reference=report.table.cases),
    )


def _line(made: PopulationEstimate, language: Language, *, may_be_used: bool) -> Line:
    label = method_name(made, language)
    if made.population is None:
        return Line(label, None, None, say("no_number", language))
    text = number(made.population, language)
    if not (made.is_usable and may_be_used):
        return Line(label, made.population, made.interval, f"{text}: {say('do_not_use', language)}", doubtful=True)
    if made.interval is not None:
        text += f" ({ends(made.interval, language)})"
    return Line(label, made.population, made.interval, text)


def _table(report: Report, language: Language) -> Table:
    columns = tuple(say(key, language) for key in ("method", "model", "estimate", "interval_column", "remark"))
    rows = tuple(_row(one, language) for one in report.methods.estimates)
    caption = say("methods_caption", language, level=level_sign(report.settings.level, language))
    return Table(caption, columns, rows, (False, False, True, True, False), wide=True)


def _row(made: PopulationEstimate, language: Language) -> tuple[Cell, ...]:
    remark = problem_in_words(made.problem, language) if made.problem else ""
    return cells(
        method_name(made, language),
        made.model or "-",
        Cell("-" if made.population is None else number(made.population, language), marked=not made.is_usable),
        "-" if made.interval is None else ends(made.interval, language),
        Cell(remark, marked=bool(remark)),
    )
