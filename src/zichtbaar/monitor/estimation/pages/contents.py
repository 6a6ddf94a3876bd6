"""The chapters of the report, in their order."""

from __future__ import annotations

from zichtbaar.monitor.estimation.pages.about_lists import lists_chapter
from zichtbaar.monitor.estimation.pages.about_methods import methods_chapter
from zichtbaar.monitor.estimation.pages.about_models import chosen_chapter, near_chapter
from zichtbaar.monitor.estimation.pages.about_robustness import known_chapter, other_lists_chapter, untestable_chapter
from zichtbaar.monitor.estimation.pages.answering import against_chapter, answer_chapter
from zichtbaar.monitor.estimation.pages.colophon import assumptions_chapter, criticism_chapter, making_chapter
from zichtbaar.monitor.estimation.pages.origin import Origin
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.paper.document import Document
from zichtbaar.monitor.paper.language import Language


def document_of(report: Report, origin: Origin, language: Language) -> Document:
    """Everything that the report says."""
    return Document(
        language=language,
        overline=f"{say('overline', language)} · {origin.file}",
        title=say("title", language),
        warning=say("warning", language),
        chapters=(
            answer_chapter(report, language),
            against_chapter(report, language),
            lists_chapter(report, language),
            methods_chapter(report, language),
            chosen_chapter(report, language),
            near_chapter(report, language),
            other_lists_chapter(report, language),
            known_chapter(report, language),
            untestable_chapter(report, language),
            assumptions_chapter(language),
            criticism_chapter(language),
            making_chapter(report, origin, language),
        ),
    )
