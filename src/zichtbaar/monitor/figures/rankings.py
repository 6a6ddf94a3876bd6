"""Which options of a block were named most often, and how sure their order is. Equal counts share a rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from zichtbaar.codebook.schema import Code, Condition, Marked, Variable
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.figures.figure import Item
from zichtbaar.monitor.figures.rates import chance_of_at_most
from zichtbaar.monitor.figures.shares import LEVEL


def naming(variable: Variable, option: Code, answered: Condition) -> Condition:
    """The condition that somebody who answered named this option; in a matrix, for whatever use."""
    return together(answered, marking(variable, option))


def marking(variable: Variable, option: Code) -> Marked:
    """The condition that this option of a block was marked; in a matrix, for whatever use."""
    name = f"{variable.name}__{option.name}"
    columns = tuple(column for column in variable.columns if column == name or column.startswith(f"{name}__"))
    return Marked(variable.name, columns)


def rank_of(count: int, counts: Iterable[int]) -> int:
    """The place of a count among all: one more than the number of higher ones."""
    return 1 + sum(other > count for other in counts)


def rank_intervals(counts: Sequence[int], level: float = LEVEL) -> tuple[tuple[int, int], ...]:
    """For each count the lowest and the highest rank that chance leaves possible, all together at this level.

    A count certainly ranks above another where an exact test of both (binomial, one half) speaks, with the correction
    of Holm (1979) over all pairs. Who named two options is counted in both, which only makes the test more careful.
    """
    above = _certainly_above(counts, 1 - level)
    return tuple(
        (1 + sum(low == place for _, low in above), len(counts) - sum(high == place for high, _ in above))
        for place in range(len(counts))
    )


def _certainly_above(counts: Sequence[int], chance_of_any_error: float) -> set[tuple[int, int]]:
    """Pairs of places of which the first certainly ranks above the second."""
    pairs = sorted(
        (_chance(counts[one], counts[other]), one, other) for one, other in combinations(range(len(counts)), 2)
    )
    found = set()
    for done, (chance, one, other) in enumerate(pairs):
        if chance > chance_of_any_error / (len(pairs) - done):
            break
        found.add((one, other) if counts[one] > counts[other] else (other, one))
    return found


def _chance(count: int, other: int) -> float:
    """How likely two counts differ this much if both were named equally often."""
    return min(1.0, 2 * float(chance_of_at_most(min(count, other), count + other, 0.5)))


def ranked(variable: Variable, answered: Condition, table: CountTable, top: int) -> tuple[Item, ...]:
    """The options of the first `top` ranks that anybody named, most often named first."""
    counts = {option.name: table[naming(variable, option, answered)] for option in variable.codes}
    shown = [option for option in variable.codes if _is_shown(counts[option.name], counts.values(), top)]
    ranks = rank_intervals([counts[option.name] for option in shown])
    items = [
        Item(
            name=option.name,
            label=option.label,
            count=counts[option.name],
            rank=rank_of(counts[option.name], counts.values()),
            where=naming(variable, option, answered),
            ranks=possible,
        )
        for option, possible in zip(shown, ranks, strict=True)
    ]
    return tuple(sorted(items, key=lambda item: item.rank))


def _is_shown(count: int, counts: Collection[int], top: int) -> bool:
    return bool(count) and rank_of(count, counts) <= top
