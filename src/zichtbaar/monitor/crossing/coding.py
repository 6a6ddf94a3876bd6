"""How reliably the questions of a table were coded: what two coders disagree on does not leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zichtbaar.codebook.agreement import LEAST_ALPHA, Level
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.double_coding import CodersFiles, read_double_coding
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.crossing.sides import Side
from zichtbaar.monitor.figures.coding import Coding, Measure


def codings_of(records: Records, sides: Sequence[Side], coders: CodersFiles | None) -> tuple[Coding, ...]:
    """How each side was coded. Raises InvalidInputError for those on which two coders agree too little."""
    twice = read_double_coding(coders, records) if coders is not None else None
    measure = Measure(twice, records.book)
    codings = tuple(measure.coding([category.where for category in side.categories]) for side in sides)
    faults = list(_too_different(sides, codings, records.book))
    if faults:
        raise InvalidInputError(faults)
    return codings


def _too_different(sides: Sequence[Side], codings: Sequence[Coding], book: Codebook) -> Iterator[Fault]:
    for side, coding in zip(sides, codings, strict=True):
        if coding.level is Level.UNRELIABLE:
            problem = f"two coders coded it too differently (alpha {coding.alpha:.2f})"
            yield Fault(book.name, None, side.name, problem, f"an alpha of {LEAST_ALPHA} or more, or another question")
