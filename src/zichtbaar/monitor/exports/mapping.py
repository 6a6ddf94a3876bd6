"""What of a codebook goes where in a layout. Frozen data, made by `reading_mapping`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zichtbaar.codebook.answers import MISSING_TEXTS, holds
from zichtbaar.codebook.schema import Answers, Codebook, Condition, Population, Texts
from zichtbaar.monitor.exports.layout import Column, ColumnKind, Layout

Row = tuple[str, ...]
"""The cells of one person in the order of the layout's columns."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value of a column, and of whom it is true."""

    value: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Filling:
    """How one column is filled.

    `meanings`: of a value column the first that holds is taken, of a list all that hold; a flag has one,
    "1". `no`: of whom a flag is known not to hold (its questions are answered). `known`: of whom anything
    is known here, which is the base of a count; None for years and constants. `year_of`: the variable whose
    year it is. `nothing`: why nothing of the codebook can stand in it.
    """

    column: Column
    meanings: tuple[Meaning, ...] = ()
    no: Condition | None = None
    known: Condition | None = None
    year_of: str | None = None
    nothing: Texts | None = None

    def cell(self, answers: Answers, layout: Layout) -> str:
        """What stands in this column for one person."""
        if self.year_of is not None:
            text = str(answers[self.year_of])
            return layout.missing if text in MISSING_TEXTS else text[: len("yyyy")]
        true = [meaning.value for meaning in self.meanings if holds(meaning.when, answers)]
        if true:
            return layout.separator.join(true) if self.column.kind is ColumnKind.LIST else true[0]
        return layout.no if self.no is not None and holds(self.no, answers) else layout.missing


@dataclass(frozen=True, slots=True)
class Loss:
    """What a layout cannot say: of whom it gets lost, and what."""

    of: Condition
    words: Texts


@dataclass(frozen=True)
class Mapping:
    """Codebook to layout.

    `give_up`: groups of columns that are emptied one after the other for persons who stand out.
    `tables`: the columns that are crossed with each other in a protected table; none: each by itself.
    `left_out`: variables that go nowhere, with the reason.
    """

    book: Codebook
    layout: Layout
    population: Population
    fillings: tuple[Filling, ...]
    losses: tuple[Loss, ...]
    left_out: tuple[tuple[tuple[str, ...], Texts], ...]
    give_up: tuple[tuple[str, ...], ...]
    tables: tuple[tuple[str, ...], ...]

    def row(self, answers: Answers) -> Row:
        """One person in this layout."""
        return tuple(filling.cell(answers, self.layout) for filling in self.fillings)

    @cached_property
    def crossings(self) -> tuple[tuple[Filling, ...], ...]:
        """The columns of each table. Where the mapping names none: every column with values, by itself."""
        by_name = {filling.column.name: filling for filling in self.fillings}
        if self.tables:
            return tuple(tuple(by_name[name] for name in names) for names in self.tables)
        return tuple((filling,) for filling in self._countable())

    def _countable(self) -> Iterator[Filling]:
        """Columns that say something of persons. In a layout with flags the lists only repeat them."""
        has_flags = any(filling.column.kind is ColumnKind.FLAG for filling in self.fillings)
        for filling in self.fillings:
            if filling.known is not None and not (has_flags and filling.column.kind is ColumnKind.LIST):
                yield filling
