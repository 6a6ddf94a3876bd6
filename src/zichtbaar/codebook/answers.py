"""Questions to one person's answers: what applies, what is asked, what is still open, what is wrong.

Skip rules only look back, so one walk through the codebook in its own order decides everything: an
answer to a question that turned out not to apply can no longer make another question apply.
"""

from __future__ import annotations

from zichtbaar.codebook import forms
from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    Answers,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Kind,
    Marked,
    Missing,
    Not,
    Reads,
    Value,
    Variable,
    Within,
)

YES = 1
NO = 0
MISSING_TEXTS = frozenset(str(missing.value) for missing in Missing)
"""The missing codes as a text column writes them."""


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether a condition is true of these answers. What is not yet coded satisfies no plain part."""
    match condition:
        case Is(variable, codes):
            return answers.get(variable) in codes
        case Reads(variable, texts):
            return answers.get(variable) in texts
        case Marked(_, columns):
            return any(answers.get(column) == YES for column in columns)
        case Answered(variable, columns):
            return _are_answered(variable, columns or (variable,), answers)
        case Within(variable, first, last):
            return _lies_within(answers.get(variable), first, last)
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Not(part):
            return not holds(part, answers)


def applies(variable: Variable, answers: Answers) -> bool:
    """Whether the variable's own skip rule is true of these answers as they are.

    Answers that no longer apply are taken at their word here; `asked` and `settled` see through them.
    """
    return holds(variable.applies_if, answers)


def is_answered(variable: Variable, answers: Answers) -> bool:
    """Whether there is an answer, not a missing code; in a block: any option yes, or every option no."""
    return _are_answered(variable.name, variable.columns, answers)


def settled(book: Codebook, answers: Answers) -> dict[str, Value]:
    """Every column of the codebook: what does not apply is -1, what nobody coded yet is -2.

    In a block with a yes, the options without a mark are -2 as well: only the counting of shares
    takes them for a no.
    """
    values: dict[str, Value] = {}
    for variable in book.variables:
        if applies(variable, values):
            values.update(_coded_or_not_discussed(variable, answers))
        else:
            values.update(dict.fromkeys(variable.columns, _written(variable, Missing.NOT_APPLICABLE)))
    return values


def asked(book: Codebook, answers: Answers) -> tuple[Variable, ...]:
    """The variables that apply to this person and that the program does not fill in, in order."""
    values = settled(book, answers)
    return tuple(
        variable for variable in book.variables if not variable.filled_by_program and not _is_skipped(variable, values)
    )


def unanswered(book: Codebook, answers: Answers) -> tuple[Variable, ...]:
    """The asked variables that nobody coded yet, not even with a missing code.

    A block is coded as soon as one option is yes, or when every option has a code of its own.
    """
    return tuple(variable for variable in asked(book, answers) if not _is_coded(variable, answers))


def is_complete(book: Codebook, answers: Answers) -> bool:
    """Whether every question that applies has a code."""
    return not unanswered(book, answers)


def check_answer(book: Codebook, column: str, value: object) -> str | None:
    """What is wrong with a value in a column of the codebook; None when it may stand there.

    The message repeats no text: what somebody typed in the wrong place may be a name.
    """
    variable = book.by_column.get(column)
    if variable is None:
        return "unknown column"
    if variable.is_text:
        return _check_text(variable, value)
    if not isinstance(value, int) or isinstance(value, bool):
        return "not a whole number"
    codes = (YES, NO) if variable.is_block else tuple(code.value for code in variable.codes)
    if value in codes or value in tuple(Missing):
        return None
    return f"unknown code {value}; it has {', '.join(map(str, sorted(codes)))} and the missing codes -1 to -6"


def _check_text(variable: Variable, value: object) -> str | None:
    form = forms.OF_KIND[variable.kind]
    if not isinstance(value, str):
        return f"not a text; expected {form.words}"
    if form.fits(value) or (value in MISSING_TEXTS and variable.kind is not Kind.IDENTIFIER):
        return None
    return f"wrong form; expected {form.words}"


def _are_answered(variable: str, columns: tuple[str, ...], answers: Answers) -> bool:
    values = [answers.get(column) for column in columns]
    if columns != (variable,):
        return YES in values or all(value == NO for value in values)
    return _is_answer(values[0])


def _is_answer(value: Value | None) -> bool:
    if isinstance(value, int):
        return value >= 0
    return value is not None and value not in MISSING_TEXTS


def _lies_within(value: Value | None, first: str, last: str) -> bool:
    if not isinstance(value, str) or value in MISSING_TEXTS:
        return False
    is_year = len(value) == len("yyyy")
    return first <= (f"{value}-01" if is_year else value) and (f"{value}-12" if is_year else value) <= last


def _coded_or_not_discussed(variable: Variable, answers: Answers) -> dict[str, Value]:
    not_discussed = _written(variable, Missing.NOT_DISCUSSED)
    return {
        column: answers[column] if _has_code(variable, answers.get(column)) else not_discussed
        for column in variable.columns
    }


def _is_coded(variable: Variable, answers: Answers) -> bool:
    values = [answers.get(column) for column in variable.columns]
    return (variable.is_block and YES in values) or all(_has_code(variable, value) for value in values)


def _has_code(variable: Variable, value: Value | None) -> bool:
    """Whether somebody coded this. "Not applicable" is left from before the question came to apply."""
    return value is not None and value != _written(variable, Missing.NOT_APPLICABLE)


def _is_skipped(variable: Variable, values: Answers) -> bool:
    return values[variable.columns[0]] == _written(variable, Missing.NOT_APPLICABLE)


def _written(variable: Variable, missing: Missing) -> Value:
    """A missing code as this variable's columns write it."""
    return str(missing.value) if variable.is_text else missing.value
