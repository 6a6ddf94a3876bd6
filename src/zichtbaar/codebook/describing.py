"""A codebook in plain words, for people who read rather than fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zichtbaar.codebook.schema import (
    ALWAYS,
    AllOf,
    Answered,
    AnyOf,
    Code,
    Codebook,
    Condition,
    Is,
    Marked,
    Missing,
    Not,
    Reads,
    Texts,
    Variable,
    Within,
)

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "and": "and",
        "answered": "has an answer",
        "any": "any option yes",
        "filled": "filled in by the program",
        "if": "only if",
        "missing": "No answer, because",
        "never": "not asked for, noted when it comes up",
        "not": "not",
        "or": "or",
        "populations": "Who is counted",
        "uses": "for each option",
    },
    "nl": {
        "and": "en",
        "answered": "heeft een antwoord",
        "any": "een optie is ja",
        "filled": "ingevuld door het programma",
        "if": "alleen als",
        "missing": "Geen antwoord, want",
        "never": "niet naar vragen, noteren als het ter sprake komt",
        "not": "niet",
        "or": "of",
        "populations": "Wie er wordt geteld",
        "uses": "per optie",
    },
}


def describe(book: Codebook, language: str) -> Iterator[str]:
    """The lines of a listing: every section, variable, code, condition and population, in one language.

    The words between come in English where a codebook has a language that this module has not.
    """
    yield f"{book.title[language]} ({book.name}, {book.version})"
    for section in book.sections:
        yield from ("", section.label[language].upper())
        for variable in book.variables:
            if variable.section == section.name:
                yield from _variable(variable, book, language)
    words = _words(language)
    yield from ("", words["missing"].upper())
    yield from (f"  {missing:>4}  {label[language]}" for missing, label in book.missing.items())
    yield from ("", words["populations"].upper())
    for population in book.populations:
        yield from ("", f"{population.name}: {population.many[language]}")
        yield f"  {words['if']} {describe_condition(population.where, book, language)}"
        yield from _indented(population.note, language)


def describe_condition(condition: Condition, book: Codebook, language: str) -> str:
    """A condition as one line, with the labels of the codes that it names."""
    words = _words(language)
    match condition:
        case Is(name, codes):
            return f"{name}: {' / '.join(_labels(book.by_name[name], codes, book.missing, language))}"
        case Reads(name, texts):
            return f"{name}: {' / '.join(sorted(texts))}"
        case Marked(name, columns):
            return f"{name}: {_marked(book.by_name[name], columns, words['any'], language)}"
        case Answered(name):
            return f"{name} {words['answered']}"
        case Within(name, first, last):
            return f"{name}: {first} – {last}"
        case AllOf(parts):
            return f" {words['and']} ".join(_part(part, book, language) for part in parts)
        case AnyOf(parts):
            return f" {words['or']} ".join(_part(part, book, language) for part in parts)
        case Not(part):
            return f"{words['not']} ({describe_condition(part, book, language)})"


def _variable(variable: Variable, book: Codebook, language: str) -> Iterator[str]:
    words = _words(language)
    marks = [words["filled"]] if variable.filled_by_program else []
    marks += [words["never"]] if variable.never_ask else []
    yield from ("", ", ".join((f"{variable.name} ({variable.kind})", *marks)))
    yield from _indented(variable.question, language)
    yield from _indented(variable.note, language)
    if variable.applies_if != ALWAYS:
        yield f"  {words['if']} {describe_condition(variable.applies_if, book, language)}"
    yield from (f"  {code.value:>4}  {code.label[language]}" for code in variable.codes)
    if variable.uses:
        yield f"  {words['uses']}: {' / '.join(use.label[language] for use in variable.uses)}"


def _indented(texts: Texts | None, language: str) -> Iterator[str]:
    if texts is not None:
        yield f"  {texts[language]}"


def _part(condition: Condition, book: Codebook, language: str) -> str:
    """A part of a joined condition, in brackets where it would otherwise run into its neighbours."""
    text = describe_condition(condition, book, language)
    return f"({text})" if isinstance(condition, AnyOf | AllOf) and len(condition.parts) > 1 else text


def _labels(
    variable: Variable, codes: frozenset[int], missing: Mapping[Missing, Texts], language: str
) -> list[str]:
    labels = {code.value: code.label[language] for code in variable.codes}
    labels |= {int(code): label[language] for code, label in missing.items()}
    return [label for value, label in labels.items() if value in codes]


def _marked(variable: Variable, columns: Sequence[str], any_option: str, language: str) -> str:
    if set(columns) == set(variable.columns):
        return any_option
    return " / ".join(label for column, label in _column_labels(variable, language) if column in columns)


def _column_labels(variable: Variable, language: str) -> Iterator[tuple[str, str]]:
    uses: tuple[Code | None, ...] = variable.uses or (None,)
    pairs = ((code, use) for code in variable.codes for use in uses)
    for column, (code, use) in zip(variable.columns, pairs, strict=True):
        yield column, code.label[language] + (f" ({use.label[language]})" if use else "")


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["en"])
