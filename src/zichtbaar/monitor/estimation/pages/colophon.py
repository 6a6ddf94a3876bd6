"""The last chapters: what is assumed, what was published against it, and how the report was made."""

from __future__ import annotations

from zichtbaar.monitor.estimation.pages.origin import Origin
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.wording.assumptions import ASSUMPTIONS, CRITICISM
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.paper.document import Bullets, Chapter, Paragraph, Table, cells
from zichtbaar.monitor.paper.language import Language, Words
from zichtbaar.monitor.paper.numbers import level_sign, number


def assumptions_chapter(language: Language) -> Chapter:
    """What no list can tell."""
    return Chapter(say("assumptions", language), (_bullets(ASSUMPTIONS, language),))


def criticism_chapter(language: Language) -> Chapter:
    """What was published against this way of estimating, with its sources."""
    lead = Paragraph(say("criticism_lead", language))
    return Chapter(say("criticism", language), (lead, _bullets(CRITICISM, language)))


def _bullets(items: tuple[tuple[Words, Words], ...], language: Language) -> Bullets:
    return Bullets(tuple((label[language], text[language]) for label, text in items))


def making_chapter(report: Report, origin: Origin, language: Language) -> Chapter:
    """What is needed to make the same report again."""
    asked = report.settings
    told = [
        (say("call", language), origin.call),
        (say("file", language), origin.file),
        ("SHA-256", " ".join(origin.sha256[place : place + 16] for place in range(0, 64, 16))),
        (say("seed", language), str(asked.seed)),
        (say("resamples", language), number(asked.resamples, language)),
        (say("level", language), level_sign(asked.level, language)),
        (say("p_threshold", language), _p_value(asked.p_threshold, language)),
        (say("max_order", language), str(asked.max_order)),
        *((say("version", language, name=name), version) for name, version in report.versions.items()),
    ]
    columns = (say("what", language), say("value", language))
    rows = tuple(cells(name, value) for name, value in told)
    table = Table(say("making_caption", language), columns, rows, (False, False), wide=True)
    return Chapter(say("making", language), (table,))


def _p_value(value: float, language: Language) -> str:
    """With three decimals, or more where there are more."""
    return number(value, language, max(3, len(f"{value:.10f}".rstrip("0").partition(".")[2])))
