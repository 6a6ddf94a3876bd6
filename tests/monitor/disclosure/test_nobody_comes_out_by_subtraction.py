"""A reader who tries every world that fits what is printed finds no few persons.

The world: visitors of a year fall apart into victims, parents, friends and others. Some of these are
published. For every group of one to four persons that anybody could get by subtracting published
groups from each other, what is printed must fit another world with another number there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from chance import tries
from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.sayable import Said, Telling, say, telling
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind
from zichtbaar.monitor.figures.shares import wilson

GROUPS = 4
YEAR = together(Within("first_chat_month", "2020-01", "2020-12"))
WORDS = {"en": "persons", "nl": "personen"}


def role(group: int) -> Condition:
    return together(YEAR, Is("contact_role", frozenset({group + 1})))


@dataclass(frozen=True)
class Plan:
    """Which groups are published, as a count or as a share of all, and which numbers are national totals."""

    counted: frozenset[int]
    shared: frozenset[int]
    headline: frozenset[str]

    def release(self, world: tuple[int, ...]) -> tuple[ReleasedFigure, ...]:
        return protect(list(self.figures(world)), headline=self.headline)

    def figures(self, world: tuple[int, ...]) -> Iterator[Figure]:
        total = sum(world)
        base = Base(total, total, WORDS, WORDS, YEAR, YEAR)
        yield Figure("all", FigureKind.COUNT, total, base, where=YEAR)
        for group in sorted(self.counted):
            yield Figure(f"count {group}", FigureKind.COUNT, world[group], base, where=role(group))
        for group in sorted(self.shared) if total else ():
            interval = wilson(world[group], total)
            part = world[group] / total
            yield Figure(f"share {group}", FigureKind.SHARE, world[group], base, part, interval, where=role(group))

    def remainders(self) -> Iterator[tuple[int, ...]]:
        """The groups that are left when published ones are taken off all visitors, and the published ones."""
        published = sorted(self.counted | self.shared)
        for size in range(1, len(published) + 1):
            for parts in combinations(published, size):
                yield tuple(group for group in range(GROUPS) if group not in parts)
        yield from ((group,) for group in published)


GROUP_SIZES = st.one_of(st.integers(0, 9), st.integers(10, 60), st.integers(60, 200))
WORLDS = st.tuples(*[GROUP_SIZES] * GROUPS)
SOME_GROUPS = st.frozensets(st.sampled_from(range(GROUPS - 1)))
PLANS = st.builds(
    Plan,
    SOME_GROUPS,
    SOME_GROUPS,
    st.frozensets(st.sampled_from(["all", *(f"count {group}" for group in range(GROUPS - 1))])),
)


STEPS = sorted(
    (step for step in product(range(-4, 5), repeat=GROUPS) if 0 < sum(map(abs, step)) <= 6),
    key=lambda step: sum(map(abs, step)),
)
"""How another world may differ from this one: a few persons more or less here and there, the fewest first."""


def fits(figure: ReleasedFigure, number: int, total: int) -> bool:
    """Whether a figure could have been printed of these numbers."""
    if not fits_number(figure.base.answered, total, rounded=figure.base.answered_rounded):
        return False
    if figure.kind is FigureKind.COUNT:
        return fits_number(figure.count, number, rounded=figure.protection is Protection.ROUNDED)
    how = Telling.WORDS if figure.in_words_only else Telling.NOTHING if figure.share is None else Telling.PERCENTAGE
    said = Said(figure.share, figure.interval, figure.words, figure.majority)
    return telling(number, total, default_rules()) >= how and say(number, total, how) == said


def fits_number(printed: int | None, number: int, *, rounded: bool) -> bool:
    """Whether a number could have been printed so; one that was left out could be any."""
    if printed is None:
        return True
    return (number >= 5 and abs(printed - number) <= 2) if rounded else printed == number


def number_of(figure: ReleasedFigure, world: tuple[int, ...]) -> int:
    return sum(world) if figure.id == "all" else world[int(figure.id.split()[1])]


@settings(max_examples=tries(40), deadline=None)
@given(world=WORLDS, plan=PLANS)
def test_every_small_group_could_have_had_another_size(world: tuple[int, ...], plan: Plan) -> None:
    sizes = {groups: sum(world[group] for group in groups) for groups in plan.remainders()}
    exposed = {groups for groups, size in sizes.items() if 1 <= size <= 4}
    released = plan.release(world)
    assert all(fits(figure, number_of(figure, world), sum(world)) for figure in released)
    for step in STEPS:
        if not exposed:
            return
        other = tuple(size + change for size, change in zip(world, step, strict=True))
        moved = {groups for groups in exposed if sum(other[group] for group in groups) != sizes[groups]}
        if moved and min(other) >= 0 and all(fits(figure, number_of(figure, other), sum(other)) for figure in released):
            exposed -= moved
    assert not exposed, released
