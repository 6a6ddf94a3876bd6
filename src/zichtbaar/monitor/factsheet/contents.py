"""Everything that a factsheet says, in its order, before it is laid out as a page or a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from zichtbaar.codebook.schema import Texts
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.factsheet.acceptance import only_released
from zichtbaar.monitor.factsheet.how_counted import HowCounted, how_counted
from zichtbaar.monitor.factsheet.origin import Origin
from zichtbaar.monitor.factsheet.pictures import Picture, Shape, Told, pictures
from zichtbaar.monitor.factsheet.wording.bases import base_line, source
from zichtbaar.monitor.factsheet.wording.coding import TITLE as CODING
from zichtbaar.monitor.factsheet.wording.coding import about_coding, coding_in_table, coding_line, why_left_out
from zichtbaar.monitor.factsheet.wording.labels import label, plan_label, with_year
from zichtbaar.monitor.factsheet.wording.method import METHOD, WORDS
from zichtbaar.monitor.factsheet.wording.months import day
from zichtbaar.monitor.factsheet.wording.page import COLUMNS, PAGE
from zichtbaar.monitor.factsheet.wording.sentences import sentence
from zichtbaar.monitor.factsheet.wording.slots import nouns
from zichtbaar.monitor.factsheet.wording.values import PROTECTION, interval, known, value
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.figures.shares import IntervalMethod
from zichtbaar.monitor.paper.language import Language, with_capital
from zichtbaar.monitor.paper.numbers import compact, number

_IN_CARDS = (FigureKind.COUNT, FigureKind.SHARE, FigureKind.COVERAGE, FigureKind.COMBINATION)
_MARKS = str.maketrans("", "", ".,%")
_BESIDE = 4  # cards that leave room for a chart beside them


@dataclass(frozen=True, slots=True)
class Card:
    """One figure in large type: `label` above, `lead` large, `rest` below it, `base` in small type."""

    id: str
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

    id: str
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
    """One line of the table of all figures; one that was left out for its coding has no `id`."""

    id: str
    label: str
    value: str
    interval: str
    base: str
    protection: str
    coding: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the method note."""

    title: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole factsheet in one language. `edition` says which version it is, where it is one of a release."""

    language: Language
    title: str
    year: int
    edition: str
    warnings: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    columns: tuple[str, ...]
    table: tuple[Line, ...]
    method: tuple[Paragraph, ...]
    counted: HowCounted

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The charts of all chapters, in their order."""
        return tuple(picture for chapter in self.chapters for picture in chapter.pictures)


def contents_of(recipe: Recipe, figures: Iterable[ReleasedFigure], origin: Origin, language: Language) -> Contents:
    """What the factsheet of these released figures says in one language."""
    told = tuple(_told(recipe, only_released(figures), origin, language))
    return Contents(
        language=language,
        title=with_year(recipe.title[language], recipe.year),
        year=recipe.year,
        edition=edition_in_words(origin, language),
        warnings=tuple(words[language] for words in warnings_of(recipe, origin.counted_on)),
        chapters=tuple(_chapters(recipe, told, origin, language)),
        columns=(*COLUMNS, "coding") if origin.coded_twice is not None else COLUMNS,
        table=tuple(_table(recipe, told, origin, language)),
        method=tuple(_method(recipe, told, origin, language)),
        counted=how_counted(recipe, told, origin, language),
    )


def edition_in_words(origin: Origin, language: Language) -> str:
    """Which version it is and which one it takes the place of; nothing outside of a release."""
    edition = origin.edition
    if edition is None:
        return ""
    words = PAGE["version" if edition.corrects is None else "corrects"]
    return words[language].format(version=edition.version, corrects=edition.corrects)


def warnings_of(recipe: Recipe, counted_on: date | None) -> Iterator[Texts]:
    """What stands above all figures, in every language: the recipe's warning, and that the year is not over."""
    if recipe.warning is not None:
        yield recipe.warning
    if counted_on is not None and counted_on <= date(recipe.year, 12, 31):
        said = PAGE["not_over"]
        yield {code: said[code].format(day=day(counted_on, code), year=recipe.year) for code in Language}


def _told(recipe: Recipe, figures: Iterable[ReleasedFigure], origin: Origin, language: Language) -> Iterator[Told]:
    """The released figures in the order of the recipe, each with its words."""
    released = {figure.id: figure for figure in figures}
    for plan in recipe.figures:
        figure = released.get(plan.id)
        if figure is not None:
            yield Told(
                figure=figure,
                plan=plan,
                label=label(figure, recipe, language),
                name=with_year(plan.label[language], recipe.year),
                sentence=sentence(figure, recipe, language),
                base=" ".join(filter(None, (base_line(figure, language), coding_line(figure, origin, language)))),
                counted=nouns("noun", figure, recipe)[1][language],
            )


def _chapters(recipe: Recipe, told: Sequence[Told], origin: Origin, language: Language) -> Iterator[Chapter]:
    for section in recipe.sections:
        here = [one for one in told if one.plan.section == section.name]
        unreliable = tuple(
            Note(plan_label(plan, recipe, language), why_left_out(language))
            for plan in recipe.figures
            if plan.section == section.name and plan.id in origin.unreliable
        )
        if here or unreliable:
            yield _chapter(with_year(section.label[language], recipe.year), here, unreliable, language)


def _chapter(title: str, told: Sequence[Told], unreliable: tuple[Note, ...], language: Language) -> Chapter:
    """One number or one phrase becomes a card; a ranking is said by its chart; the rest are sentences."""
    drawn = pictures(told, language)
    in_cards = [one for one in told if one.figure.kind in _IN_CARDS]
    said_by_chart = {picture.id for picture in drawn if picture.shape is Shape.BARS}
    others = [one for one in told if one not in in_cards and one.figure.id not in said_by_chart]
    return Chapter(
        title=title,
        cards=tuple(_card(one, language) for one in in_cards),
        statements=tuple(Statement(one.figure.id, one.sentence.text, one.base) for one in others),
        pictures=drawn,
        notes=(
            *(Note(one.label, one.plan.note[language]) for one in told if one.plan.note is not None),
            *unreliable,
        ),
    )


def _card(told: Told, language: Language) -> Card:
    said = told.sentence
    return Card(told.figure.id, told.label, with_capital(compact(said.lead, language)), said.rest, told.base)


def _table(recipe: Recipe, told: Sequence[Told], origin: Origin, language: Language) -> Iterator[Line]:
    """A line for every figure, in the order of the recipe; one that was left out for its coding says so."""
    lines = {one.figure.id: _line(one, origin, language) for one in told}
    for plan in recipe.figures:
        if plan.id in origin.unreliable:
            hidden = PROTECTION[Protection.HIDDEN][language]
            yield Line("", plan_label(plan, recipe, language), hidden, "", why_left_out(language), "", "")
        elif plan.id in lines:
            yield lines[plan.id]


def _line(told: Told, origin: Origin, language: Language) -> Line:
    figure = told.figure
    return Line(
        id=figure.id,
        label=told.label,
        value=value(figure, told.plan, language),
        interval=interval(figure, language),
        base=known(figure, language),
        protection=PROTECTION[figure.protection][language],
        coding=coding_in_table(figure, origin, language),
    )


def _method(recipe: Recipe, told: Sequence[Told], origin: Origin, language: Language) -> Iterator[Paragraph]:
    slots = asdict(origin.rules) | {"methods": ", ".join(_interval_methods(told))}
    for title, words in METHOD:
        yield Paragraph(title[language], words[language].format(**slots))
    yield Paragraph(CODING[language], about_coding(origin.coded_twice, language))
    if recipe.note is not None:
        yield Paragraph(WORDS["maker"][language], recipe.note[language])
    yield from _from_outside(told, language)
    yield from _not_made(recipe, told, origin, language)


def _interval_methods(told: Iterable[Told]) -> list[str]:
    """How the intervals around shares were made; as they are usually made where there are none."""
    shares = [one.figure for one in told if one.figure.kind is FigureKind.SHARE]
    return sorted({figure.interval.method for figure in shares if figure.interval}) or [IntervalMethod.WILSON]


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


def _not_made(recipe: Recipe, told: Sequence[Told], origin: Origin, language: Language) -> Iterator[Paragraph]:
    """Figures of a period without records, which the recipe lets go."""
    made = {one.plan.id for one in told} | origin.unreliable
    missing = [with_year(plan.label[language], recipe.year) for plan in recipe.figures if plan.id not in made]
    if missing:
        text = WORDS["without_text"][language].format(figures=", ".join(dict.fromkeys(missing)))
        yield Paragraph(WORDS["without"][language], text)
