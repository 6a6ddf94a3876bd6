"""One option of a block alone, together with others, and in all: 11 only criminal, 12 also sexual, 23 together.

Shares of a block that were published without this have been read as if every person had one form.
"""

from __future__ import annotations

from collections.abc import Iterator

from zichtbaar.codebook.schema import Code, Condition, Marked, Not, Texts, Variable
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.figures.figure import Item
from zichtbaar.monitor.figures.rankings import marking

ONLY, COMBINED = "only", "combined"
_LABELS: tuple[tuple[str, Texts], ...] = (
    (ONLY, {"en": "only this", "nl": "alleen dit"}),
    (COMBINED, {"en": "with another as well", "nl": "ook een andere"}),
)


def parts(variable: Variable, option: Code, total: Condition) -> Iterator[tuple[str, Texts, Condition]]:
    """The two parts of those who have the option (`total`): their name, what they are called, who they are.

    In an answered block what is not marked counts as no.
    """
    own = marking(variable, option).columns
    others = Marked(variable.name, tuple(column for column in variable.columns if column not in own))
    conditions: tuple[Condition, Condition] = (Not(others), others)
    for (name, label), where in zip(_LABELS, conditions, strict=True):
        yield name, label, together(total, where)


def split(variable: Variable, option: Code, total: Condition, table: CountTable) -> tuple[Item, ...]:
    """Those with only this option, and those with another as well."""
    return tuple(Item(name, label, table[where], 0, where) for name, label, where in parts(variable, option, total))
