"""Cross tables with margins: nobody of a few comes out, as little as possible is hidden, and what is odd is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import disclosure as benchmark
from invented_years import EARLY, Release, invent, releases_of, tables_of
from monitor.disclosure.conftest import MakeCount
from zichtbaar.codebook.schema import Is, Within
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.ledger_lines import line_of, read_line
from zichtbaar.monitor.disclosure.protection import protect_release
from zichtbaar.monitor.disclosure.released import Protection, Seal
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.tables import CrossTable, Place, ReleasedTable, protect_tables
from zichtbaar.monitor.disclosure.told import About, SumTold

YEAR = Within("first_chat_month", "2020-01", "2020-12")
ABOUT = About("one", "tables", "invented-1", "1.0", "ab" * 32)


def table(rows: Sequence[Sequence[int]], name: str = "age by form", of: Within = YEAR) -> CrossTable:
    """A table of these counts, with its margins."""
    counted = np.array(rows)
    counted = np.vstack([counted, counted.sum(axis=0)])
    counted = np.hstack([counted, counted.sum(axis=1, keepdims=True)])
    height, width = len(rows), len(rows[0])
    counts: dict[Place, int] = {
        (None if row == height else row, None if column == width else column): int(counted[row, column])
        for row in range(height + 1)
        for column in range(width + 1)
    }
    sides = tuple(
        tuple(Is(variable, frozenset({code})) for code in range(size))
        for variable, size in (("age", height), ("form", width))
    )
    return CrossTable(name, of, sides, counts)


def printed(made: ReleasedTable) -> dict[Place, int | None]:
    return {place: cell.count for place, cell in made.cells.items()}


def test_a_table_without_a_few_is_rounded_and_whole() -> None:
    [made] = protect_tables([table([[10, 21], [33, 44]])], ABOUT, Ledger()).tables
    rows: tuple[int | None, ...] = (0, 1, None)
    assert [[made.cells[row, column].count for column in rows] for row in rows] == [
        [10, 20, 30],
        [35, 45, 75],
        [45, 65, 110],
    ]


def test_one_hidden_cell_does_not_follow_from_an_exact_total_and_the_rest() -> None:
    """Two groups of 27 of which one is hidden: of "about 25" without "about 25" at most a few can be left."""
    [made] = protect_tables([table([[25, 2], [30, 40]])], ABOUT, Ledger()).tables
    assert made.cells[0, 1].count is None
    assert sum(count is None for count in printed(made).values()) > 1


@pytest.mark.parametrize("seed", range(3))
def test_as_little_is_hidden_as_in_the_optimum_found_in_another_way(seed: int) -> None:
    """The other way knows no reader who guesses; in these years that one finds nothing more."""
    ours, best = benchmark.beside_the_optimum(seed)
    assert ours == pytest.approx(best)


def test_the_attack_of_the_benchmark_finds_nobody_in_some_years() -> None:
    tally = benchmark.helpline(7, years=3)
    assert tally.attacked > 10
    assert tally.bound == 0


def test_the_attack_of_the_benchmark_finds_somebody_where_nothing_was_done() -> None:
    """It can fail: of tables with every large number exact, nearly all that is hidden comes out."""
    people = invent(np.random.default_rng(1))
    counted = tuple(tables_of(people, 2010))
    made = protect_tables(counted, ABOUT, Ledger()).tables
    exact = [
        replace(
            one,
            cells={
                place: replace(cell, count=counts[place], protection=Protection.EXACT) if counts[place] > 4 else cell
                for place, cell in one.cells.items()
            },
        )
        for one, counts in zip(made, (one.counts for one in counted), strict=True)
    ]
    attacked, bound, _ = benchmark.attack([Release("naive", counted, tuple(exact), people)])
    assert attacked
    assert bound > attacked / 2


def test_january_and_february_are_not_a_year_without_march_to_december() -> None:
    rng = np.random.default_rng(5)
    people = invent(rng)
    people[..., EARLY] = 0
    people[0, 0, 0, EARLY] = 2
    people[0, 0, 0, 1] += 40
    releases, _ = releases_of(people, 2010, Ledger(), rng)
    assert benchmark.attack(releases)[1] == 0


def test_what_became_a_few_by_a_correction_is_no_reason_to_refuse() -> None:
    """A rest of the year that was many before the correction, and is four after it, is four to whoever guesses.

    One of these years was refused for that, though nothing that was printed anew had to do with it.
    """
    assert benchmark.helpline(208, years=4).bound == 0


@pytest.mark.parametrize(("seed", "years"), [(46, 5), (60, 10)])
def test_what_was_five_before_a_correction_stays_hidden_to_who_has_the_correction_alone(seed: int, years: int) -> None:
    """Of all years of a hundred helplines two were not: one took a number printed alike for one that hides more."""
    assert benchmark.helpline(seed, years=years).bound == 0


def test_tables_know_what_earlier_ones_said() -> None:
    """The year is out; from March on there were two less in one cell."""
    rows = [[30, 40], [50, 60]]
    ledger = Ledger()
    ledger = ledger.extended(protect_tables([table(rows)], ABOUT, ledger, headline=[canonical(YEAR)]).entries)
    late = Within("first_chat_month", "2020-03", "2020-12")
    later = table([[28, 40], [50, 60]], "from March", late)
    [made] = protect_tables([later], replace(ABOUT, release="two"), ledger, headline=[canonical(late)]).tables
    assert made.cells[None, None].protection is not Protection.EXACT


def test_the_few_who_are_in_an_earlier_total_and_not_in_the_table_do_not_come_out(count: MakeCount) -> None:
    """All 263 visitors are out, exactly; 261 victims in a table would leave two who are none."""
    visitors = count("visitors", 263, YEAR, 263, YEAR)
    ledger = Ledger(protect_release([visitors], ABOUT, Ledger(), headline=["visitors"]).entries)
    victims = together(YEAR, Is("role", frozenset({1})))
    of_victims = replace(table([[60, 61], [70, 70]]), of=victims)
    alone = protect_tables([of_victims], ABOUT, Ledger(), headline=[victims]).tables[0]
    beside = protect_tables([of_victims], replace(ABOUT, release="two"), ledger, headline=[victims]).tables[0]
    assert alone.cells[None, None].count == 261
    assert beside.cells[None, None].count is None


def test_a_margin_is_the_sum_of_its_cells_and_the_ledger_says_so() -> None:
    entries = protect_tables([table([[10, 21], [33, 44]])], ABOUT, Ledger()).entries
    sums = [entry for entry in entries if isinstance(getattr(entry.content, "told", None), SumTold)]
    assert len(sums) == 6
    assert all(read_line(line_of(entry)) == entry for entry in entries)


def test_what_is_no_table_is_named() -> None:
    good = table([[10, 21], [33, 44]])
    with pytest.raises(ValueError, match=r"table age by form: \(0, None\) is 30 \(expected the sum, 31\)"):
        replace(good, counts={**good.counts, (0, None): 30})
    with pytest.raises(ValueError, match=r"counts of 8 places \(expected 9\)"):
        replace(good, counts={place: count for place, count in good.counts.items() if place != (0, 0)})
    with pytest.raises(ValueError, match="not known to exclude each other"):
        replace(good, sides=(good.sides[0], (Is("form", frozenset({0})), Is("gender", frozenset({1})))))
    with pytest.raises(ValueError, match=r"table again: .* and elsewhere 10"):
        protect_tables([good, table([[11, 21], [33, 44]], "again")], ABOUT, Ledger())


def test_only_this_room_makes_a_released_table() -> None:
    with pytest.raises(TypeError, match="nowhere else"):
        ReleasedTable(Seal(), "ages", {})


def test_stricter_rules_hide_more() -> None:
    strict = replace(default_rules(), hide_below=11)
    [made] = protect_tables([table([[10, 21], [33, 44]])], ABOUT, Ledger(), strict).tables
    assert made.cells[0, 0].count is None
