"""What persons differ in, as far as some conditions can tell: the axes along which a reader thinks of worlds.

An axis is one variable of the codebook, cut into the few states that the conditions tell apart. A block of
options has one axis for the block as a whole (not for them, not answered, answered), and one for each
group of options that the conditions never take apart; whoever marked an option has answered the block.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from zichtbaar.codebook.answers import NO, YES, holds
from zichtbaar.codebook.reading_conditions import named_in
from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Kind,
    Marked,
    Missing,
    Not,
    Reads,
    Value,
    Within,
)
from zichtbaar.monitor.counting.conditions import OUT_OF_REACH

NOT_FOR_THEM, NOT_ANSWERED, ANSWERED = 0, 1, 2
"""The states of a whole block."""

_OTHER_CODE = 1_000_000
_OTHER_TEXT = "another text"
_OUT_OF_REACH = frozenset(map(int, OUT_OF_REACH))


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that persons differ in: a value for each group that the conditions tell apart.

    `block` names the axis of the whole block that an option belongs to.
    """

    name: str
    states: tuple[Value, ...]
    block: str | None = None

    def goes_with(self, state: Value, block: Value) -> bool:
        """Whether an option can be in this state when its block is in that one."""
        return block == ANSWERED if state == YES else block != NOT_FOR_THEM or state in (NO, *_OUT_OF_REACH)


@dataclass
class _Found:
    """What the conditions look at: conditions by variable, columns by block, and which columns go together."""

    plain: dict[str, dict[Condition, None]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    marks: dict[str, set[frozenset[str]]] = field(default_factory=dict)


class Axes:
    """The axes of some conditions. Without a codebook, all codes that no condition names count as one more."""

    def __init__(self, conditions: Iterable[Condition], book: Codebook | None = None) -> None:
        self._found = _Found()
        for condition in conditions:
            self._look(condition)
        marks = self._found.marks
        self._groups = {block: _apart(columns, marks.get(block, ())) for block, columns in self._found.columns.items()}
        self.by_name: dict[str, Axis] = {axis.name: axis for axis in self._made(book)}

    def translated(self, condition: Condition) -> Condition:
        """The same condition, asked of the states of axes."""
        match condition:
            case AllOf(parts):
                left_out, others = _left_out(parts)
                blocks = [Is(_whole(block), frozenset({NOT_FOR_THEM})) for block in left_out]
                said = (*blocks, *map(self.translated, others))
                return said[0] if len(said) == 1 else AllOf(said)
            case AnyOf(parts):
                return AnyOf(tuple(map(self.translated, parts)))
            case Not(part):
                return Not(self.translated(part))
            case Marked(block, columns):
                groups = [group for group in self._groups[block] if group <= set(columns)]
                return AnyOf(tuple(Is(_option(group), frozenset({YES})) for group in groups))
            case Answered(variable, _) if variable in self._found.columns:
                return Is(_whole(variable), frozenset({ANSWERED}))
        return condition

    def of(self, condition: Condition) -> frozenset[str]:
        """The names of the axes that decide a condition that has been translated."""
        names = set(named_in(condition))
        blocks = {self.by_name[name].block for name in names}
        return frozenset(names | {block for block in blocks if block is not None})

    def _look(self, condition: Condition) -> None:
        found = self._found
        match condition:
            case AllOf(parts):
                left_out, others = _left_out(parts)
                for out, columns in left_out.items():
                    found.columns.setdefault(out, set()).update(columns)
                for part in others:
                    self._look(part)
            case AnyOf(parts):
                for part in parts:
                    self._look(part)
            case Not(part):
                self._look(part)
            case Marked(block, columns):
                found.columns.setdefault(block, set()).update(columns)
                found.marks.setdefault(block, set()).add(frozenset(columns))
            case Answered(variable, columns) if columns and columns != (variable,):
                found.columns.setdefault(variable, set()).update(columns)
            case _:
                found.plain.setdefault(condition.variable, {})[condition] = None
                if (its_block := _block(condition.variable)) is not None:
                    found.columns.setdefault(its_block, set()).add(condition.variable)
                    found.marks.setdefault(its_block, set()).add(frozenset({condition.variable}))

    def _made(self, book: Codebook | None) -> Iterator[Axis]:
        for variable, parts in self._found.plain.items():
            if _block(variable) is None:
                yield Axis(variable, _told_apart(variable, parts, _values(variable, parts, book)))
        for block, groups in self._groups.items():
            yield Axis(_whole(block), (NOT_FOR_THEM, NOT_ANSWERED, ANSWERED))
            for group in groups:
                yield self._option_axis(_option(group), _whole(block))

    def _option_axis(self, name: str, whole: str) -> Axis:
        parts = (Is(name, frozenset({YES})), *self._found.plain.get(name, ()))
        return Axis(name, _told_apart(name, parts, (YES, NO, *map(int, Missing))), whole)


def _apart(columns: Collection[str], marks: Collection[frozenset[str]]) -> list[frozenset[str]]:
    """The columns in groups that are always asked after together; those that nobody asks after are left out."""
    together: dict[frozenset[frozenset[str]], set[str]] = {}
    for column in sorted(columns):
        in_marks = frozenset(mark for mark in marks if column in mark)
        if in_marks:
            together.setdefault(in_marks, set()).add(column)
    return [frozenset(group) for group in together.values()]


def _whole(block: str) -> str:
    return f"{block}__"


def _option(group: frozenset[str]) -> str:
    return min(group)


def _block(column: str) -> str | None:
    """The block that a column belongs to; None for a variable of one column."""
    block, sign, option = column.partition("__")
    return block if sign and option else None


def _left_out(parts: Sequence[Condition]) -> tuple[dict[str, list[str]], list[Condition]]:
    """The blocks of which these parts together say that every column is out of reach, and the other parts.

    They may stand among others: conditions that are joined lie flat beside each other.
    """
    columns: dict[str, list[str]] = {}
    for part in parts:
        if (block := _out_of_reach(part)) is not None and isinstance(part, Is):
            columns.setdefault(block, []).append(part.variable)
    left_out = {block: names for block, names in columns.items() if len(names) > 1}
    return left_out, [part for part in parts if _out_of_reach(part) not in left_out]


def _out_of_reach(part: Condition) -> str | None:
    """The block of a column that must be out of reach."""
    return _block(part.variable) if isinstance(part, Is) and part.codes <= _OUT_OF_REACH else None


def _told_apart(variable: str, parts: Collection[Condition], values: Iterable[Value]) -> tuple[Value, ...]:
    """One value for each group of values of which the same holds."""
    groups: dict[tuple[bool, ...], Value] = {}
    for value in values:
        groups.setdefault(tuple(holds(part, {variable: value}) for part in parts), value)
    return tuple(groups.values())


def _values(variable: str, parts: Collection[Condition], book: Codebook | None) -> Iterator[Value]:
    """Values that stand for all that the variable can be."""
    known = book.by_name.get(variable) if book is not None else None
    if any(isinstance(part, Reads | Within) for part in parts) or (known is not None and known.is_text):
        yield from _texts(parts, is_period=known is not None and known.kind is Kind.PERIOD)
        return
    yield from (code.value for code in known.codes) if known is not None else _codes(parts)
    yield from map(int, Missing)


def _codes(parts: Collection[Condition]) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Is):
            yield from sorted(part.codes)
    yield _OTHER_CODE


def _texts(parts: Collection[Condition], *, is_period: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Reads):
            yield from sorted(part.texts)
        if isinstance(part, Within):
            months = (month_before(part.first), part.first, part.last, month_after(part.last))
            yield from months
            yield from (month[:4] for month in months if is_period)
    yield _OTHER_TEXT
    yield from (str(int(missing)) for missing in Missing)


def month_after(month: str) -> str:
    """The month that follows."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def month_before(month: str) -> str:
    """The month that comes before."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}"
