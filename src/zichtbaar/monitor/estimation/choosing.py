"""Ways to choose a model, each for many tables at once: so that a bootstrap can repeat the choice in every resample."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.estimation.errors import ModelError, SettingError
from zichtbaar.monitor.estimation.every_model import solve_each
from zichtbaar.monitor.estimation.lattice import Floats, Whole, make_read_only, size_of
from zichtbaar.monitor.estimation.notation import Terms, closed, write_model
from zichtbaar.monitor.estimation.search import Criterion, criterion_values
from zichtbaar.monitor.estimation.settings_given import is_whole
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.solving import padded, solve
from zichtbaar.monitor.estimation.stepwise import P_THRESHOLD, require_threshold, stepwise_all
from zichtbaar.monitor.regression.existence import Status

FITS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What was chosen in each of B tables.

    `dark_figure` (B,): not a number where `status` (B,) is not fine; `terms` (B, p): those of the chosen models,
    padded at the end with 2^t.
    """

    dark_figure: Floats
    status: NDArray[np.int8]
    terms: Whole

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        return one_line(self, tables=len(self.status), with_estimate=int(fine(self).sum()))

    def model_of(self, row: int, lists: int) -> Terms:
        """The terms chosen in one table of so many lists, by size and then by number."""
        chosen = [int(term) for term in self.terms[row] if term < 1 << lists]
        return tuple(sorted(chosen, key=lambda term: (size_of(term), term)))


class Chooser(Protocol):
    """A way to choose a model. `name` is printed beside the estimate."""

    @property
    def name(self) -> str:
        """What it is called."""

    def choose(self, counts: Floats) -> Choice:
        """The choice in each of B tables (B, 2^t)."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One model, whatever the counts are: its terms are those of `LogLinear("[12,3]").terms(table)`.

    Raises ModelError for what is no terms, such as a notation, for terms that are no hierarchical model, and for a
    table of more or fewer lists.
    """

    terms: Terms
    name: str = "fixed model"

    def __post_init__(self) -> None:
        given = _terms_of(self.terms)
        whole = closed(given, max(given).bit_length())
        if set(whole) != set(given):
            raise ModelError(
                "the terms are no hierarchical model: all that lies within a term, and every list, must be in"
            )
        object.__setattr__(self, "terms", whole)

    def choose(self, counts: Floats) -> Choice:
        """The same model in every table."""
        lists = _lists_for([self.terms], counts)
        terms = np.repeat(padded([self.terms], lists), len(counts), axis=0)
        solved = solve(counts, terms)
        return Choice(solved.dark_figure, solved.status, terms)


@dataclass(frozen=True, slots=True)
class Independent:
    """Independent lists, however many there are."""

    name: str = "independent lists"

    def choose(self, counts: Floats) -> Choice:
        """The model without interactions in every table."""
        return Fixed(closed((), counts.shape[1].bit_length() - 1)).choose(counts)


@dataclass(frozen=True, slots=True)
class Stepwise:
    """Interactions of two lists one by one, by a Poisson test: see `stepwise`. Raises SettingError."""

    p_threshold: float = P_THRESHOLD

    def __post_init__(self) -> None:
        require_threshold(self.p_threshold)

    @property
    def name(self) -> str:
        """What it is called."""
        return f"stepwise, p below {self.p_threshold:g}"

    def choose(self, counts: Floats) -> Choice:
        """The selection in every table."""
        solved, terms = stepwise_all(counts, self.p_threshold)
        return Choice(solved.dark_figure, solved.status, terms)


@dataclass(frozen=True, slots=True)
class BestOf:
    """The best of some models by an information criterion; of those that tie the first.

    `models` are the terms of each, such as those of a search: `tuple(one.terms for one in found.within(10))`.
    Raises ModelError for none, for what is no terms, and for a table of more or fewer lists than theirs; SettingError
    for another criterion.
    `exhaustive` is printed: whether they were found among all models, or on the way downhill.
    """

    models: tuple[Terms, ...]
    criterion: Criterion = "bic"
    exhaustive: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "models", _models_of(self.models))

    def __repr__(self) -> str:
        return one_line(self, name=self.name)

    @property
    def name(self) -> str:
        """What it is called."""
        found = "" if self.exhaustive else " found downhill"
        return f"best {self.criterion.upper()} of {len(self.models):,} models{found}"

    def choose(self, counts: Floats) -> Choice:
        """The best model in every table."""
        lists = _lists_for(self.models, counts)
        at_once = max(1, FITS_AT_ONCE // len(self.models))
        parts = [self._choose(counts[at : at + at_once]) for at in range(0, len(counts), at_once)]
        dark, status, best = (np.concatenate(one) for one in zip(*parts, strict=True))
        rows = padded(self.models, lists)
        return Choice(dark, status, rows[best])

    def _choose(self, counts: Floats) -> tuple[Floats, NDArray[np.int8], Whole]:
        solved = solve_each(counts, self.models)
        cases = np.repeat(counts.sum(axis=1), len(self.models))
        values = criterion_values(solved, cases, self.criterion).reshape(len(counts), -1)
        best = values.argmin(axis=1)
        row = np.arange(len(counts)) * len(self.models) + best
        # Where no model has an estimate the first one says why.
        return solved.dark_figure[row], solved.status[row], best


def require_chooser(chooser: object) -> None:
    """Raise SettingError for what cannot choose: the name of a method, or a class that was not called."""
    if isinstance(chooser, type) or not callable(getattr(chooser, "choose", None)):
        raise SettingError(f"a chooser {chooser!r} (expected Stepwise(), BestOf(models), Fixed(terms) or their like)")


def _models_of(models: object) -> tuple[Terms, ...]:
    if isinstance(models, str) or not isinstance(models, Iterable):
        raise ModelError(f"the models {models!r} (expected the terms of each, as one.terms of a search)")
    given = tuple(map(_terms_of, models))
    if not given:
        raise ModelError("no model to choose from")
    return given


def _terms_of(model: object) -> Terms:
    """The terms of a model. Raises ModelError for its notation, which does not say how many lists there are."""
    terms = tuple(model) if isinstance(model, Iterable) else ()
    if not terms or not all(is_whole(term, 0) for term in terms):
        raise ModelError(f"the model {model!r} (expected its terms, such as LogLinear('[12,3]').terms(table))")
    return tuple(map(int, terms))


def _lists_for(models: Iterable[Terms], counts: Floats) -> int:
    """How many lists there are in tables (B, 2^t). Raises ModelError for a model of another number of lists."""
    lists: int = counts.shape[1].bit_length() - 1
    for terms in models:
        if (own := max(terms).bit_length()) != lists:
            raise ModelError(f"the model {write_model(terms)} of {own} lists for a table of {lists} (expected as many)")
    return lists


def fine(choice: Choice) -> NDArray[np.bool_]:
    """(B,): where there is an estimate."""
    has: NDArray[np.bool_] = choice.status == Status.FINE
    return has


def joined_choices(parts: Sequence[Choice]) -> Choice:
    """Several in one, in order."""
    return Choice(
        np.concatenate([part.dark_figure for part in parts]),
        np.concatenate([part.status for part in parts]),
        np.concatenate([part.terms for part in parts]),
    )
