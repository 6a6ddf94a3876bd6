"""Figures of a snapshot on the office's screen: protected beside all that was published, like any that leave.

Everything that a set of figures can show is protected together, once. What somebody chooses on the page picks among
these, so no two choices can be subtracted from each other into something that was not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from zichtbaar.codebook.schema import Codebook
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files, ledger
from zichtbaar.helpline.publishing.access import require_researcher
from zichtbaar.helpline.publishing.errors import (
    OtherCodebookError,
    OutsideSelectionError,
    UnknownFigureSetError,
    YearNotInSnapshotError,
)
from zichtbaar.helpline.publishing.models import Snapshot
from zichtbaar.monitor.datasets.shipped import NAMES, OVERVIEW, shipped_recipe
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.charts import draw
from zichtbaar.monitor.factsheet.contents import Chapter, Contents, contents_of
from zichtbaar.monitor.factsheet.making import Released, Sources, release
from zichtbaar.monitor.factsheet.pictures import Picture, bars_of, months_of
from zichtbaar.monitor.factsheet.wording.labels import label
from zichtbaar.monitor.factsheet.wording.months import period as in_words
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.recipe import book_of
from zichtbaar.monitor.paper.language import Language

FIGURE_SETS = NAMES
FIRST_SET = OVERVIEW
ON_SCREEN = "on screen"
"""What the entries are called that nobody keeps: a look at the screen is no release."""

_NEEDS_WHOLE_YEARS = (FigureKind.COMPARISON, FigureKind.COVERAGE, FigureKind.SERIES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose: a set of figures about a year, and of these one population or period; "" for all."""

    year: int
    figure_set: str = FIRST_SET
    population: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows. `populations` and `periods` are all that can be chosen, by name, in words.

    `is_year_over` is false where the snapshot was frozen before the end of the year: nothing is compared then, and
    no part of the year is shown that is not over. `is_whole`: nothing of the set was left out for that.
    """

    contents: Contents
    drawings: Mapping[Picture, str]
    populations: Mapping[str, str]
    periods: Mapping[str, str]
    is_year_over: bool
    is_whole: bool


def screen_of(staff: Staff, snapshot: Snapshot, wanted: Wanted, language: Language) -> Screen:
    """The figures that were chosen, protected together with all that could have been chosen beside them.

    Raises NotFoundError (no researcher), YearNotInSnapshotError, UnknownFigureSetError, OutsideSelectionError,
    OtherCodebookError, FileChangedError, LedgerBrokenError and InvalidInputError.
    """
    require_researcher(staff)
    check(snapshot, wanted)
    made = _made(files.snapshot_file(snapshot), wanted.figure_set, wanted.year, snapshot.frozen_on, ledger.read().head)
    is_over = snapshot.frozen_on > date(wanted.year, 12, 31)
    figures = [figure for figure in made.figures if is_over or _holds_so_far(figure, wanted.year, snapshot.frozen_on)]
    populations, periods = _populations(figures, made.origin.book, language), _periods(figures, language)
    for chosen, possible in ((wanted.population, populations), (wanted.period, periods)):
        if chosen and chosen not in possible:
            raise OutsideSelectionError
    shown = [figure for figure in figures if _is_chosen(figure, wanted)]
    contents = contents_of(made.recipe, shown, made.origin, language)
    chapters = [_with_bars(chapter, made, shown, language) for chapter in contents.chapters]
    if not is_over:
        series = [one for one in made.figures if one.kind is FigureKind.SERIES and _is_chosen(one, wanted)]
        chapters += _months_so_far(series, made, snapshot.frozen_on, language)
    contents = replace(contents, chapters=tuple(chapters))
    drawings = {picture: draw(picture, language) for picture in contents.pictures}
    return Screen(contents, drawings, populations, periods, is_over, is_whole=len(figures) == len(made.figures))


def sets_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The sets of figures that can be made of a snapshot: those written for its codebook."""
    return tuple(name for name in FIGURE_SETS if book_of(shipped_recipe(name)).name == snapshot.book_name)


def check(snapshot: Snapshot, wanted: Wanted) -> None:
    """Whether there can be such figures at all. Raises as `screen_of`."""
    if wanted.year not in snapshot.years:
        raise YearNotInSnapshotError(wanted.year)
    if wanted.figure_set not in FIGURE_SETS:
        raise UnknownFigureSetError(wanted.figure_set)
    book = book_of(shipped_recipe(wanted.figure_set))
    if (snapshot.book_name, snapshot.book_version) != (book.name, book.version):
        raise OtherCodebookError([f"{snapshot.book_name} {snapshot.book_version}"])


def _with_bars(chapter: Chapter, made: Released, shown: Iterable[ReleasedFigure], language: Language) -> Chapter:
    """The chapter with its counts as bars below each other, as far as they are told."""
    here = {card.id for card in chapter.cards}
    counts = [one for one in shown if one.id in here and one.kind is FigureKind.COUNT and one.benchmark is None]
    bars = bars_of([(label(one, made.recipe, language), one) for one in counts], chapter.title, language)
    return chapter if bars is None else replace(chapter, pictures=(bars, *chapter.pictures))


def _months_so_far(
    series: Iterable[ReleasedFigure], made: Released, frozen_on: date, language: Language
) -> Iterator[Chapter]:
    """The months that are over, as plots alone: a trend would take the months to come for empty ones."""
    before = f"{frozen_on:%Y-%m}"
    for section in made.recipe.sections:
        here = [one for one in series if made.recipe.figure(one.id).section == section.name]
        drawn = (months_of(label(one, made.recipe, language), one, before, language) for one in here)
        if pictures := tuple(picture for picture in drawn if picture is not None):
            yield Chapter(section.label[language], (), (), pictures, ())


@lru_cache(maxsize=8)
def _made(file: Path, figure_set: str, year: int, frozen_on: date, head: str) -> Released:  # noqa: ARG001 - part of the key
    """Made once for one file beside one ledger, or beside a longer one; `head` is the hash of its last entry."""
    return release(Sources(shipped_recipe(figure_set), (file,), year, frozen_on), ledger.read(), ON_SCREEN)


def _populations(figures: Iterable[ReleasedFigure], book: Codebook, language: Language) -> dict[str, str]:
    """The populations that these figures are about, in the order of the codebook."""
    names = {figure.population for figure in figures}
    return {one.name: one.many[language] for one in book.populations if one.name in names}


def _periods(figures: Iterable[ReleasedFigure], language: Language) -> dict[str, str]:
    """The months that these figures are about, by `yyyy-mm..yyyy-mm`, the earliest first."""
    months = {figure.period for figure in figures if figure.period is not None}
    return {"..".join(period): in_words(period, language) for period in sorted(months)}


def _holds_so_far(figure: ReleasedFigure, year: int, frozen_on: date) -> bool:
    """Whether it can be told while the year goes on: a total of the year, or of a part of it that is over.

    Beside an earlier year it would look like a fall, and beside an estimate of a year like less than came into view.
    """
    if figure.kind in _NEEDS_WHOLE_YEARS:
        return False
    if figure.period is None or figure.period == (f"{year}-01", f"{year}-12"):
        return True
    first, last = figure.period
    return first >= f"{year}-01" and last < f"{frozen_on:%Y-%m}"


def _is_chosen(figure: ReleasedFigure, wanted: Wanted) -> bool:
    of_population = not wanted.population or figure.population == wanted.population
    return of_population and (not wanted.period or "..".join(figure.period or ()) == wanted.period)
