"""What is asked of a database that holds records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

import ibis.expr.types as ir


class Sort(StrEnum):
    """What a column may hold, in the words of a fault."""

    WHOLE_NUMBERS = "whole numbers"
    TEXT = "text"
    OTHER = "something else"


class Database(Protocol):
    """A table of records where it is kept. Everything asked of it is asked of the same rows."""

    name: str
    """The table as it was named; nothing of how it is reached."""

    bit: str
    """The Ibis type of a 0 or 1: the narrowest whole number that this database makes of true and false."""

    longest_name: int | None
    """How many letters of the name of a column it keeps; longer names are cut, here and in what is asked."""

    @property
    def columns(self) -> Sequence[tuple[str, str, Sort]]:
        """Name, type in the database's own words, and sort of each column."""

    def rows(self, types: Mapping[str, str]) -> ir.Table:
        """The table as Ibis knows it, with these types by column."""

    def ask(self, question: ir.Table) -> Sequence[Sequence[Any]]:
        """The rows of an answer. Raises InvalidInputError when the database cannot or will not give it."""
