"""Rounded tables add up, say no more of anybody than two multiples do, and withstand whatever else was released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rounding as benchmark
from invented_years import invent, table_of
from monitor.disclosure.test_tables import ABOUT, YEAR, printed, table
from zichtbaar.codebook.schema import Condition, Is
from zichtbaar.monitor.counting.conditions import together as all_of
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.ledger_lines import line_of, read_line
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rounded_tables import RoundedTables, WeakBaseError, round_tables, thresholds
from zichtbaar.monitor.disclosure.rounding import Rounding, rounded_together
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.tables import CrossTable, Place, draft_of_tables, protect_tables
from zichtbaar.monitor.disclosure.told import Cell, NumberTold

KEY = b"what no reader can guess"

Rows = list[list[int]]
counted = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 45), min_size=width, max_size=width), min_size=1, max_size=4)
)


def rounded(of: CrossTable, base: int = 10, key: bytes = KEY) -> RoundedTables:
    return round_tables([of], ABOUT, Ledger(), base, key)


def together(of: CrossTable, base: int, thresholds: Mapping[Condition, float]) -> Rounding:
    draft = draft_of_tables([of], frozenset(), default_rules())
    return rounded_together(draft.counts, draft.sums, base, thresholds)


def adjacent(of: CrossTable, base: int) -> list[dict[Place, int]]:
    """All roundings that add up of which every number is the multiple next to it, found by trying them all."""
    cells = [place for place in of.places if None not in place]
    choices = [sorted({of.counts[cell] // base * base, -(-of.counts[cell] // base) * base}) for cell in cells]
    found = []
    for chosen in product(*choices):
        counts = dict(zip(cells, chosen, strict=True))
        for place in sorted(of.places, key=lambda place: place.count(None)):
            if place not in counts:
                counts[place] = next(sum(counts[cell] for cell in line) for total, line in of.lines if total == place)
        if all(abs(counts[place] - of.counts[place]) < base for place in of.places):
            found.append(counts)
    return found


@given(rows=counted, base=st.integers(8, 25), key=st.binary(max_size=4))
@settings(deadline=None, max_examples=60)
def test_a_rounded_table_adds_up_and_every_number_is_the_multiple_next_to_it(rows: Rows, base: int, key: bytes) -> None:
    of = table(rows)
    numbers = printed(rounded(of, base, key).tables[0])
    for place, line in of.lines:
        assert numbers[place] == sum(numbers[cell] or 0 for cell in line)
    for place, number in numbers.items():
        assert number is not None
        assert number % base == 0
        assert abs(number - of.counts[place]) < base
        assert number == of.counts[place] or of.counts[place] % base


@given(rows=counted, base=st.integers(8, 25))
@settings(deadline=None, max_examples=60)
def test_nobody_of_a_few_is_known_within_three_from_a_rounded_table(rows: Rows, base: int) -> None:
    """By the largest number of persons that can be in one cell while all others are as printed, and the least."""
    of = table(rows)
    numbers = printed(rounded(of, base).tables[0])
    for cell in (cell for cell in of.places if None not in cell and 1 <= of.counts[cell] <= 4):
        around = [place for place in of.places if all(a in (b, None) for a, b in zip(place, cell, strict=True))]
        number = numbers[cell] or 0
        reached = [
            size
            for size in range(number + 2 * base)
            if all(abs((numbers[place] or 0) - number + size - (numbers[place] or 0)) < base for place in around)
        ]
        assert reached[-1] - reached[0] >= 7


@given(rows=counted, shuffled=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_the_order_of_rows_and_columns_does_not_matter(rows: Rows, shuffled: np.random.Generator) -> None:
    of = table(rows)
    orders = [list(range(len(side))) for side in of.sides]
    for order in orders:
        shuffled.shuffle(order)
    counts = {
        tuple(None if one is None else orders[side].index(one) for side, one in enumerate(place)): count
        for place, count in of.counts.items()
    }
    sides = tuple(tuple(side[one] for one in order) for side, order in zip(of.sides, orders, strict=True))
    other = replace(of, sides=sides, counts=counts)
    one, two = (rounded(which).rounding.printed for which in (of, other))
    assert one == two


def test_the_same_key_gives_the_same_table_and_another_key_another() -> None:
    of = table([[12, 3], [4, 27]])
    assert rounded(of) == rounded(of)
    assert len({tuple(printed(rounded(of, key=bytes([key])).tables[0]).values()) for key in range(20)}) > 3


def test_whoever_lacks_the_key_can_rule_out_none_of_the_roundings_that_add_up() -> None:
    """Of the nearest rounding alone, a printed 0 would say 0 to 6 to who knows that it is the nearest."""
    of = table([[3, 14], [6, 8]])
    possible = adjacent(of, 10)
    assert len(possible) == 5
    for wanted in possible:
        up = {of.who[place]: 0.001 if number > of.counts[place] else 0.999 for place, number in wanted.items()}
        made = together(of, 10, up)
        assert {place: made.printed[who] for place, who in of.who.items()} == wanted


def test_each_number_is_drawn_for_by_itself_and_anew_for_each_base() -> None:
    """Else whoever knows one number would know which way others went."""
    of = table([[3, 14, 22], [16, 8, 35]])
    drawn = [thresholds(of.who.values(), base, KEY)[who] for base in (10, 15) for who in of.who.values()]
    assert len(set(drawn)) == len(drawn) == 24
    assert all(0 < one < 1 for one in drawn)


def test_with_every_threshold_at_a_half_it_is_the_nearest_rounding() -> None:
    for rows in ([[3, 14], [6, 8]], [[7, 7], [7, 1]], [[5, 16], [22, 9]]):
        of = table(rows)
        made = together(of, 10, dict.fromkeys(of.who.values(), 0.5))
        off = sum(abs(made.printed[who] - of.counts[place]) for place, who in of.who.items())
        assert off == min(
            sum(abs(number - of.counts[place]) for place, number in one.items()) for one in adjacent(of, 10)
        )


def test_on_average_a_number_stays_near_to_what_it_was() -> None:
    """Over four hundred fixed keys. The nearest rounding would make 0 of every 3, and 20 of every 16."""
    of = table([[3, 14, 22], [16, 8, 35]])
    keys = [bytes([one, other]) for one in range(20) for other in range(20)]
    several = [together(of, 10, thresholds(of.who.values(), 10, key)).printed for key in keys]
    for place, who in of.who.items():
        assert np.mean([numbers[who] for numbers in several]) == pytest.approx(of.counts[place], abs=2)


def cube(cells: Sequence[int]) -> CrossTable:
    """A table of two by two by two."""
    counted = np.array(cells).reshape(2, 2, 2)
    sides = tuple(tuple(Is(name, frozenset({code})) for code in range(2)) for name in ("age", "form", "gender"))
    counts = {
        place: int(counted[tuple(slice(None) if one is None else one for one in place)].sum())
        for place in product((0, 1, None), repeat=3)
    }
    return CrossTable("age by form by gender", YEAR, sides, counts)


def test_where_three_sides_allow_no_such_rounding_the_smallest_step_further_is_taken_and_told() -> None:
    """Three fives, no two in one line: found by trying all 256 tables of nought and half a base; it has no rounding."""
    of = cube([0, 0, 0, 5, 0, 5, 5, 0])
    assert adjacent(of, 10) == []
    made = rounded(of)
    assert (made.rounding.reach, made.rounding.further) == (2, 1)
    numbers = printed(made.tables[0])
    assert all(numbers[place] == sum(numbers[cell] or 0 for cell in line) for place, line in of.lines)
    assert sum(abs((numbers[place] or 0) - count) >= 10 for place, count in of.counts.items()) == 1
    told = [entry.content.told for entry in made.entries if isinstance(entry.content, Cell)]
    assert all(one.high == (one.printed or 0) + 19 for one in told if isinstance(one, NumberTold))


def test_no_step_further_leads_below_nobody() -> None:
    """All tables of nought and half a base, two by two by two."""
    for cells in product((0, 5), repeat=8):
        of = cube(cells)
        assert min(together(of, 10, dict.fromkeys(of.who.values(), 0.5)).printed.values()) >= 0, cells


def test_the_ledger_holds_what_a_reader_knows_and_not_the_number() -> None:
    of = table([[3, 14], [6, 8]])
    made = rounded(of)
    told = [entry.content.told for entry in made.entries if isinstance(entry.content, Cell)]
    numbers = [one for one in told if isinstance(one, NumberTold)]
    assert len(numbers) == 9
    for one in numbers:
        assert one.printed is not None
        assert (one.protection, one.low, one.high) == (
            Protection.ROUNDED,
            max(one.printed - 9, 0),
            one.printed + 9,
        )
    assert all(read_line(line_of(entry)) == entry for entry in made.entries)


@pytest.mark.parametrize("base", [1, 2, 5, 7])
def test_a_base_of_which_a_printed_nought_says_too_much_is_refused_whatever_was_counted(base: int) -> None:
    for rows in ([[3, 14], [6, 8]], [[50, 60], [70, 80]]):
        with pytest.raises(WeakBaseError) as refused:
            rounded(table(rows), base)
        assert refused.value.stronger == 10


def test_stricter_rules_ask_for_a_larger_base() -> None:
    strict = replace(default_rules(), uncertain_by=6)
    for base in (5, 10):
        with pytest.raises(WeakBaseError) as refused:
            round_tables([table([[3, 14], [6, 8]])], ABOUT, Ledger(), base, KEY, strict)
        assert refused.value.stronger == 15


def told_beside_a_number_nearer_than_the_base(key: bytes, base: int, many: int = 25) -> RoundedTables:
    """Twenty-seven were told to be about 25, and are 25 and 2 in the table that is rounded."""
    all_of_them = many + 2
    ledger = Ledger(protect_tables([table([[all_of_them, 40]], "ages")], ABOUT, Ledger()).entries)
    counts: dict[Place, int] = {
        (one, other): {0: many, 1: 2, None: all_of_them}[other] for one in (0, None) for other in (0, 1, None)
    }
    sides = ((Is("age", frozenset({0})),), tuple(Is("role", frozenset({code})) for code in range(2)))
    names = (("minor",), ("victim", "parent"))
    crossed = CrossTable("age by role", all_of(YEAR, Is("form", frozenset({0}))), sides, counts, names)
    return round_tables([crossed], replace(ABOUT, release="two"), ledger, base, key)


def test_a_base_that_does_not_protect_beside_what_was_released_is_refused_and_one_that_does_is_named() -> None:
    """Of 23 to 27 at least 21 are where 30 is printed: 0 to 6 are left for the others. Where it is 20, all is well."""
    refused = []
    for key in (bytes([number]) for number in range(12)):
        try:
            assert printed(told_beside_a_number_nearer_than_the_base(key, 10).tables[0])[0, 0] == 20
        except WeakBaseError as error:
            refused.append((key, error))
    assert 0 < len(refused) < 12
    for key, refusal in refused:
        assert "age by role: minor, parent" in refusal.cells
        assert refusal.stronger is not None
        assert told_beside_a_number_nearer_than_the_base(key, refusal.stronger).tables


def test_a_base_is_named_only_after_it_was_attacked() -> None:
    """Of 33 to 37 at least 31 are where 40 or 45 is printed: 15 protects as little as 10, where both go up."""
    refused = []
    for key in (bytes([number]) for number in range(24)):
        try:
            told_beside_a_number_nearer_than_the_base(key, 10, many=35)
        except WeakBaseError as error:
            refused.append((key, error.stronger))
    assert {stronger for _, stronger in refused} == {15, 20}
    for key, stronger in refused:
        assert told_beside_a_number_nearer_than_the_base(key, stronger or 0, many=35).tables


@pytest.mark.parametrize("seed", range(2, 8))
def test_nobody_comes_out_of_rounded_tables_beside_suppressed_ones_whichever_came_first(seed: int) -> None:
    people = invent(np.random.default_rng(seed))
    rounded_ones = [table_of(people, 2010, axes, whole=True) for axes in ((0, 1), (1, 2))]
    tally = benchmark.before_and_after(rounded_ones, [table_of(people, 2010, (0, 2), whole=True)], KEY, people).seen
    assert tally["afterwards: bound"] == tally["before: bound"] == 0
    assert sum(number for name, number in tally.items() if name.startswith("afterwards: rounded to")) == 1


def test_the_attack_of_the_benchmark_finds_somebody_where_the_base_is_too_small() -> None:
    tally = benchmark.one_year(2).seen
    assert tally["3: bound alone"] == tally["secrets"] > 0
    assert tally["5: bound alone"] > 0
    assert tally["8: bound alone"] == tally["10: bound beside the total"] == 0


def test_what_was_rounded_stays_a_secret_in_later_releases() -> None:
    """3 of one age are printed as 0 or 10. Later the 43 of that age and the 40 others of it would both be exact."""
    ledger = Ledger(rounded(table([[3, 40], [50, 60]])).entries)
    ages, others = Is("age", frozenset({0})), Is("age", frozenset({1}))
    by_age = CrossTable("by age", YEAR, ((ages, others),), {(0,): 43, (1,): 110, (None,): 153})
    form = all_of(YEAR, Is("form", frozenset({1})))
    of_one_form = CrossTable("of one form", form, ((ages, others),), {(0,): 40, (1,): 60, (None,): 100})
    totals = [*by_age.who.values(), *of_one_form.who.values()]
    made = protect_tables([by_age, of_one_form], replace(ABOUT, release="two"), ledger, headline=totals)
    assert [one.cells[0,].protection for one in made.tables] != [Protection.EXACT] * 2
