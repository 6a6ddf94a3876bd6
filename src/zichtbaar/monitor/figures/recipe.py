"""A recipe: which figures a factsheet holds, in which order, said in which sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.reading import load, shipped
from zichtbaar.codebook.schema import Codebook, Section, Texts
from zichtbaar.codebook.tables import Table, read_toml
from zichtbaar.monitor.figures.plans import ComparisonPlan, CountPlan, FigureRecipe, Period, Plan
from zichtbaar.monitor.figures.reading_parts import LANGUAGES, Surroundings, read_year
from zichtbaar.monitor.figures.reading_plans import read_figure, read_sentences

Placed = tuple[Table, FigureRecipe]
"""A figure and the table it was read from."""

_KEYS = ("codebook", "year", "title", "headline", "periods", "section", "figure")
_MONTHS = forms.Form(
    re.compile(r"(0[1-9]|1[0-2])\.\.(0[1-9]|1[0-2])"),
    'months of a year such as "03..12", the first one first',
)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the maker recommends, and the ids of the figures that stand behind it; there may be none."""

    id: str
    text: Texts
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe. `headline` names the counts registered beforehand, which are printed exactly.

    `sections` and `figures` keep the order of the file; `note` is what the maker says about the
    method or the data, `warning` what no reader may overlook. `benchmarks` is the file with figures
    from outside, if the recipe names one.
    """

    file: Path
    codebook: str
    year: int
    title: Texts
    note: Texts | None
    warning: Texts | None
    benchmarks: Path | None
    headline: tuple[str, ...]
    periods: tuple[Period, ...]
    sections: tuple[Section, ...]
    figures: tuple[FigureRecipe, ...]
    recommendations: tuple[Recommendation, ...] = ()

    def figure(self, figure_id: str) -> FigureRecipe:
        """The figure with this id; KeyError when there is none."""
        return {figure.id: figure for figure in self.figures}[figure_id]


def read_recipe(path: Path, book: Codebook, *, year: int | None = None) -> Recipe:
    """The recipe in a TOML file (docs/reference/recipe.md); `year` replaces the year it names.

    Raises InvalidInputError with every fault of the file, each with its line.
    """
    table = read_toml(path)
    table.expect_keys(_KEYS, ("note", "warning", "benchmarks", "recommendation"))
    _check_codebook(table, book)
    own_year = read_year(table, "year")
    benchmarks = table.text("benchmarks")
    periods = _read_periods(table, year or own_year)
    sections = _read_sections(table)
    known = Surroundings(book, periods, sections, bool(benchmarks))
    read = [(inner, read_figure(inner, known)) for inner in table.tables("figure")]
    placed = [(inner, figure) for inner, figure in read if figure is not None]
    faulty = frozenset(str(inner.values.get("id")) for inner, figure in read if figure is None)
    _check_ids(placed)
    _check_comparisons(placed, faulty)
    figures = tuple(figure for _, figure in placed)
    recipe = Recipe(
        file=path,
        codebook=book.name,
        year=year or own_year,
        title=read_sentences(table, "title", ("year",)),
        note=table.texts("note", LANGUAGES) if "note" in table.values else None,
        warning=table.texts("warning", LANGUAGES) if "warning" in table.values else None,
        benchmarks=path.parent / benchmarks if benchmarks else None,
        headline=_read_headline(table, figures, faulty),
        periods=tuple(periods.values()),
        sections=sections,
        figures=figures,
        recommendations=tuple(_read_recommendations(table, figures)),
    )
    table.faults.raise_if_any()
    return recipe


def book_of(path: Path) -> Codebook:
    """The codebook that comes with the program and that a recipe is written for, or else the usual one.

    Reading the recipe with it says what is wrong with its name. Raises InvalidInputError where it is no TOML file.
    """
    name = read_toml(path).values.get("codebook")
    return load(name) if name in shipped() else load()


def _check_codebook(table: Table, book: Codebook) -> None:
    name = table.text("codebook", forms.BOOK_NAME)
    if name and name != book.name:
        table.fault("codebook", f"written for codebook {name}", book.name)


def _read_periods(table: Table, year: int) -> dict[str, Period]:
    """The periods by name, as months of the year of the recipe or of a year before it."""
    inner = table.table("periods")
    periods = {}
    for name in inner.values if inner is not None else ():
        period = inner.table(name) if inner is not None else None
        if period is not None:
            periods[name] = _read_period(name, period.about(f"period {name}"), year)
    return periods


def _read_period(name: str, table: Table, year: int) -> Period:
    table.expect_keys((), ("months", "years_back", "years", "optional"))
    months = table.text("months", _MONTHS)
    back = _within(table, "years_back", 0, 50, otherwise=0)
    years = _within(table, "years", 1, 20, otherwise=1)
    first, _, last = (months if _MONTHS.fits(months) else "01..12").partition("..")
    if first > last:
        table.fault("months", f"the months {months} run backwards", _MONTHS.words)
    if months and years > 1:
        table.fault("years", f"the months {months} of {years} years", "months of one year, or several whole years")
    last_year = year - back
    return Period(name, f"{last_year - years + 1:04}-{first}", f"{last_year:04}-{last}", table.flag("optional"))


def _within(table: Table, key: str, least: int, most: int, *, otherwise: int) -> int:
    """A whole number between two others, and `otherwise` where there is none."""
    number = table.whole_number(key)
    if number is None:
        return otherwise
    if not least <= number <= most:
        table.fault(key, f"{key} is {number}", f"{least} to {most}")
    return number


def _read_sections(table: Table) -> tuple[Section, ...]:
    sections: dict[str, Section] = {}
    for section in table.tables("section"):
        section.expect_keys(("id", "title"))
        name = section.text("id", forms.NAME)
        if name in sections:
            section.fault("id", f"section {name} stands twice")
        sections[name] = Section(name, read_sentences(section, "title", ("year",)))
    return tuple(sections.values())


def _read_recommendations(table: Table, figures: tuple[FigureRecipe, ...]) -> Iterator[Recommendation]:
    """Every figure that is named must be one of this recipe; none at all is allowed, and the page says so."""
    known = [figure.id for figure in figures]
    for inner in table.tables("recommendation"):
        inner.expect_keys(("id", "text", "figures"))
        raw = inner.values.get("figures")
        names = raw if isinstance(raw, list) else []
        if not isinstance(raw, list) or not all(name in known for name in names):
            inner.fault("figures", f"figures is {raw!r}", f"a list of {', '.join(known)}, or an empty one")
        yield Recommendation(inner.text("id", forms.NAME), inner.texts("text", LANGUAGES), tuple(map(str, names)))


def _check_ids(placed: Sequence[Placed]) -> None:
    seen: set[str] = set()
    for table, figure in placed:
        if figure.id in seen:
            table.about(f"figure {figure.id}").fault("id", "a figure of this id stands twice")
        seen.add(figure.id)


def _check_comparisons(placed: Sequence[Placed], faulty: AbstractSet[str]) -> None:
    """Of a figure that has faults of its own nothing follows: these come first."""
    plans = {figure.id: figure.plan for _, figure in placed}
    for table, figure in placed:
        if isinstance(figure.plan, ComparisonPlan) and faulty.isdisjoint(_counts_of(figure.plan)):
            sides = (plans.get(figure.plan.figure), plans.get(figure.plan.other))
            about = table.about(f"figure {figure.id}")
            _check_comparison(about, *sides)
            others = figure.plan.exposure.of if figure.plan.exposure else ()
            for side, other in zip(sides, others, strict=False):
                if isinstance(other, str):
                    _check_exposure(about, side, plans.get(other))


def _counts_of(plan: ComparisonPlan) -> Iterator[str]:
    """The ids of the counts that a comparison names."""
    yield from (plan.figure, plan.other)
    yield from (other for other in (plan.exposure.of if plan.exposure else ()) if isinstance(other, str))


def _check_comparison(table: Table, one: Plan | None, other: Plan | None) -> None:
    """Two counts may only be set side by side when the same was counted in periods of the same length."""
    if not isinstance(one, CountPlan) or not isinstance(other, CountPlan):
        table.fault(None, "compares what is no count of registrations", "two counts of this recipe")
        return
    if (one.population, one.where) != (other.population, other.where):
        table.fault(None, "compares counts of different persons", "one population and one condition")
    if one.period.length != other.period.length:
        lengths = f"{one.period.length} and {other.period.length} months"
        table.fault(None, f"compares periods of {lengths}", "periods of the same length")


def _check_exposure(table: Table, counted: Plan | None, exposure: Plan | None) -> None:
    """A count can only be set against another one of the same months."""
    if not isinstance(exposure, CountPlan):
        table.fault("exposure", "sets a count against what is no count of registrations", "two counts of this recipe")
    elif isinstance(counted, CountPlan) and counted.period.months != exposure.period.months:
        table.fault("exposure", "sets a count against one of other months", "counts of the same months")


def _read_headline(table: Table, figures: tuple[FigureRecipe, ...], faulty: AbstractSet[str]) -> tuple[str, ...]:
    """The ids of the counts that are printed exactly; an empty list says that there are none.

    Whether a figure with faults of its own is a count nobody can tell.
    """
    counts = [figure.id for figure in figures if isinstance(figure.plan, CountPlan)]
    raw = table.values.get("headline")
    if not isinstance(raw, list):
        table.fault("headline", "headline is no list", "ids of counts, or an empty list")
        return ()
    for place, name in enumerate(raw):
        if name not in counts and name not in faulty:
            table.faults.add(
                ("headline", place), "headline", f"{name!r} is no count of registrations", ", ".join(counts)
            )
    return tuple(name for name in raw if name in counts)
