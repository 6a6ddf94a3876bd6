"""Reading one figure of a recipe from its TOML table."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping

from zichtbaar.codebook import forms
from zichtbaar.codebook.schema import Texts
from zichtbaar.codebook.tables import Table
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import SLOTS, SLOTS_OF_KEYS, FigureRecipe, Wording
from zichtbaar.monitor.figures.reading_kinds import read_plan
from zichtbaar.monitor.figures.reading_parts import LANGUAGES, Surroundings, choice

_WORDINGS: Mapping[FigureKind, tuple[Wording, ...]] = {
    FigureKind.COUNT: (Wording.COUNT,),
    FigureKind.SHARE: (Wording.PERCENT, Wording.FRACTION, Wording.MAJORITY, Wording.LARGEST_PART),
    FigureKind.RANKING: (Wording.RANKING,),
    FigureKind.COMPARISON: (Wording.RATIO,),
    FigureKind.COVERAGE: (Wording.PERCENT,),
    FigureKind.COMBINATION: (Wording.SPLIT,),
    FigureKind.SERIES: (Wording.TREND,),
}
"""How each kind may be said; the first is how it is said when the recipe does not tell."""


def read_figure(table: Table, known: Surroundings) -> FigureRecipe | None:
    """One figure; None when it has a fault that leaves nothing to plan."""
    subject = f"figure {table.values['id']}" if isinstance(table.values.get("id"), str) else table.subject
    table = table.about(subject)
    kind = choice(table, "kind", tuple(FigureKind))
    section = choice(table, "section", tuple(section.name for section in known.sections))
    if kind is None:
        return None
    plan = read_plan(kind, table, known)
    wording = choice(table, "wording", _WORDINGS[kind]) if "wording" in table.values else _WORDINGS[kind][0]
    figure_id = table.text("id", forms.NAME)
    label = read_sentences(table, "label", ("year",))
    statement = read_sentences(table, "statement", _slots(table, kind))
    note = table.texts("note", LANGUAGES) if "note" in table.values else None
    if plan is None or wording is None or section is None:
        return None
    line = table.faults.line(table.path)
    return FigureRecipe(figure_id, kind, section, plan, wording, label, statement, note, line)


def _slots(table: Table, kind: FigureKind) -> frozenset[str]:
    """The slots of a kind, and those that a key of this figure adds, also where that key has a fault."""
    added = (slots for key, slots in SLOTS_OF_KEYS.items() if table.values.get(key, False) is not False)
    return SLOTS[kind].union(*added)


def read_sentences(table: Table, key: str, slots: Collection[str]) -> Texts:
    """A text in every language, in which every number comes from one of these slots."""
    sentences = table.texts(key, LANGUAGES)
    inner = table.table(key)
    if inner is not None:
        for language, sentence in sentences.items():
            _check_sentence(inner.about(f"{table.subject}, {key}".lstrip(", ")), language, sentence, slots)
    return sentences


def _check_sentence(table: Table, language: str, sentence: str, slots: Collection[str]) -> None:
    expected = f"slots of {', '.join(sorted(slots))}"
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        table.fault(language, "a brace is not closed or not opened", expected)
        return
    for literal, slot, form, conversion in parts:
        if any(character.isdigit() for character in literal):
            table.fault(language, "a number is typed in the sentence", "every number from a slot")
        if slot is not None and (slot not in slots or form or conversion):
            table.fault(language, f"unknown slot {{{slot}}}", expected)
