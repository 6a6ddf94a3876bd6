"""Everything that a factsheet says, in its order, before it is laid out as a page or a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from zichtbaar import __version__
from zichtbaar.codebook.schema import Codebook, Texts
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.factsheet.acceptance import only_released
from zichtbaar.monitor.factsheet.pictures import Picture, Shape, Told, pictures
from zichtbaar.monitor.factsheet.wording.bases import base_line, source
from zichtbaar.monitor.factsheet.wording.labels import label, with_year
from zichtbaar.monitor.factsheet.wording.method import METHOD, WORDS
from zichtbaar.monitor.factsheet.wording.months import day
from zichtbaar.monitor.factsheet.wording.page import PAGE
from zichtbaar.monitor.factsheet.wording.sentences import sentence
from zichtbaar.monitor.factsheet.wording.slots import nouns
from zichtbaar.monitor.factsheet.wording.values import PROTECTION, interval, known, value
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language, with_capital
from zichtbaar.monitor.paper.numbers import compact, number

_IN_CARDS = (FigureKind.COUNT, FigureKind.SHARE, FigureKind.COVERAGE)
_MARKS = str.maketrans("", "", ".,%")
_BESIDE = 4  # cards that leave room for a chart beside them


@dataclass(frozen=True, slots=True)
class RecordFile:
    """Where records come from: the name of the file without folder, how many it holds, and its hash in hex.

    Rows of other years are neither counted nor checked. A table has its own name, and no hash.
    """

    file: str
    rows: int
    rows_of_other_years: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One figure in large type: `label` above, `lead` large, `rest` below it, `base` in small type."""

    label: str
    lead: str
    rest: str
    base: str

    @property
    def is_number(self) -> bool:
        """Whether the lead is a bare number, which can be set very large."""
        return self.lead.translate(_MARKS).isdigit()


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure as a sentence, with its base."""

    text: str
    base: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the recipe adds to a figure, which `label` names."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the recipe, with what its figures say."""

    title: str
    cards: tuple[Card, ...]
    statements: tuple[Statement, ...]
    pictures: tuple[Picture, ...]
    notes: tuple[Note, ...]

    @property
    def beside(self) -> bool:
        """Whether there is so little of it that its chart fits beside its words."""
        return len(self.cards) <= _BESIDE and len(self.pictures) == 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table of all figures."""

    label: str
    value: str
    interval: str
    base: str
    protection: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the method note."""

    title: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole factsheet in one language."""

    language: Language
    title: str
    year: int
    warnings: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    table: tuple[Line, ...]
    method: tuple[Paragraph, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The charts of all chapters, in their order."""
        return tuple(picture for chapter in self.chapters for picture in chapter.pictures)


def contents_of(
    recipe: Recipe,
    figures: Iterable[ReleasedFigure],
    book: Codebook,
    files: Sequence[RecordFile],
    language: Language,
    counted_on: date | None = None,
) -> Contents:
    """What the factsheet of these released figures says in one language."""
    told = tuple(_told(recipe, only_released(figures), language))
    return Contents(
        language=language,
        title=with_year(recipe.title[language], recipe.year),
        year=recipe.year,
        warnings=tuple(words[language] for words in warnings_of(recipe, counted_on)),
        chapters=tuple(_chapters(recipe, told, language)),
        table=tuple(_line(one, language) for one in told),
        method=tuple(_method(recipe, told, book, files, language)),
    )


def warnings_of(recipe: Recipe, counted_on: date | None) -> Iterator[Texts]:
    """What stands above all figures, in every language: the recipe's warning, and that the year is not over."""
    if recipe.warning is not None:
        yield recipe.warning
    if counted_on is not None and counted_on <= date(recipe.year, 12, 31):
        said = PAGE["not_over"]
        yield {code: said[code].format(day=day(counted_on, code), year=recipe.year) for code in Language}


def _told(recipe: Recipe, figures: Iterable[ReleasedFigure], language: Language) -> Iterator[Told]:
    """The released figures in the order of the recipe, each with its words."""
    released = {figure.id: figure for figure in figures}
    for plan in recipe.figures:
        figure = released.get(plan.id)
        if figure is not None:
            yield Told(
                figure=figure,
                plan=plan,
                label=label(figure, recipe, language),
                sentence=sentence(figure, recipe, language),
                base=base_line(figure, language),
                counted=nouns("noun", figure, recipe)[1][language],
            )


def _chapters(recipe: Recipe, told: Sequence[Told], language: Language) -> Iterator[Chapter]:
    for section in recipe.sections:
        here = [one for one in told if one.plan.section == section.name]
        if here:
            yield _chapter(with_year(section.label[language], recipe.year), here, language)


def _chapter(title: str, told: Sequence[Told], language: Language) -> Chapter:
    """One number or one phrase becomes a card; a ranking is said by its chart; the rest are sentences."""
    drawn = pictures(told, language)
    in_cards = [one for one in told if one.figure.kind in _IN_CARDS]
    said_by_chart = {picture.id for picture in drawn if picture.shape is Shape.BARS}
    others = [one for one in told if one not in in_cards and one.figure.id not in said_by_chart]
    return Chapter(
        title=title,
        cards=tuple(_card(one, language) for one in in_cards),
        statements=tuple(Statement(one.sentence.text, one.base) for one in others),
        pictures=drawn,
        notes=tuple(Note(one.label, one.plan.note[language]) for one in told if one.plan.note is not None),
    )


def _card(told: Told, language: Language) -> Card:
    said = told.sentence
    return Card(told.label, with_capital(compact(said.lead, language)), said.rest, told.base)


def _line(told: Told, language: Language) -> Line:
    figure = told.figure
    return Line(
        label=told.label,
        value=value(figure, told.plan, language),
        interval=interval(figure, language),
        base=known(figure, language),
        protection=PROTECTION[figure.protection][language],
    )


def _method(
    recipe: Recipe, told: Sequence[Told], book: Codebook, files: Sequence[RecordFile], language: Language
) -> Iterator[Paragraph]:
    thresholds = asdict(default_rules())
    for title, words in METHOD:
        yield Paragraph(title[language], words[language].format(**thresholds))
    if recipe.note is not None:
        yield Paragraph(WORDS["maker"][language], recipe.note[language])
    yield from _from_outside(told, language)
    yield from _not_made(recipe, told, language)
    text = WORDS["repeat_text"][language].format(codebook=book.name, version=book.version, program=__version__)
    yield Paragraph(WORDS["repeat"][language], text, tuple(_record_file(file, language) for file in files))


def _from_outside(told: Sequence[Told], language: Language) -> Iterator[Paragraph]:
    """The figures that others published, each once, with their years and their band."""
    both = (mark for one in told for mark in (one.figure.numerator, one.figure.benchmark))
    marks = {mark.id: mark for mark in both if mark is not None}
    if marks:
        yield Paragraph(WORDS["outside"][language], "", tuple(_outside(mark, language) for mark in marks.values()))


def _outside(mark: Benchmark, language: Language) -> str:
    band = ""
    if mark.low is not None and mark.high is not None:
        band = f" ({number(mark.low, language)}–{number(mark.high, language)})"
    return f"{number(mark.value, language)}{band} {mark.noun[language]}: {source(mark, language)}, {mark.address}"


def _not_made(recipe: Recipe, told: Sequence[Told], language: Language) -> Iterator[Paragraph]:
    """Figures of a period without records, which the recipe lets go."""
    made = {one.plan.id for one in told}
    missing = [with_year(plan.label[language], recipe.year) for plan in recipe.figures if plan.id not in made]
    if missing:
        text = WORDS["without_text"][language].format(figures=", ".join(dict.fromkeys(missing)))
        yield Paragraph(WORDS["without"][language], text)


def _record_file(file: RecordFile, language: Language) -> str:
    told = WORDS["rows"][language].format(file=file.file, rows=number(file.rows, language))
    if file.rows_of_other_years:
        told += WORDS["other_years"][language].format(rows=number(file.rows_of_other_years, language))
    return told if file.sha256 is None else f"{told}: {file.sha256}"
