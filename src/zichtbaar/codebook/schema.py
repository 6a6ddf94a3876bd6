"""The shape of a codebook: variables, codes, missing codes, conditions and populations.

Everything here is frozen data. `reading` makes it from TOML, `answers` asks it questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

Texts = Mapping[str, str]
"""The same words in several languages, by language code (`en`, `nl`, …)."""

Value = int | str
"""One coded answer: a code, a missing code, or a text of a fixed form such as `2020-03`."""

Answers = Mapping[str, Value]
"""Coded answers by column; the same columns as in a file of records. Absent means: not yet coded."""


class Missing(IntEnum):
    """Why there is no answer. The six never merge with each other, nor with "no"."""

    NOT_APPLICABLE = -1
    NOT_DISCUSSED = -2
    UNKNOWN = -3
    PREFERS_NOT_TO_SAY = -4
    CANNOT_BE_CODED = -5
    WITHHELD = -6


MISSING_BY_NAME: Mapping[str, Missing] = {missing.name.lower(): missing for missing in Missing}
"""The missing codes by the name that a codebook or a condition calls them (`not_discussed`, …)."""


class Kind(StrEnum):
    """What form an answer has."""

    IDENTIFIER = "identifier"  # a random reference, drawn by the program
    MONTH = "month"  # yyyy-mm
    PERIOD = "period"  # yyyy-mm or yyyy
    LANGUAGE = "language"  # two or three lower-case letters, ISO 639
    SINGLE = "single"  # one code
    MULTIPLE = "multiple"  # yes (1), no (0) or missing for each option
    MATRIX = "matrix"  # yes, no or missing for each option and each use of it


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a variable, or one option of a multiple-response block."""

    value: int
    name: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Is:
    """A single-coded variable has one of these codes (missing codes may be among them)."""

    variable: str
    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reads:
    """A text variable (language, identifier) is one of these; missing codes are written as "-2"."""

    variable: str
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """At least one of these columns of a multiple-response block is coded yes."""

    variable: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The variable has an answer: a code of 0 or more, a text that is no missing code.

    A multiple-response block is answered when any option is coded yes, or every option is coded no.
    `columns` are those of the variable; none stands for the one column of a plain variable.
    """

    variable: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """A month or period lies between two months, both included (`yyyy-mm`).

    A period of which only the year is known lies within when the whole year does.
    """

    variable: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds. Without parts: always true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds. Without parts: never true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. Use with care: a missing answer makes it true."""

    part: Condition


Condition = Is | Reads | Marked | Answered | Within | AllOf | AnyOf | Not
"""A two-valued question about one person's answers. A missing answer satisfies no plain part."""

ALWAYS = AllOf(())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the form."""

    name: str
    label: Texts


@dataclass(frozen=True)
class Variable:
    """One question of the codebook.

    `codes` holds the codes of a single variable or the options of a multiple or matrix one; `uses` the
    second side of a matrix. `filled_by_program` marks what nobody types. `never_ask` marks what is
    coded only when the visitor brings it up. `ordered`: its codes run from less to more.
    """

    name: str
    section: str
    kind: Kind
    question: Texts
    codes: tuple[Code, ...] = ()
    uses: tuple[Code, ...] = ()
    applies_if: Condition = ALWAYS
    filled_by_program: bool = False
    never_ask: bool = False
    ordered: bool = False
    note: Texts | None = None
    mapping: str = ""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of this variable in a file of records: `name`, or `name__option` for each option."""
        if self.kind is Kind.MULTIPLE:
            return tuple(f"{self.name}__{code.name}" for code in self.codes)
        if self.kind is Kind.MATRIX:
            return tuple(f"{self.name}__{code.name}__{use.name}" for code in self.codes for use in self.uses)
        return (self.name,)

    @property
    def is_block(self) -> bool:
        """Whether the variable has a yes or no for each of several options."""
        return self.kind in (Kind.MULTIPLE, Kind.MATRIX)

    @property
    def is_text(self) -> bool:
        """Whether the column holds text; its missing codes are then written as text ("-2")."""
        return self.kind in (Kind.IDENTIFIER, Kind.MONTH, Kind.PERIOD, Kind.LANGUAGE)


@dataclass(frozen=True, slots=True)
class Population:
    """A set of persons with the noun that belongs to it, so that no noun is ever typed by hand.

    `within` names the population this one is part of. `where` is the whole filter, that of `within`
    included. `note` says what is decided about the edges.
    """

    name: str
    one: Texts
    many: Texts
    where: Condition
    within: str | None = None
    note: Texts | None = None


@dataclass(frozen=True)
class Codebook:
    """A versioned codebook."""

    name: str
    version: str
    title: Texts
    missing: Mapping[Missing, Texts]
    sections: tuple[Section, ...]
    variables: tuple[Variable, ...]
    populations: tuple[Population, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that every text of the codebook has."""
        return tuple(self.title)

    @cached_property
    def reference(self) -> str:
        """The name, and the column, of the one variable of kind identifier."""
        return next(variable.name for variable in self.variables if variable.kind is Kind.IDENTIFIER)

    @cached_property
    def month(self) -> str:
        """The name, and the column, of the first variable of kind month: when somebody was registered."""
        return next(variable.name for variable in self.variables if variable.kind is Kind.MONTH)

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        """Variables by their name."""
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def by_column(self) -> Mapping[str, Variable]:
        """The variable that each column belongs to, in the order of a file of records."""
        return {column: variable for variable in self.variables for column in variable.columns}

    @cached_property
    def population(self) -> Mapping[str, Population]:
        """Populations by their name."""
        return {population.name: population for population in self.populations}
