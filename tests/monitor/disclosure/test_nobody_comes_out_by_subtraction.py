"""A reader who knows the rules, and tries every world that would have been printed alike, finds no few persons.

The world: visitors of a year fall apart into victims, parents, friends and others. Some of these are
published. For every group of one to four persons that anybody could get by subtracting published
groups from each other, another world must give the very same release with another number there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import ReleasedFigure
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


def neighbours(world: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Worlds near this one, the nearest first."""
    steps = sorted(product(range(-4, 5), repeat=GROUPS), key=lambda step: sum(map(abs, step)))
    for step in steps[1:]:
        moved = tuple(size + change for size, change in zip(world, step, strict=True))
        if min(moved) >= 0:
            yield moved


@settings(max_examples=150, deadline=None)
@given(world=WORLDS, plan=PLANS)
def test_every_small_group_could_have_had_another_size(world: tuple[int, ...], plan: Plan) -> None:
    open_questions = {groups for groups in plan.remainders() if 1 <= sum(world[group] for group in groups) <= 4}
    if not open_questions:
        return
    released = plan.release(world)
    for other in neighbours(world):
        settled = {
            groups
            for groups in open_questions
            if sum(world[group] for group in groups) != sum(other[group] for group in groups)
        }
        if settled and plan.release(other) == released:
            open_questions -= settled
        if not open_questions:
            return
    raise AssertionError(f"the sizes of {open_questions} come out of {released}")
