"""Unprotected counts, for who was permitted to see them: to check a figure, never to publish one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files
from zichtbaar.helpline.publishing.errors import NotFoundError
from zichtbaar.helpline.publishing.models import Snapshot
from zichtbaar.helpline.publishing.on_screen import Wanted, check
from zichtbaar.helpline.publishing.permissions import may_see_unprotected
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.datasets.shipped import shipped_recipe
from zichtbaar.monitor.factsheet.contents import warnings_of
from zichtbaar.monitor.factsheet.wording.labels import plan_label
from zichtbaar.monitor.factsheet.wording.months import period as in_words
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.figure import Figure
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import book_of, read_recipe
from zichtbaar.monitor.paper.language import Language


@dataclass(frozen=True, slots=True)
class ExactLine:
    """A number as it was counted: of a figure, or (`is_part`) of one line, cell or month of it."""

    label: str
    count: int
    answered: int | None = None
    eligible: int | None = None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class ExactCounts:
    """The numbers of a set of figures, and the sentences that belong above them.

    `is_year_over` is false where the snapshot was frozen before the end of the year.
    """

    lines: tuple[ExactLine, ...]
    warnings: tuple[str, ...]
    is_year_over: bool


def unprotected(staff: Staff, snapshot: Snapshot, wanted: Wanted, language: Language) -> ExactCounts:
    """The counts of a set of figures as they are. That somebody looked is recorded before anything is shown.

    Raises NotFoundError (nobody permitted it), and otherwise as `screen_of`.
    """
    if not may_see_unprotected(staff):
        raise NotFoundError
    check(snapshot, wanted)
    file = files.snapshot_file(snapshot)
    record(Kind.UNPROTECTED_SEEN, by=staff, subject=f"{snapshot.file_name} {wanted.figure_set} {wanted.year}")
    book = book_of(shipped_recipe(wanted.figure_set))
    recipe = read_recipe(shipped_recipe(wanted.figure_set), book, year=wanted.year)
    benchmarks = read_benchmarks(recipe.benchmarks) if recipe.benchmarks else {}
    with read_records((file,), book) as records:
        figures = make_figures(recipe, records, benchmarks)
    labels = {plan.id: plan_label(plan, recipe, language) for plan in recipe.figures}
    return ExactCounts(
        lines=tuple(_lines(figures, labels, language)),
        warnings=tuple(words[language] for words in warnings_of(recipe, snapshot.frozen_on)),
        is_year_over=snapshot.frozen_on > date(wanted.year, 12, 31),
    )


def _lines(figures: Iterable[Figure], labels: dict[str, str], language: Language) -> Iterator[ExactLine]:
    for figure in figures:
        yield ExactLine(labels[figure.id], figure.count, figure.base.answered, figure.base.eligible)
        for item in figure.items:
            yield ExactLine(item.label[language], item.count, is_part=True)
        for month in figure.months:
            yield ExactLine(in_words((month.month, month.month), language), month.count, is_part=True)
