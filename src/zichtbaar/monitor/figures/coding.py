"""How reliably the answers were coded that a figure rests on, where a second coder coded some of the persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from zichtbaar.codebook.agreement import Agreement, DoubleCoding, Level, units_of
from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.figures.figure import Figure, FigureKind


@dataclass(frozen=True, slots=True)
class Coding:
    """The agreement of two coders on what a figure rests on.

    `alpha` is the lowest of its units, `unit` the one it belongs to; None where a unit could not be
    measured, and where nobody differed on any.
    """

    level: Level
    alpha: float | None = None
    unit: str | None = None


_BY_ITEM = (FigureKind.RANKING, FigureKind.TABLE)
"""Kinds whose options or cells stand or go one by one."""

NOT_MEASURED = Coding(Level.NOT_MEASURED)


@dataclass(frozen=True, slots=True)
class Checked:
    """Figures that may be published as far as their coding goes, and the coding of every figure.

    `unreliable` are the ids of those that were left out. A figure from outside has no coding.
    """

    figures: tuple[Figure, ...]
    codings: Mapping[str, Coding]

    @property
    def unreliable(self) -> frozenset[str]:
        """The ids of the figures that were left out."""
        return frozenset(name for name, coding in self.codings.items() if coding.level is Level.UNRELIABLE)


def without_unreliable(figures: Iterable[Figure], twice: DoubleCoding | None, book: Codebook) -> Checked:
    """Leave out every figure that rests on a coding of which two coders made different things.

    Of a ranking the single options are left out, of a table its cells; either as a whole when its base is unreliable.
    """
    measure = Measure(twice, book)
    kept: list[Figure] = []
    codings: dict[str, Coding] = {}
    for figure in figures:
        conditions = list(_conditions(figure))
        if conditions:
            codings[figure.id] = measure.coding(conditions)
            if figure.kind in _BY_ITEM:
                items = tuple(item for item in figure.items if item.where is None or measure.may_stand(item.where))
                figure = replace(figure, items=items)
        if figure.id not in codings or codings[figure.id].level is not Level.UNRELIABLE:
            kept.append(figure)
    return Checked(tuple(kept), codings)


class Measure:
    """The agreement on every unit, worked out once."""

    def __init__(self, twice: DoubleCoding | None, book: Codebook) -> None:
        self._twice, self._book = twice, book
        self._known: dict[str, Agreement] = {}

    def coding(self, conditions: Iterable[Condition]) -> Coding:
        """The worst level of all units, with the lowest alpha. A unit on which nobody differed lowers nothing."""
        if self._twice is None or not self._twice.is_enough:
            return NOT_MEASURED
        units = dict.fromkeys(unit for condition in conditions for unit in units_of(condition, self._book))
        agreements = [self._agreement(unit, self._twice) for unit in units]
        level = min((one.level for one in agreements), key=list(Level).index, default=Level.RELIABLE)
        if level is Level.NOT_MEASURED:
            return NOT_MEASURED
        alphas = [(one.alpha, one.unit) for one in agreements if one.alpha is not None]
        return Coding(level, *min(alphas, default=(None, None)))

    def may_stand(self, condition: Condition) -> bool:
        """Whether what rests on a condition may be published."""
        return self.coding([condition]).level is not Level.UNRELIABLE

    def _agreement(self, unit: str, twice: DoubleCoding) -> Agreement:
        if unit not in self._known:
            self._known[unit] = twice.agreement(unit)
        return self._known[unit]


def _conditions(figure: Figure) -> Iterator[Condition]:
    """Who is counted and out of whom; none for numbers from outside.

    Whom a question was for is left out: that follows from the questions before it.
    """
    conditions = [base.answered_where for base in (figure.base, figure.compared_base) if base is not None]
    conditions += [figure.where, figure.compared_where]
    if figure.kind not in _BY_ITEM:
        conditions += [item.where for item in figure.items]
    yield from (where for where in conditions if where is not None)
