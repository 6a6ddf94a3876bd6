"""A working document: chapters of paragraphs, tables and plots, before it is laid out as a page or a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from zichtbaar.monitor.paper.language import Language

Look = Literal["plain", "lead", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words. A `lead` stands out as what a chapter says, a `note` is small, a `warning` cannot be overlooked."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Things of one kind, each with a label in bold, when there is one; with `beside` they may stand beside a plot."""

    items: tuple[tuple[str, str], ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """What the document is about, in one number, beside a plot. `is_number`: it is one, or words in its place."""

    lead: str
    words: str
    details: tuple[str, ...] = ()
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table at one place; a marked one must not be overlooked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first of which names the row. `numeric` tells which columns are numbers; a `wide` table
    stands alone, any other may stand beside a plot."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing as SVG. `alternative` says what it shows to who cannot see it."""

    title: str
    subtitle: str
    alternative: str
    svg: str


Block = Paragraph | Bullets | Headline | Table | Plot


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything, in its order. `warning` stands on top, before the title."""

    language: Language
    overline: str
    title: str
    warning: str
    chapters: tuple[Chapter, ...]


def cells(*values: str | Cell) -> tuple[Cell, ...]:
    """A row of a table, plain but for what is marked."""
    return tuple(one if isinstance(one, Cell) else Cell(one) for one in values)


def rows_of(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], ...]:
    """Blocks as they stand on the page: two narrow ones, plots or tables, side by side, all others alone."""
    rows: list[list[Block]] = []
    for block in blocks:
        if _is_narrow(block) and rows and len(rows[-1]) == 1 and _is_narrow(rows[-1][0]):
            rows[-1].append(block)
        else:
            rows.append([block])
    return tuple(map(tuple, rows))


def kind(block: Block) -> str:
    """What a template calls a block."""
    return type(block).__name__.lower()


def _is_narrow(block: Block) -> bool:
    match block:
        case Plot():
            return True
        case Table(wide=wide):
            return not wide
        case Bullets(beside=beside):
            return beside
        case Headline(is_number=is_number):
            return is_number
    return False


def numeric(names: Sequence[str], first: int = 1) -> tuple[bool, ...]:
    """Columns of which all from `first` on are numbers."""
    return tuple(place >= first for place in range(len(names)))
