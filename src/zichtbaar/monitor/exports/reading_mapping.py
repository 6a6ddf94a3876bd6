"""Reading a mapping from its TOML file, held against codebook and layout: every fault at once, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.reading_conditions import named_in, read_condition
from zichtbaar.codebook.schema import (
    ALWAYS,
    AllOf,
    Answered,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Kind,
    Marked,
    Not,
    Population,
    Variable,
)
from zichtbaar.codebook.tables import Table, read_toml
from zichtbaar.monitor.exports.layout import LANGUAGES, Audience, ColumnKind, Layout, load_layout
from zichtbaar.monitor.exports.mapping import Filling, Loss, Mapping, Meaning

FOLDER = Path(__file__).parent / "mappings"
YES = "1"

_REQUIRED = ("codebook", "version", "layout", "population", "column")
_OPTIONAL = ("loss", "left_out", "give_up", "tables")
_WAYS = ("values", "yes", "year_of", "nothing")


@cache
def load_mapping(layout: str, book: str) -> Mapping:
    """The mapping of a codebook to a layout that comes with the program. Raises InvalidInputError for another."""
    path = FOLDER / book / f"{layout}.toml"
    if not path.is_file():
        known = sorted(file.stem for file in (FOLDER / book).glob("*.toml"))
        problem = f"no mapping of codebook {book} comes with Zichtbaar"
        raise InvalidInputError([Fault(layout, None, "", problem, ", ".join(known))])
    return read_mapping(path, load(book))


def read_mapping(path: Path, book: Codebook) -> Mapping:
    """The mapping in a TOML file (docs/reference/exports.md).

    Every column of the layout must be filled or said to stay empty, and every variable and code of the
    codebook must go somewhere, be a loss that is reported, or be left out with a reason. Raises
    InvalidInputError with every fault of the file, each with its line.
    """
    table = read_toml(path)
    table.expect_keys(_REQUIRED, _OPTIONAL)
    _check_codebook(table, book)
    layout = _read_layout(table)
    if layout is None:
        table.faults.raise_if_any()
        raise ValueError("a layout that cannot be loaded is a fault")
    fillings = _read_fillings(table, layout, book)
    mapping = Mapping(
        book=book,
        layout=layout,
        population=_read_population(table, book),
        fillings=tuple(fillings[name] for name in layout.names if name in fillings),
        losses=tuple(_read_losses(table, book)) if "loss" in table.values else (),
        left_out=tuple(_read_left_out(table, book)) if "left_out" in table.values else (),
        give_up=_read_groups(table, "give_up", layout),
        tables=_read_groups(table, "tables", layout),
    )
    _check_every_code_goes_somewhere(table, mapping)
    if layout.audience is Audience.PERSONS and not mapping.give_up:
        table.fault(None, "give_up is missing", "columns to be emptied for persons who stand out")
    table.faults.raise_if_any()
    return mapping


def _check_codebook(table: Table, book: Codebook) -> None:
    for key, own in (("codebook", book.name), ("version", book.version)):
        given = table.text(key)
        if given and given != own:
            table.fault(key, f"written for {key} {given}", own)


def _read_layout(table: Table) -> Layout | None:
    name = table.text("layout", forms.BOOK_NAME)
    try:
        return load_layout(name) if name else None
    except InvalidInputError as error:
        table.fault("layout", f"unknown layout {name!r}", f"one of {error.faults[0].expected}")
        return None


def _read_population(table: Table, book: Codebook) -> Population:
    name = table.text("population")
    if name and name not in book.population:
        table.fault("population", f"unknown population {name!r}", f"one of {', '.join(book.population)}")
    return book.population.get(name, book.populations[0])


def _read_fillings(table: Table, layout: Layout, book: Codebook) -> dict[str, Filling]:
    fillings: dict[str, Filling] = {}
    for entry in table.tables("column"):
        name = entry.text("name")
        named = entry.about(name or entry.subject)
        named.expect_keys(("name",), _WAYS)
        if name and name not in layout.by_name:
            named.fault("name", f"{layout.name} has no column {name!r}", f"one of {', '.join(layout.names)}")
        elif name in fillings:
            named.fault("name", f"the column {name!r} is filled twice", "each column once")
        elif name:
            fillings[name] = _read_filling(named, layout, name, book)
    for name in layout.names:
        if name not in fillings:
            table.fault("column", f"the column {name} of {layout.name} is not filled", f"one of {', '.join(_WAYS)}")
    return fillings


def _read_filling(entry: Table, layout: Layout, name: str, book: Codebook) -> Filling:
    column = layout.by_name[name]
    ways = [way for way in _WAYS if way in entry.values]
    if len(ways) != 1:
        entry.fault(None, f"{len(ways)} ways to fill it", f"one of {', '.join(_WAYS)}")
        return Filling(column)
    fits = {"values": (ColumnKind.VALUE, ColumnKind.LIST), "yes": (ColumnKind.FLAG,), "year_of": (ColumnKind.YEAR,)}
    if column.kind not in fits.get(ways[0], tuple(ColumnKind)):
        entry.fault(ways[0], f"a column of kind {column.kind} has no {ways[0]}")
        return Filling(column)
    match ways[0]:
        case "values":
            return _read_values(entry, Filling(column), book)
        case "yes":
            return _read_flag(entry, Filling(column), book)
        case "year_of":
            return Filling(column, year_of=_read_year_of(entry, book))
    return Filling(column, nothing=entry.texts("nothing", LANGUAGES))


def _read_values(entry: Table, empty: Filling, book: Codebook) -> Filling:
    """The values of a column. Where they are about one question, whoever answered it is known."""
    meanings = tuple(_read_meanings(entry, empty.column.values, book))
    whens = [meaning.when for meaning in meanings]
    names = {name for when in whens for name in named_in(when)}
    known = _known(whens)
    if len(names) == 1 and not any(isinstance(code, int) and code < 0 for _, code in _told(whens)):
        variable = book.by_name[names.pop()]
        known = Answered(variable.name, variable.columns)
    return Filling(empty.column, meanings, known=known)


def _read_meanings(entry: Table, allowed: Sequence[str], book: Codebook) -> Iterator[Meaning]:
    for inner in entry.tables("values"):
        inner.expect_keys(("value",), ("when",))
        value = inner.text("value")
        if value and value not in allowed:
            inner.fault("value", f"the layout has no value {value!r} here", f"one of {', '.join(allowed)}")
        yield Meaning(value, _read_when(inner, "when", book) if "when" in inner.values else ALWAYS)


def _read_flag(entry: Table, empty: Filling, book: Codebook) -> Filling:
    """A flag holds of some; of others it is known not to hold, because all its questions are answered.

    That is CTDC's rule for its base: whoever any option of a question is known of.
    """
    yes = _read_when(entry, "yes", book)
    variables = [book.by_name[name] for name in dict.fromkeys(named_in(yes))]
    answered = [Answered(variable.name, variable.columns) for variable in variables]
    no = AllOf((*answered, Not(yes)))
    known = answered[0] if isinstance(yes, Is | Marked) and len(answered) == 1 else _known([yes, no])
    return Filling(empty.column, (Meaning(YES, yes),), no=no, known=known)


def _known(conditions: Sequence[Condition]) -> Condition | None:
    return None if ALWAYS in conditions else AnyOf(tuple(conditions))


def _read_year_of(entry: Table, book: Codebook) -> str | None:
    months = [variable.name for variable in book.variables if variable.kind in (Kind.MONTH, Kind.PERIOD)]
    name = entry.text("year_of")
    if name and name not in months:
        entry.fault("year_of", f"{name!r} is no month or period of the codebook", f"one of {', '.join(months)}")
        return None
    return name or None


def _read_when(entry: Table, key: str, book: Codebook) -> Condition:
    return read_condition(entry.values.get(key), book.by_name, partial(entry.fault, key))


def _read_losses(table: Table, book: Codebook) -> Iterator[Loss]:
    for entry in table.tables("loss"):
        entry.expect_keys(("of", "words"))
        yield Loss(_read_when(entry, "of", book), entry.texts("words", LANGUAGES))


def _read_left_out(table: Table, book: Codebook) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    for entry in table.tables("left_out"):
        entry.expect_keys(("variables", "reason"))
        names = tuple(str(name) for name in entry.items("variables"))
        for name in names:
            if name not in book.by_name:
                entry.fault("variables", f"unknown variable {name!r}", "a variable of the codebook")
        yield names, dict(entry.texts("reason", LANGUAGES))


def _read_groups(table: Table, key: str, layout: Layout) -> tuple[tuple[str, ...], ...]:
    """Groups of columns; a name may end in a star, for all columns that begin so."""
    groups: list[tuple[str, ...]] = []
    for place, group in enumerate(table.items(key)):
        patterns = group if isinstance(group, list) else []
        names = [[name for name in layout.names if fnmatchcase(name, str(pattern))] for pattern in patterns]
        if not patterns or not all(names):
            table.faults.add((key, place), key, "not a list of columns", f"columns of {layout.name}")
        groups.append(tuple(name for found in names for name in found))
    return tuple(groups)


def _check_every_code_goes_somewhere(table: Table, mapping: Mapping) -> None:
    conditions = [meaning.when for filling in mapping.fillings for meaning in filling.meanings]
    conditions += [loss.of for loss in mapping.losses]
    told = set(_told(conditions))
    named = {name for condition in conditions for name in named_in(condition)}
    named |= {filling.year_of for filling in mapping.fillings if filling.year_of is not None}
    left_out = {name for names, _ in mapping.left_out for name in names}
    for variable in mapping.book.variables:
        if variable.name in named & left_out:
            table.fault("left_out", f"{variable.name} is left out, and yet it is used", "one of the two")
        elif variable.name not in named | left_out:
            table.fault("codebook", f"{variable.name} goes nowhere", "a column, a loss or a reason to leave it out")
        elif variable.name in named:
            for code in _codes(variable) if not variable.is_text else ():
                if code[1] not in {value for name, value in told if name == variable.name}:
                    problem = f"{variable.name}: {code[0]} goes nowhere"
                    table.fault("codebook", problem, "a column, or a loss that is reported")


def _codes(variable: Variable) -> Iterator[tuple[str, int | str]]:
    """What a variable can say, by name: its codes, or the columns of a block."""
    if variable.is_block:
        yield from ((column, column) for column in variable.columns)
    else:
        yield from ((code.name, code.value) for code in variable.codes)


def _told(conditions: Iterable[Condition]) -> Iterator[tuple[str, int | str]]:
    """Every code and column of a block that these conditions look for by name."""
    for condition in conditions:
        match condition:
            case AllOf(parts) | AnyOf(parts):
                yield from _told(parts)
            case Not(part):
                yield from _told((part,))
            case Is(name, codes):
                yield from ((name, code) for code in codes)
            case Marked(name, columns):
                yield from ((name, column) for column in columns)
