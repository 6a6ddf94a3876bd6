"""A codebook in plain words, for people who read rather than fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zichtbaar.codebook.schema import (
    ALWAYS,
    MISSING_BY_NAME,
    AllOf,
    Answered,
    AnyOf,
    Code,
    Codebook,
    Condition,
    Is,
    Marked,
    Not,
    Population,
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
        "uses": "for each of these",
        "within": "part of",
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
        "uses": "voor elk daarvan",
        "within": "deel van",
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
    missing = [Code(code, code.name.lower(), label) for code, label in book.missing.items()]
    yield from _codes(missing, language)
    yield from ("", words["populations"].upper())
    for population in book.populations:
        yield from _population(population, book, language)


def describe_condition(condition: Condition, book: Codebook, language: str) -> str:
    """A condition as one line, with the names of the codes and options that it looks for."""
    words = _words(language)
    match condition:
        case Is(name, codes):
            return f"{name}: {' / '.join(_code_names(book.by_name[name], codes))}"
        case Reads(name, texts):
            return f"{name}: {' / '.join(sorted(texts))}"
        case Marked(name, columns):
            is_any = set(columns) == set(book.by_name[name].columns)
            options = (column.removeprefix(f"{name}__").replace("__", "/") for column in columns)
            return f"{name}: {words['any'] if is_any else ' / '.join(options)}"
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
    yield from _codes(variable.codes, language)
    if variable.uses:
        yield f"  {words['uses']}:"
        yield from _codes(variable.uses, language)


def _population(population: Population, book: Codebook, language: str) -> Iterator[str]:
    words = _words(language)
    yield from ("", f"{population.name}: {population.many[language]}")
    if population.within is not None:
        yield f"  {words['within']} {population.within}"
    yield f"  {words['if']} {describe_condition(own_filter(population, book), book, language)}"
    yield from _indented(population.note, language)


def own_filter(population: Population, book: Codebook) -> Condition:
    """The filter without that of the population around it, which is described there."""
    outer = book.population[population.within].where if population.within else None
    match population.where:
        case AllOf((first, own)) if first == outer:
            return own
        case whole:
            return whole


def _codes(codes: Sequence[Code], language: str) -> Iterator[str]:
    width = max((len(code.name) for code in codes), default=0)
    yield from (f"  {code.value:>4}  {code.name:<{width}}  {code.label[language]}" for code in codes)


def _indented(texts: Texts | None, language: str) -> Iterator[str]:
    if texts is not None:
        yield f"  {texts[language]}"


def _part(condition: Condition, book: Codebook, language: str) -> str:
    """A part of a joined condition, in brackets where it would otherwise run into its neighbours."""
    text = describe_condition(condition, book, language)
    return f"({text})" if isinstance(condition, AnyOf | AllOf) and len(condition.parts) > 1 else text


def _code_names(variable: Variable, codes: frozenset[int]) -> list[str]:
    names = {code.value: code.name for code in variable.codes}
    names |= {missing.value: name for name, missing in MISSING_BY_NAME.items()}
    return [name for value, name in names.items() if value in codes]


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["en"])
