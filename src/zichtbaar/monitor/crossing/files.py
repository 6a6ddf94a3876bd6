"""The two files of a table: one for a spreadsheet, one to read, with how it was protected and counted."""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar import __version__
from zichtbaar.codebook.conditions_in_words import in_codes
from zichtbaar.monitor.crossing.making import Released
from zichtbaar.monitor.crossing.sides import Side
from zichtbaar.monitor.crossing.words import FURTHER, NOT_KNOWN, PARTS, ROUNDED, SUPPRESSED, WORDS
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.tables import Place, ReleasedCount
from zichtbaar.monitor.exports.persons import as_csv
from zichtbaar.monitor.factsheet.wording.coding import coding_in_words
from zichtbaar.monitor.factsheet.wording.months import period
from zichtbaar.monitor.factsheet.wording.values import counted
from zichtbaar.monitor.paper.document import Block, Bullets, Cell, Chapter, Document, Paragraph, Table, cells
from zichtbaar.monitor.paper.language import Language, with_capital
from zichtbaar.monitor.paper.numbers import number, persons
from zichtbaar.monitor.paper.page import page

FILES = ("table.csv", "table.html")

TOTAL = "total"
"""What stands in a column of the CSV where a number is about all its categories."""

_TWO_SIDES = 2


def files_of(released: Released, language: Language) -> dict[str, bytes]:
    """The files by name; the CSV is the same in every language."""
    return dict(zip(FILES, (table_csv(released), page(document_of(released, language)).encode()), strict=True))


def table_csv(released: Released) -> bytes:
    """One line for each number: the categories, the number, what it can be as it is told, and what was done to it."""
    sides = released.counted.sides
    rows = []
    for place, cell in released.table.cells.items():
        names = [TOTAL if one is None else side.categories[one].name for side, one in zip(sides, place, strict=True)]
        rows.append([*names, *map(_number, (cell.count, *(cell.span or (None, None)))), cell.protection.value])
    return as_csv([*(side.name for side in sides), "persons", "least", "most", "protection"], rows)


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def document_of(released: Released, language: Language) -> Document:
    """The page of a table."""
    return Document(
        language=language,
        overline=WORDS["overline"][language],
        title=_title(released, language),
        warning=_protected(released, language),
        chapters=(
            Chapter(WORDS["table"][language], tuple(_tables(released, language))),
            Chapter(WORDS["reading"][language], (Bullets(tuple(_legend(released, language))),)),
            Chapter(
                WORDS["counting"][language], (Bullets(tuple(_counted(released, language))), _codes(released, language))
            ),
        ),
    )


def _title(released: Released, language: Language) -> str:
    first, *others = (side.label[language] for side in released.counted.sides)
    for other in others:
        first = WORDS["by"][language].format(one=first, other=other[:1].lower() + other[1:])
    return first


def _protected(released: Released, language: Language) -> str:
    if released.rounding is None:
        return WORDS["suppressed"][language]
    return WORDS["rounded"][language].format(base=released.rounding.base)


def _tables(released: Released, language: Language) -> Iterator[Block]:
    """The whole, and behind it a table for each category of a third side."""
    sides = released.counted.sides
    yield Paragraph(_about_total(released, language), "lead")
    caption = _caption(released, language)
    yield _grid(released, (None,) * (len(sides) - _TWO_SIDES), caption, language)
    for layer in sides[_TWO_SIDES:]:
        for one, category in enumerate(layer.categories):
            slots = {"question": layer.label[language], "category": category.label[language]}
            yield _grid(released, (one,), WORDS["of_layer"][language].format(caption=caption, **slots), language)
    yield Paragraph(WORDS["file"][language].format(file=FILES[0]), "note")


def _about_total(released: Released, language: Language) -> str:
    total = released.table.cells[(None,) * len(released.counted.sides)]
    noun = released.counted.population.many[language]
    months = period(released.question.period.months, language)
    if total.count is None:
        return WORDS["total_left_out"][language].format(noun=with_capital(noun), period=months)
    people = with_capital(persons(total.count, language, rounded=total.protection is Protection.ROUNDED))
    return WORDS["about_total"][language].format(persons=people, noun=noun, period=months)


def _caption(released: Released, language: Language) -> str:
    noun = with_capital(released.counted.population.many[language])
    months = period(released.question.period.months, language)
    columns = released.counted.sides[1].label[language]
    return WORDS["caption"][language].format(noun=noun, period=months, columns=columns)


def _grid(released: Released, layer: Place, caption: str, language: Language) -> Table:
    rows, columns = released.counted.sides[:_TWO_SIDES]
    total = WORDS["all"][language]
    return Table(
        caption=caption,
        columns=(rows.label[language], *(category.label[language] for category in columns.categories), total),
        rows=tuple(
            cells(name, *(_cell(released, (row, column, *layer), language) for column in _places(columns)))
            for row, name in zip(_places(rows), [*(one.label[language] for one in rows.categories), total], strict=True)
        ),
        numeric=(False, *[True] * (len(columns.categories) + 1)),
        wide=True,
    )


def _places(side: Side) -> tuple[int | None, ...]:
    return (*range(len(side.categories)), None)


def _cell(released: Released, place: Place, language: Language) -> Cell:
    cell: ReleasedCount = released.table.cells[place]
    if released.rounding is not None and cell.count is not None:
        return Cell(number(cell.count, language))
    return Cell(counted(cell.count, cell.protection, language))


def _legend(released: Released, language: Language) -> Iterator[tuple[str, str]]:
    rules, rounding = released.rules, released.rounding
    if rounding is None:
        said, slots = SUPPRESSED, {"hide_below": rules.hide_below, "round_to": rules.round_to}
    else:
        reach = rounding.base * rounding.reach - 1
        ends = {"least": max(rounding.base - reach, 0), "most": rounding.base + reach}
        said, slots = ROUNDED, {"base": rounding.base, "reach": reach, **ends}
    for label, text in said:
        yield label[language].format(**slots), text[language].format(**slots)
    if rounding is not None and rounding.further:
        yield FURTHER[0][language], FURTHER[1][language].format(further=rounding.further)
    yield NOT_KNOWN[0][language], NOT_KNOWN[1][language]


def _counted(released: Released, language: Language) -> Iterator[tuple[str, str]]:
    book, rules, population = released.book, released.rules, released.counted.population
    note = f" {population.note[language]}" if population.note else ""
    who = f"{with_capital(population.many[language])}.{note} {in_codes(population.where)}"
    said = {
        "who": who,
        "period": period(released.question.period.months, language),
        "unit": PARTS["unit_text"][language],
        "codebook": f"{book.name} {book.version}",
        "rules": f"{rules.name} {rules.version}",
        "program": f"zichtbaar {__version__}",
    }
    yield from ((PARTS[part][language], text) for part, text in said.items())
    for side, coding in zip(released.counted.sides, released.codings, strict=True):
        yield PARTS["coding"][language].format(side=side.name), coding_in_words(coding, language)
    if released.rounding is not None:
        yield PARTS["base"][language], str(released.rounding.base)
    yield from ((PARTS["records"][language], f"{file.name} {file.sha256}") for file in released.origin.files)


def _codes(released: Released, language: Language) -> Table:
    """Who is in each category, in the columns and codes of the records."""
    return Table(
        caption=PARTS["categories"][language],
        columns=tuple(PARTS[part][language] for part in ("question", "group", "codes")),
        rows=tuple(
            cells(side.name, category.label[language], in_codes(category.where))
            for side in released.counted.sides
            for category in side.categories
        ),
        numeric=(False, False, False),
        wide=True,
    )
