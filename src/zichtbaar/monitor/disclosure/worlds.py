"""All worlds that could have led to some numbers, as sums of unknown numbers of persons.

A world says how many persons there are of every kind that the conditions tell apart. Kinds are made in
small worlds of a few axes each (see `scopes`); a number that is printed is a sum of kinds, and what two
small worlds share must add up to the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.schema import AllOf, Codebook, Condition, Value
from zichtbaar.monitor.disclosure.axes import Axes, Axis
from zichtbaar.monitor.disclosure.scopes import Scope, joined

Sum = tuple[int, ...]
"""Unknowns that are added up."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """`unknowns` numbers of persons, none below 0. `cells` says which of them add up to each number.

    There is a sum for each small world that decides the number, by its place; `first` is the first
    unknown of each small world. `equal` are pairs of sums that are the same persons. `is_whole` is
    false where the small worlds could not be joined without loss (see `scopes`).
    """

    unknowns: int
    first: tuple[int, ...]
    cells: Mapping[Condition, Mapping[int, Sum]]
    equal: tuple[tuple[Sum, Sum], ...]
    is_whole: bool


def worlds_of(conditions: Collection[Condition], book: Codebook | None = None) -> Worlds:
    """The worlds of persons in which these conditions can be asked."""
    conditions = tuple(dict.fromkeys(conditions))
    axes = Axes(conditions, book)
    asked = [axes.translated(condition) for condition in conditions]
    sizes = {name: len(axis.states) for name, axis in axes.by_name.items()}
    joints = joined((axes.of(one) for one in asked), sizes)
    questions = _Questions(asked, axes)
    small = [
        _small_world(scope, [shared for one, other, shared in joints.shared if place in (one, other)], axes, questions)
        for place, scope in enumerate(joints.scopes)
    ]
    return _put_together(conditions, small, joints.shared, is_whole=joints.is_tree)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of some conditions, the axes that decide it, and (as bits) which conditions need it."""

    asked: Condition
    axes: Scope
    needed_by: int


class _Questions:
    """All conditions, by the parts that they need."""

    def __init__(self, asked: Sequence[Condition], axes: Axes) -> None:
        needed: dict[Condition, int] = {}
        for place, condition in enumerate(asked):
            for part in condition.parts if isinstance(condition, AllOf) else (condition,):
                needed[part] = needed.get(part, 0) | 1 << place
        self.parts = [_Part(part, axes.of(part), bits) for part, bits in needed.items()]
        self.everything = (1 << len(asked)) - 1
        self._scopes = [axes.of(condition) for condition in asked]

    def decided_in(self, scope: Scope) -> int:
        """The conditions that look at nothing else."""
        return sum(1 << place for place, own in enumerate(self._scopes) if own <= scope)


Seen = tuple[int, tuple[Value, ...]]
"""How persons look on the axes that two small worlds share: which conditions may hold, and the states that matter."""

Kind = tuple[int, tuple[Seen, ...]]
"""Persons whom nobody tells apart in a small world: the conditions that hold (bits), and how they are seen outside."""


@dataclass(frozen=True, slots=True)
class _SmallWorld:
    shared: Sequence[Scope]
    decided: int
    kinds: Sequence[Kind]


def _small_world(scope: Scope, shared: Sequence[Scope], axes: Axes, questions: _Questions) -> _SmallWorld:
    outside = frozenset().union(*shared) if shared else frozenset()
    order = sorted(scope, key=lambda name: (name not in outside, axes.by_name[name].block is not None, name))
    walk = _Walk([axes.by_name[name] for name in order], questions)
    decided = questions.decided_in(scope)
    windows = [_Window(one, axes, walk, questions) for one in shared]
    kinds: dict[Kind, None] = {}
    for state, alive in walk.states():
        kinds[alive & decided, tuple(window.seen(state) for window in windows)] = None
    return _SmallWorld(shared, decided, tuple(kinds))


class _Window:
    """How the persons of a small world are seen through some of its axes.

    States in which the same conditions may hold look alike, but for axes that are looked at together
    with others outside the window: of these the state itself is seen.
    """

    def __init__(self, shared: Scope, axes: Axes, walk: _Walk, questions: _Questions) -> None:
        self._walk = walk
        self._everything = questions.everything
        self._names = sorted(shared)
        self._parts = [part for part in questions.parts if part.axes <= shared]
        across = [part.axes for part in questions.parts if not part.axes <= shared]
        blocks = [axis.block for name, axis in axes.by_name.items() if name not in shared and axis.block is not None]
        bare = frozenset(blocks).union(*across)
        self._bare = [name for name in self._names if name in bare]
        self._known: dict[tuple[Value, ...], Seen] = {}

    def seen(self, state: Mapping[str, Value]) -> Seen:
        """What can be seen of a state."""
        key = tuple([state[name] for name in self._names])
        if key not in self._known:
            alive = self._walk.left(self._parts, state, self._everything)
            self._known[key] = alive, tuple(state[name] for name in self._bare)
        return self._known[key]


class _Walk:
    """All states of some axes in which at least one condition may still hold."""

    def __init__(self, axes: Sequence[Axis], questions: _Questions) -> None:
        self._axes = axes
        self._everything = questions.everything
        self._place = {axis.name: number for number, axis in enumerate(axes)}
        self._ripe: list[list[_Part]] = [[] for _ in range(len(axes) + 1)]
        for part in questions.parts:
            if part.axes <= self._place.keys():
                self._ripe[max((self._place[name] + 1 for name in part.axes), default=0)].append(part)
        self._options = [[axis for axis in axes if self._decides(depth, axis)] for depth in range(len(axes))]
        self._answers = {id(part): _Answers(part) for ripe in self._ripe for part in ripe}

    def states(self) -> Iterator[tuple[dict[str, Value], int]]:
        """Each state, and the conditions that may hold in it, as bits."""
        return self._from(0, {}, self.left(self._ripe[0], {}, self._everything))

    def left(self, parts: Iterable[_Part], state: Mapping[str, Value], alive: int) -> int:
        """Those of some conditions that may still hold after some parts of them were asked."""
        for part in parts:
            if alive & part.needed_by and not self._answers[id(part)].to(state):
                alive &= ~part.needed_by
        return alive

    def _from(self, depth: int, state: dict[str, Value], alive: int) -> Iterator[tuple[dict[str, Value], int]]:
        if depth == len(self._axes):
            yield state, alive
            return
        name = self._axes[depth].name
        for value in self._axes[depth].states:
            state[name] = value
            if all(axis.goes_with(state[axis.name], state[axis.block or ""]) for axis in self._options[depth]):
                left = self.left(self._ripe[depth + 1], state, alive)
                if left:
                    yield from self._from(depth + 1, state, left)
        del state[name]

    def _decides(self, depth: int, option: Axis) -> bool:
        """Whether an option and its block are both known from here on, and not before."""
        if option.block not in self._place:
            return False
        return depth == max(self._place[option.name], self._place[option.block])


class _Answers:
    """Whether one part holds, remembered for each state of its axes."""

    def __init__(self, part: _Part) -> None:
        self._asked = part.asked
        self._names = sorted(part.axes)
        self._known: dict[tuple[Value, ...], bool] = {}

    def to(self, state: Mapping[str, Value]) -> bool:
        """Whether it holds in this state."""
        key = tuple([state[name] for name in self._names])
        if key not in self._known:
            self._known[key] = holds(self._asked, state)
        return self._known[key]


def _put_together(
    conditions: Sequence[Condition],
    small: Sequence[_SmallWorld],
    shared: Iterable[tuple[int, int, Scope]],
    *,
    is_whole: bool,
) -> Worlds:
    """One numbering for the kinds of all small worlds."""
    first = [0]
    for one in small:
        first.append(first[-1] + len(one.kinds))
    cells: dict[Condition, dict[int, Sum]] = {condition: {} for condition in conditions}
    for world, (start, one) in enumerate(zip(first, small, strict=False)):
        kinds: dict[int, list[int]] = {place: [] for place in _places(one.decided)}
        for number, (bits, _) in enumerate(one.kinds, start):
            for place in _places(bits):
                kinds[place].append(number)
        for place, numbers in kinds.items():
            cells[conditions[place]][world] = tuple(numbers)
    equal = []
    for left, right, axes in shared:
        sums = [_by_state(small[place], axes, first[place]) for place in (left, right)]
        equal += [(sums[0][state], sums[1][state]) for state in sums[0].keys() & sums[1].keys()]
    return Worlds(first[-1], tuple(first[:-1]), cells, tuple(sorted(equal)), is_whole)


def _places(bits: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _by_state(world: _SmallWorld, axes: Scope, start: int) -> dict[Seen, Sum]:
    """The kinds of a small world for each way in which they are seen on some shared axes."""
    place = world.shared.index(axes)
    by_state: dict[Seen, list[int]] = {}
    for number, (_, seen) in enumerate(world.kinds):
        by_state.setdefault(seen[place], []).append(start + number)
    return {state: tuple(numbers) for state, numbers in by_state.items()}
