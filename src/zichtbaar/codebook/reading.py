"""Reading a codebook from its TOML file: the whole book, or every fault in it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.looking_back import check_looks_back
from zichtbaar.codebook.reading_codes import read_code_lists, read_missing, read_named
from zichtbaar.codebook.reading_conditions import read_condition
from zichtbaar.codebook.reading_variables import read_variables
from zichtbaar.codebook.schema import AllOf, Codebook, Population, Section, Variable
from zichtbaar.codebook.tables import Table, read_toml

BOOKS = Path(__file__).parent / "books"
SHIPPED = "trafficking-1"

BOOK_KEYS = ("name", "version", "languages", "title", "missing", "sections", "variable", "population")
POPULATION_KEYS = ("name", "one", "many", "where")
POPULATION_OPTIONAL_KEYS = ("within", "note")


def load(name: str = SHIPPED) -> Codebook:
    """A codebook that comes with the program, read once. Raises InvalidInputError for an unknown name."""
    return _load(name)


def shipped() -> tuple[str, ...]:
    """The names of the codebooks that come with the program."""
    return tuple(sorted(path.stem for path in BOOKS.glob("*.toml")))


@cache
def _load(name: str) -> Codebook:
    if name not in shipped():
        fault = Fault(name, None, "", "no codebook of this name comes with Zichtbaar", ", ".join(shipped()))
        raise InvalidInputError([fault])
    return read_codebook(BOOKS / f"{name}.toml")


def read_codebook(path: Path) -> Codebook:
    """The codebook in a TOML file (docs/reference/codebook.md).

    Raises InvalidInputError with every fault of the file, each with its line, in the order of the file.
    """
    table = read_toml(path)
    table.expect_keys(BOOK_KEYS, ("lists",))
    languages = _read_languages(table)
    sections = tuple(Section(name, label) for _, name, label in read_named(table, "sections", languages))
    variables = read_variables(table, sections, read_code_lists(table, languages), languages)
    book = Codebook(
        name=table.text("name", forms.BOOK_NAME),
        version=table.text("version", forms.BOOK_VERSION),
        title=table.texts("title", languages),
        missing=read_missing(table, languages),
        sections=sections,
        variables=variables,
        populations=_read_populations(table, variables, languages),
    )
    table.faults.raise_if_any()
    return book


def _read_languages(table: Table) -> tuple[str, ...]:
    languages: list[str] = []
    for place, language in enumerate(table.items("languages")):
        if isinstance(language, str) and forms.LANGUAGE.fits(language) and language not in languages:
            languages.append(language)
        else:
            problem = f"{language!r} is no language, or named twice"
            table.faults.add(("languages", place), "languages", problem, forms.LANGUAGE.words)
    title = table.values.get("title")
    # Without a readable list the title tells: otherwise every text of the file would be a fault.
    return tuple(languages or (title if isinstance(title, dict) else ()))


def _read_populations(table: Table, variables: Sequence[Variable], languages: Sequence[str]) -> tuple[Population, ...]:
    """The populations, each with the whole filter: that of the population it is part of included."""
    by_name = {variable.name: variable for variable in variables}
    entries: dict[str, Table] = {}
    own: dict[str, Population] = {}
    for entry in table.tables("population"):
        name = entry.text("name", forms.NAME)
        named = entry.about(f"population {name}" if name else entry.subject)
        named.expect_keys(POPULATION_KEYS, POPULATION_OPTIONAL_KEYS)
        population = Population(
            name=name,
            one=named.texts("one", languages),
            many=named.texts("many", languages),
            where=read_condition(named.values.get("where", {}), by_name, partial(named.fault, "where")),
            within=named.text("within") or None,
            note=named.texts("note", languages) if "note" in named.values else None,
        )
        if name in own:
            named.fault("name", f"the name {name!r} is used twice", "each name once")
        key = name if name and name not in own else entry.subject
        entries[key], own[key] = named, population
    _check_within(own, entries)
    return _nested(own)


def _check_within(populations: Mapping[str, Population], entries: Mapping[str, Table]) -> None:
    for name, population in populations.items():
        if population.within and population.within not in populations:
            problem = f"it is part of an unknown population {population.within!r}"
            entries[name].fault("within", problem, f"one of {', '.join(populations)}")
    parts = {name: filter(None, [population.within]) for name, population in populations.items()}
    check_looks_back(
        {name: tuple(part) for name, part in parts.items()},
        lambda name, problem, expected: entries[name].fault("within", problem, expected),
    )


def _nested(populations: Mapping[str, Population]) -> tuple[Population, ...]:
    """Each population with the filters of all it is part of joined to its own."""
    whole: dict[str, Population] = {}
    for name, population in populations.items():
        outer = whole.get(population.within or "")
        where = AllOf((outer.where, population.where)) if outer else population.where
        whole[name] = replace(population, where=where)
    return tuple(whole.values())
