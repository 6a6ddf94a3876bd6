"""Fills the sentences of a recipe with released numbers, and says so honestly where one is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.acceptance import only_released
from zichtbaar.monitor.factsheet.wording.fractions import counts_persons
from zichtbaar.monitor.factsheet.wording.shares import share_phrase
from zichtbaar.monitor.factsheet.wording.slots import AMOUNTS, FILLERS, nouns
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language, both, with_capital

LEFT_OUT_MARK = "…"
"""Stands where a number would stand that had to be hidden."""

LEFT_OUT = both(
    "Dit is weggelaten, zodat niemand herkend kan worden.", "This is left out, so that nobody can be recognised."
)
_OF_THE = both(" van de ", " of the ")
_LEADING = {
    FigureKind.COUNT: "count",
    FigureKind.SHARE: "share",
    FigureKind.COVERAGE: "share",
    FigureKind.COMBINATION: "only",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what in it deserves large type.

    `text` is the whole sentence. `lead` is its number or phrase; `rest` is what follows the lead when
    the sentence begins with it, and the whole sentence otherwise.
    """

    text: str
    lead: str
    rest: str


def sentence(figure: ReleasedFigure, recipe: Recipe, language: Language) -> Sentence:
    """The sentence that the recipe has for a figure, every number and noun taken from the figure and its filter."""
    only_released([figure])
    filled = list(_Filling(figure, recipe, language).pieces())
    text = "".join(phrase for _, phrase in filled).strip()
    if LEFT_OUT_MARK in (phrase for _, phrase in filled):
        text = f"{text} {LEFT_OUT[language]}"
    leads = {slot: phrase for slot, phrase in reversed(filled) if slot is not None}
    lead = leads.get(_LEADING.get(figure.kind, "count")) or leads.get("count", "")
    rest = text.removeprefix(lead).lstrip() if lead and text.startswith(lead) else text
    return Sentence(text, lead, rest)


@dataclass(frozen=True, slots=True)
class _Filling:
    """One statement being filled."""

    figure: ReleasedFigure
    recipe: Recipe
    language: Language

    def pieces(self) -> Iterator[tuple[str | None, str]]:
        """Each piece of the statement with the slot it filled; a piece that begins a sentence has a capital."""
        amount: int | None = None
        before = ". "
        statement = self.recipe.figure(self.figure.id).statement
        for literal, slot, _, _ in Formatter().parse(statement[self.language]):
            if slot in ("noun", "base_noun") and literal == _OF_THE[self.language] and counts_persons(before):
                literal = " "  # "one in seven victims", not "one in seven of the victims"
            yield None, literal
            before = literal or before
            if slot is None:
                continue
            if slot in AMOUNTS:
                amount = AMOUNTS[slot](self.figure)
            phrase = self._phrase(slot, amount)
            if before.endswith(". "):
                phrase = with_capital(phrase)
            yield slot, phrase
            before = phrase

    def _phrase(self, slot: str, amount: int | None) -> str:
        """What stands in a slot; a noun stands behind `amount` persons."""
        if slot == "year":
            return str(self.recipe.year)
        if slot in ("noun", "base_noun"):
            one, many = nouns(slot, self.figure, self.recipe)
            return (one if amount == 1 else many)[self.language]
        if slot == "share":
            phrase = share_phrase(self.figure, self.recipe.figure(self.figure.id).wording, self.language)
        else:
            phrase = FILLERS[slot](self.figure, self.language)
        return phrase or LEFT_OUT_MARK
