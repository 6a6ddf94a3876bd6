"""Changing coded answers: what is refused, what falls away, what is still open. Pure; no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zichtbaar.codebook import answers as coded
from zichtbaar.codebook.schema import Answers, Codebook, Kind, Missing, Value, Variable
from zichtbaar.helpline.registration.errors import AnswersRefusedError, Refusal

GIVEN_BY_A_PERSON = (
    Missing.NOT_DISCUSSED,
    Missing.UNKNOWN,
    Missing.PREFERS_NOT_TO_SAY,
    Missing.CANNOT_BE_CODED,
)
"""The missing codes that a counsellor may choose; "not applicable" and "withheld" follow from other things."""

Changes = Mapping[str, Value | None]
"""New answers by column; None takes an answer back."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Answers after a change, and the variables whose answers fell away because they no longer apply."""

    answers: dict[str, Value]
    withdrawn: tuple[str, ...]


def change(book: Codebook, answers: Answers, changes: Changes, *, this_month: str) -> Changed:
    """Apply changes, all or none. Raises AnswersRefusedError that names every column refused.

    `this_month` (yyyy-mm) is the last month that can have been told about.
    """
    refusals = {
        column: refusal for column, value in changes.items() if (refusal := _refusal(book, column, value, this_month))
    }
    if refusals:
        raise AnswersRefusedError(refusals)
    wanted = {column: value for column, value in {**answers, **changes}.items() if value is not None}
    kept = _only_what_applies(book, wanted)
    lost = [column for column in wanted if column not in kept]
    if refused := [column for column in lost if column in changes]:
        raise AnswersRefusedError(dict.fromkeys(refused, Refusal.DOES_NOT_APPLY))
    return Changed(kept, _names(book, lost))


def rest_not_discussed(book: Codebook, answers: Answers) -> dict[str, Value]:
    """The changes that code every open question as "not discussed", those it opens in turn included."""
    changes: dict[str, Value] = {}
    while opened := _not_discussed(book, {**answers, **changes}):
        changes |= opened
    return changes


def _not_discussed(book: Codebook, answers: Answers) -> dict[str, Value]:
    """ "Not discussed" for every column of the questions that are open now and that has no code yet."""
    return {
        column: missing_value(variable, Missing.NOT_DISCUSSED)
        for variable in coded.unanswered(book, answers)
        for column in variable.columns
        if column not in answers
    }


def missing_value(variable: Variable, missing: Missing) -> Value:
    """A missing code in the form of the variable's columns: text columns write it as text."""
    return str(int(missing)) if variable.is_text else int(missing)


def _refusal(book: Codebook, column: str, value: Value | None, this_month: str) -> Refusal | None:
    variable = book.by_column.get(column)
    if variable is None:
        return Refusal.UNKNOWN_QUESTION
    if variable.filled_by_program:
        return Refusal.FILLED_BY_PROGRAM
    if value is None:
        return None
    if coded.check_answer(book, column, value) or value in _never_given(variable):
        return Refusal.NOT_AN_ANSWER
    if variable.kind is Kind.PERIOD and _lies_ahead(str(value), this_month):
        return Refusal.IN_THE_FUTURE
    return None


def _lies_ahead(period: str, this_month: str) -> bool:
    """Whether a month, or a year, has not begun yet. Missing codes, written "-2", sort before every year."""
    return period > this_month[: len(period)]


def _never_given(variable: Variable) -> list[Value]:
    return [missing_value(variable, missing) for missing in Missing if missing not in GIVEN_BY_A_PERSON]


def _only_what_applies(book: Codebook, answers: Answers) -> dict[str, Value]:
    """The answers without those to questions that are not asked: these are settled as "not applicable"."""
    values = coded.settled(book, answers)
    return {column: value for column, value in answers.items() if values[column] == value}


def _names(book: Codebook, columns: Iterable[str]) -> tuple[str, ...]:
    """The variables of these columns, each once, in the order of the codebook."""
    touched = {book.by_column[column].name for column in columns}
    return tuple(variable.name for variable in book.variables if variable.name in touched)
