"""What fewer persons named than a recipe asks for is not named, and that it is named tells nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Condition, Is
from zichtbaar.monitor.disclosure.naming import without_rare
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind, Item

NOUN = {"en": "victims", "nl": "slachtoffers"}
LEAST = 10


def who(number: int) -> Condition:
    return Is("platform", frozenset({number}))


def ranking(*counts: int) -> Figure:
    base = Base(500, 500, NOUN, NOUN, who(0), who(0))
    items = tuple(Item(f"p{place}", NOUN, count, 1, who(place)) for place, count in enumerate(counts, 1))
    return Figure("platforms", FigureKind.RANKING, 500, base, items=items, where=who(0), least=LEAST)


@given(st.integers(0, 40))
def test_what_is_named_was_named_by_at_least_so_many(count: int) -> None:
    named = without_rare(ranking(count), default_rules()).items

    assert not named or count >= LEAST


@given(st.integers(0, 40), st.integers(0, 40))
def test_two_numbers_that_are_printed_alike_are_named_alike(one: int, other: int) -> None:
    rules = default_rules()
    both_large = min(one, other) >= rules.hide_below

    named, other_named = (bool(without_rare(ranking(count), rules).items) for count in (one, other))

    assert named == other_named or not both_large or rules.rounded(one) != rules.rounded(other)


def test_a_row_goes_with_all_its_cells() -> None:
    cells = [
        Item("rare", NOUN, 9, 0, who(1), row_of=who(1)),
        Item("rare.control", NOUN, 9, 0, who(2), row_of=who(1)),
        Item("common", NOUN, 30, 0, who(3), (1, 2), row_of=who(3)),
        Item("common.control", NOUN, 2, 0, who(4), row_of=who(3)),
    ]
    figure = replace(ranking(), kind=FigureKind.TABLE, items=tuple(cells))

    released = protect([figure])[0]

    assert [(item.name, item.count, item.ranks) for item in released.items] == [
        ("common", 30, (1, 1)),
        ("common.control", None, None),
    ]


@pytest.mark.parametrize("kind", [FigureKind.RANKING, FigureKind.TABLE])
def test_without_a_least_everything_stays(kind: FigureKind) -> None:
    figure = replace(ranking(1, 2, 300), kind=kind, least=0)

    assert without_rare(figure, default_rules()) == figure
