"""Which options of a block were named most often. Equal counts share a rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from zichtbaar.codebook.schema import Code, Condition, Marked, Variable
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.figures.figure import Item


def naming(variable: Variable, option: Code, answered: Condition) -> Condition:
    """The condition that somebody who answered named this option; in a matrix, for whatever use."""
    name = f"{variable.name}__{option.name}"
    columns = tuple(column for column in variable.columns if column == name or column.startswith(f"{name}__"))
    return together(answered, Marked(variable.name, columns))


def rank_of(count: int, counts: Iterable[int]) -> int:
    """The place of a count among all: one more than the number of higher ones."""
    return 1 + sum(other > count for other in counts)


def ranked(variable: Variable, answered: Condition, table: CountTable, top: int) -> tuple[Item, ...]:
    """The options of the first `top` ranks that anybody named, most often named first."""
    counts = {option.name: table[naming(variable, option, answered)] for option in variable.codes}
    items = [
        Item(
            name=option.name,
            label=option.label,
            count=counts[option.name],
            rank=rank_of(counts[option.name], counts.values()),
            where=naming(variable, option, answered),
        )
        for option in variable.codes
    ]
    return tuple(sorted(_shown(items, top), key=lambda item: item.rank))


def _shown(items: Collection[Item], top: int) -> list[Item]:
    return [item for item in items if item.count and item.rank <= top]
