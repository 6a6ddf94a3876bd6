"""The registration form, drawn from the codebook: every question in the page's language, ready for a template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Kind, Texts, Variable
from zichtbaar.helpline.registration.answering import GIVEN_BY_A_PERSON, missing_value


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick: the column it is stored in, the value stored, and its words."""

    column: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a matrix: an option, and a box for each use of it."""

    label: str
    boxes: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands in the form. Exactly one of `codes`, `rows` and `typed` is filled, or none."""

    name: str
    kind: str
    text: str
    note: str
    never_ask: bool
    filled_by_program: bool
    codes: tuple[Choice, ...]
    uses: tuple[str, ...]
    rows: tuple[Row, ...]
    missing: tuple[Choice, ...]

    @property
    def is_block(self) -> bool:
        """Whether several options can be ticked."""
        return self.kind in (Kind.MULTIPLE, Kind.MATRIX)

    @property
    def typed(self) -> bool:
        """Whether the answer is typed: a month or a year."""
        return not self.codes and not self.rows


@dataclass(frozen=True, slots=True)
class FormSection:
    """A heading of the form and its questions."""

    name: str
    label: str
    questions: tuple[Question, ...]


def form_context(language: str) -> dict[str, object]:
    """What `desk/registration_form.html` needs to be drawn in a language (`en`, `nl`)."""
    return {"registration_sections": form_sections(language)}


@cache
def form_sections(language: str) -> tuple[FormSection, ...]:
    """Every question of the codebook under its heading, in the order of the codebook."""
    book = load()
    return tuple(
        FormSection(
            section.name,
            _in(section.label, language),
            tuple(
                _question(book, variable, language) for variable in book.variables if variable.section == section.name
            ),
        )
        for section in book.sections
    )


def _question(book: Codebook, variable: Variable, language: str) -> Question:
    is_matrix = variable.kind is Kind.MATRIX
    return Question(
        name=variable.name,
        kind=variable.kind.value,
        text=_in(variable.question, language),
        note=_in(variable.note, language) if variable.note else "",
        never_ask=variable.never_ask,
        filled_by_program=variable.filled_by_program,
        codes=() if is_matrix else _codes(variable, language),
        uses=tuple(_in(use.label, language) for use in variable.uses),
        rows=_rows(variable, language) if is_matrix else (),
        missing=tuple(
            Choice(variable.name, str(missing_value(variable, missing)), _in(book.missing[missing], language))
            for missing in GIVEN_BY_A_PERSON
        ),
    )


def _codes(variable: Variable, language: str) -> tuple[Choice, ...]:
    """The codes of a single variable under its name, or the options of a block, each its own column."""
    if variable.kind is Kind.MULTIPLE:
        pairs = zip(variable.columns, variable.codes, strict=True)
        return tuple(Choice(column, "1", _in(code.label, language)) for column, code in pairs)
    return tuple(Choice(variable.name, str(code.value), _in(code.label, language)) for code in variable.codes)


def _rows(variable: Variable, language: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            _in(code.label, language),
            tuple(
                Choice(
                    f"{variable.name}__{code.name}__{use.name}",
                    "1",
                    f"{_in(code.label, language)}: {_in(use.label, language)}",
                )
                for use in variable.uses
            ),
        )
        for code in variable.codes
    )


def _in(texts: Texts, language: str) -> str:
    """The words in a language, or in English where a codebook has no others."""
    return texts.get(language, texts["en"])
