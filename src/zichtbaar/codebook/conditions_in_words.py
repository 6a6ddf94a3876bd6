"""Conditions as people read them, in the words of the codebook, and as the codes that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Marked,
    Missing,
    Not,
    Reads,
    Variable,
    Within,
)

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "and": "; and ",
        "answered": "{question}: has an answer",
        "any": "{question}: at least one is marked",
        "anybody": "everybody",
        "is": "{question}: {answers}",
        "not": "not so: {condition}",
        "or": "; or ",
        "or_answer": " or ",
        "within": "{question}: {first} to {last}",
    },
    "nl": {
        "and": "; en ",
        "answered": "{question}: er is een antwoord",
        "any": "{question}: er is er minstens één aangekruist",
        "anybody": "iedereen",
        "is": "{question}: {answers}",
        "not": "niet: {condition}",
        "or": "; of ",
        "or_answer": " of ",
        "within": "{question}: {first} tot en met {last}",
    },
}


def in_words(condition: Condition, book: Codebook, language: str) -> str:
    """A condition in the questions and answers of the codebook: “Who is chatting?”: “The victim”; and …

    The words between come in English where a codebook has a language that this module has not.
    """
    words = _WORDS.get(language, _WORDS["en"])
    match condition:
        case AllOf():
            parts = _flat(condition)
            return words["and"].join(part_in_words(part, book, language) for part in parts) or words["anybody"]
        case AnyOf(parts):
            return words["or"].join(part_in_words(part, book, language) for part in parts)
        case Not(part):
            return words["not"].format(condition=part_in_words(part, book, language))
    question = _question(condition.variable, book, language)
    match condition:
        case Answered():
            return words["answered"].format(question=question)
        case Within(_, first, last):
            return words["within"].format(question=question, first=first, last=last)
        case Marked(name, columns) if set(columns) == set(book.by_name[name].columns):
            return words["any"].format(question=question)
    answers = words["or_answer"].join(f"“{answer}”" for answer in _answers(condition, book, language))
    return words["is"].format(question=question, answers=answers)


def in_codes(condition: Condition) -> str:
    """A condition in the columns and codes of a file of records, the same in every language.

    `a = 1, 2` is one of these codes, `a = *` any answer, `a__x, a__y = 1` a mark at one of them; `&` is
    "and", `|` "or", `!` "not".
    """
    match condition:
        case Is(name, codes):
            return f"{name} = {', '.join(map(str, sorted(codes, key=_missing_last)))}"
        case Reads(name, texts):
            return f"{name} = {', '.join(sorted(texts))}"
        case Marked(_, columns):
            return f"{', '.join(columns)} = 1"
        case Answered(name):
            return f"{name} = *"
        case Within(name, first, last):
            return f"{name} = {first}..{last}"
        case AllOf():
            return " & ".join(map(part_in_codes, _flat(condition))) or "*"
        case AnyOf(parts):
            return " | ".join(map(part_in_codes, parts))
        case Not(part):
            return f"!({in_codes(part)})"


def _flat(condition: Condition) -> Iterator[Condition]:
    """The parts of a condition that all hold, those of parts of the same sort among them."""
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _flat(part)
    else:
        yield condition


def _question(name: str, book: Codebook, language: str) -> str:
    """The question of a variable; of one column of a block with its option."""
    variable = book.by_name.get(name) or book.by_column[name]
    option = f", {option_label(variable, name, language)}" if name != variable.name else ""
    return f"“{variable.question[language]}{option}”"


def part_in_words(part: Condition, book: Codebook, language: str) -> str:
    """The same for a part of something longer: in brackets where it would run into its neighbours."""
    text = in_words(part, book, language)
    return f"({text})" if _is_joined(part) else text


def part_in_codes(part: Condition) -> str:
    """The same for codes."""
    return f"({in_codes(part)})" if _is_joined(part) else in_codes(part)


def _is_joined(part: Condition) -> bool:
    return isinstance(part, AllOf | AnyOf) and len(part.parts) > 1


def _answers(condition: Is | Reads | Marked | Within | Answered, book: Codebook, language: str) -> Iterator[str]:
    match condition:
        case Is(name, codes):
            yield from _labels(book.by_column[name], sorted(codes, key=_missing_last), book, language)
        case Reads(_, texts):
            yield from sorted(texts)
        case Marked(name, columns):
            yield from (option_label(book.by_name[name], column, language) for column in columns)


def option_label(variable: Variable, column: str, language: str) -> str:
    """What one column of a block asks about: the label of its option, in a matrix with that of its use."""
    option, _, use = column.removeprefix(f"{variable.name}__").partition("__")
    labels = {code.name: code.label[language] for code in variable.codes}
    uses = {code.name: code.label[language] for code in variable.uses}
    return f"{labels[option]} ({uses[use]})" if use else labels[option]


def _labels(variable: Variable, codes: Iterable[int], book: Codebook, language: str) -> Iterator[str]:
    labels = {code.value: code.label[language] for code in variable.codes}
    for code in codes:
        yield labels[code] if code in labels and not variable.is_block else _other(code, book, language)


def _other(code: int, book: Codebook, language: str) -> str:
    """A missing code, or the yes or no of a block, as a codebook has no words of its own for these two."""
    return book.missing[Missing(code)][language] if code < 0 else str(code)


def _missing_last(code: int) -> tuple[bool, int]:
    return code < 0, abs(code)
