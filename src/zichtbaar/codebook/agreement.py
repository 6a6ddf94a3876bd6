"""How far two coders agree who coded the same persons without knowing each other's answers.

Krippendorff's alpha: 1 when they always agree, 0 when they agree as often as chance would have it
(K. Krippendorff, Content Analysis, 4th ed. 2019, chapter 12; computed by the package `krippendorff`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from zichtbaar.codebook.answers import NO, YES
from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    Answers,
    AnyOf,
    Codebook,
    Condition,
    Marked,
    Missing,
    Not,
    Value,
    Variable,
)

LEAST_ALPHA, GOOD_ALPHA = 0.67, 0.80
"""Below the first a variable is not published, below the second it is tentative (Krippendorff's own limits)."""

LEAST_PAIRS = 20
"""With fewer persons coded twice, alpha says next to nothing."""

LEAST_PERCENT = 15
"""So many of a hundred registrations must be coded twice before the coding counts as measured."""

_NOBODY_CODED = frozenset({Missing.NOT_APPLICABLE, Missing.WITHHELD})
_TEXTS_NOBODY_CODED = frozenset(str(missing.value) for missing in _NOBODY_CODED)

Pair = tuple[Answers, Answers]
"""What the first and the second coder recorded of one person, before anybody compared the two."""


class Level(StrEnum):
    """What alpha says of a coding, worst first."""

    UNRELIABLE = "unreliable"
    NOT_MEASURED = "not_measured"
    TENTATIVE = "tentative"
    RELIABLE = "reliable"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement on one unit: a variable, or one option of a block.

    `pairs` is how many persons both coders could code it for. `alpha` is None where there are too few
    of them, and where both coders gave everybody the same answer: `differed` tells the two apart.
    """

    unit: str
    pairs: int
    alpha: float | None
    differed: bool

    @property
    def level(self) -> Level:
        """Whether what rests on it may be published."""
        if self.pairs < LEAST_PAIRS:
            return Level.NOT_MEASURED
        return level_of(self.alpha)


def level_of(alpha: float | None) -> Level:
    """What an alpha says; without one, both coders said the same of everybody."""
    if alpha is None or alpha >= GOOD_ALPHA:
        return Level.RELIABLE
    return Level.TENTATIVE if alpha >= LEAST_ALPHA else Level.UNRELIABLE


@dataclass(frozen=True)
class DoubleCoding:
    """The persons that two coders coded, out of so many registrations."""

    book: Codebook
    pairs: tuple[Pair, ...]
    registrations: int

    @property
    def is_enough(self) -> bool:
        """Whether enough persons were coded twice to speak of the coding of all."""
        return len(self.pairs) >= LEAST_PAIRS and 100 * len(self.pairs) >= LEAST_PERCENT * self.registrations

    def agreement(self, unit: str) -> Agreement:
        """The agreement on a variable, on a column of a block, or for the name of a block on whether it has an answer.

        A person to whom either coder thought the question did not apply is left out: that the two
        disagreed is counted at the question before it.
        """
        variable = self.book.by_name.get(unit) or self.book.by_column[unit]
        coded = [(_coded(variable, unit, first), _coded(variable, unit, second)) for first, second in self.pairs]
        both = [(one, other) for one, other in coded if one is not None and other is not None]
        differed = any(one != other for one, other in both)
        alpha = _lowest(both, ordered=variable.ordered) if len(both) >= LEAST_PAIRS else None
        return Agreement(unit, len(both), alpha, differed)


def units_of(condition: Condition, book: Codebook) -> Iterator[str]:
    """The units that a condition rests on, in its order; what the program fills in is nobody's coding."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from units_of(part, book)
        case Not(part):
            yield from units_of(part, book)
        case Marked(_, columns):
            yield from columns
        case Answered(name):
            yield name
        case _:
            variable = book.by_column[condition.variable]
            if not variable.filled_by_program:
                yield condition.variable


def _coded(variable: Variable, unit: str, answers: Answers) -> Value | None:
    """What a coder said of a unit; None where there was nothing to code.

    In a block with an answer, an option without a mark is a no, as it is when shares are counted. A
    missing code is a code of its own: that something was not discussed is a finding too.
    """
    values = [answers[column] for column in variable.columns]
    value = answers[unit] if unit in variable.columns else values[0]
    if variable.is_block and (YES in values or all(one == NO for one in values)):
        return YES if unit == variable.name or value == YES else NO
    if value in _TEXTS_NOBODY_CODED if isinstance(value, str) else value in _NOBODY_CODED:
        return None
    return value


def _lowest(both: Sequence[tuple[Value, Value]], *, ordered: bool) -> float | None:
    """Alpha; of codes with an order the lower of two: on the codes, and on whether there is one or why not."""
    if not ordered:
        return _alpha(both, "nominal")
    known = [(one, other) for one, other in both if _is_code(one) and _is_code(other)]
    reasons = [(YES if _is_code(one) else one, YES if _is_code(other) else other) for one, other in both]
    alphas = (_alpha(known, "ordinal"), _alpha(reasons, "nominal"))
    return min((alpha for alpha in alphas if alpha is not None), default=None)


def _is_code(value: Value) -> bool:
    return isinstance(value, int) and value >= 0


def _alpha(both: Sequence[tuple[Value, Value]], level: Literal["nominal", "ordinal"]) -> float | None:
    """Krippendorff's alpha of two coders; None where every answer is the same one."""
    domain = sorted({value for pair in both for value in pair}, key=lambda value: (isinstance(value, str), value))
    if len(domain) < 2:
        return None
    import krippendorff  # noqa: PLC0415  # heavy: 0.1 s, and only who coded twice needs it

    counts = [[Counter(pair)[value] for value in domain] for pair in both]
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement=level))
