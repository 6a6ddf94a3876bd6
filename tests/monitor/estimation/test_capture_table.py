"""A table of lists: what it tells, how lists are merged and dropped, and what it refuses."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import CaptureTable, TableError

POLICE_AND_CARE = {("police",): 10, ("care",): 20, ("police", "care"): 5}


def small() -> CaptureTable:
    return CaptureTable.from_histories(("police", "care"), POLICE_AND_CARE)


def test_it_tells_cases_lists_and_overlaps() -> None:
    uk = table("UKdat_4")
    assert (uk.size, uk.cases) == (4, 2428)
    assert small().on_list == (15, 25)
    assert small().on_one_list_only == 30
    assert small().overlaps() == {("police", "care"): 5}
    assert small().histories() == [(("police",), 10), (("care",), 20), (("police", "care"), 5)]


def test_merging_two_lists_of_the_netherlands_gives_the_published_table_of_five() -> None:
    merged = table("Ned_fixed").merge_lists(["I", "O"], name="IO")
    published = table("Ned_5")
    by_names = {frozenset(history): count for history, count in published.histories()}
    assert {frozenset(history): count for history, count in merged.histories()} == by_names
    assert merged.cases == published.cases == 8234


def test_merged_lists_take_the_name_of_no_other() -> None:
    """A list may be called as two others together: it is what somebody calls the people that those two share."""
    with_both = CaptureTable(("a", "b", "a+b", "a+b (2)"), np.arange(16))
    assert with_both.merge_lists(["a", "b"]).lists == ("a+b (3)", "a+b", "a+b (2)")
    with pytest.raises(TableError, match="stands twice"):
        with_both.merge_lists(["a", "b"], name="a+b")


def test_a_dropped_list_takes_with_it_who_was_on_no_other() -> None:
    without = CaptureTable.from_histories(
        ("a", "b", "c"), {("a",): 3, ("b",): 4, ("a", "b"): 5, ("c", "b"): 6}
    ).drop_list("a")
    assert without.lists == ("b", "c")
    assert without.histories() == [(("b",), 9), (("b", "c"), 6)]


@given(st.lists(st.integers(0, 50), min_size=15, max_size=15).filter(any), st.data())
def test_merging_keeps_every_case_and_dropping_loses_those_on_one_list(counts: list[int], data: st.DataObject) -> None:
    given_table = CaptureTable(("a", "b", "c", "d"), np.array([0, *counts]))
    chosen = data.draw(st.lists(st.sampled_from(given_table.lists), min_size=2, max_size=3, unique=True))
    assert given_table.merge_lists(chosen).cases == given_table.cases
    name = chosen[0]
    only_here = given_table.counts[1 << given_table.lists.index(name)]
    if only_here < given_table.cases:
        assert given_table.drop_list(name).cases == given_table.cases - only_here


def test_records_become_counts() -> None:
    records: list[dict[str, object]] = [
        {"police": 1, "care": 0},
        {"police": True, "care": "1"},
        {"police": "0", "care": 1},
    ]
    assert CaptureTable.from_records(records, ["police", "care"]).counts.tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"police": 0, "care": 0}, "case 2 is on no list"),
        ({"police": 1}, "case 2 has no value for the list 'care'"),
        ({"police": 2, "care": 0}, "case 2, list 'police': the value is neither yes nor no"),
    ],
)
def test_a_record_that_is_none_is_named(record: dict[str, object], said: str) -> None:
    with pytest.raises(TableError, match=said):
        CaptureTable.from_records([{"police": 1, "care": 0}, record], ["police", "care"])


# As somebody calls it who never saw our types.
from_anything: Any = CaptureTable.from_matrix

ROWS = [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 1, 1]]
COUNTS = [10, 20, 5, 0]
NAMES = ("police", "care", "helpline")


def test_a_matrix_with_counts_is_a_table_as_in_the_packages_of_r() -> None:
    """SparseMSE's zdat and Rcapture's dfreq=TRUE: the counts are the last column."""
    zdat = np.column_stack([ROWS, COUNTS])
    by_names = {("police",): 10, ("care",): 20, ("police", "care"): 5}
    expected = CaptureTable.from_histories(NAMES, by_names)
    assert CaptureTable.from_matrix(zdat[:, :-1], zdat[:, -1], names=NAMES) == expected
    assert CaptureTable.from_matrix(ROWS, COUNTS, names=list(NAMES)) == expected
    assert CaptureTable.from_matrix(np.array(ROWS, float), np.array(COUNTS, float), names=NAMES) == expected
    assert CaptureTable.from_matrix(np.array(ROWS, object), np.array(COUNTS, np.uint8), names=NAMES) == expected


def test_a_matrix_without_counts_has_a_case_in_each_row() -> None:
    rows = np.array([[True, False], [True, True], [True, False]])
    assert CaptureTable.from_matrix(rows, names=("a", "b")).counts.tolist() == [0, 2, 0, 1]
    mixed = np.array([[True, 0], [1, np.float64(1)]], object)
    assert CaptureTable.from_matrix(mixed, names=("a", "b")).counts.tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("name", ["UKdat", "Ned_5", "Korea"])
def test_a_matrix_of_a_table_gives_the_table_back(name: str) -> None:
    whole = table(name)
    rows = [[one in history for one in whole.lists] for history, _ in whole.histories()]
    counts = [count for _, count in whole.histories()]
    assert CaptureTable.from_matrix(rows, counts, names=whole.lists) == whole
    assert CaptureTable.from_matrix(np.repeat(rows, counts, axis=0), names=whole.lists) == whole


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rows": [*ROWS[:3], [0, 2, 1]]}, "row 4, list 'care': the value is neither 0 nor 1"),
        ({"rows": [*ROWS[:3], [0, 0.5, 1]]}, "row 4, list 'care'"),
        ({"rows": [*ROWS[:3], [0, -1, 1]]}, "row 4, list 'care'"),
        ({"rows": [*ROWS[:3], [0, float("nan"), 1]]}, "row 4, list 'care'"),
        ({"rows": [*ROWS[:3], [0, None, 1]]}, "row 4, list 'care'"),
        ({"rows": [["1", "0", "0"], *ROWS[1:]]}, "row 1, list 'police'"),
        ({"rows": [*ROWS[:3], [0, 0, 0]]}, "row 4 is on no list"),
        ({"rows": [*ROWS[:3], [0, 0, 0]], "counts": None}, "row 4 is on no list"),
        ({"rows": [*ROWS[:3], [0, 1]]}, r"row 4: 2 values .expected 3, one for each of the names"),
        ({"rows": [*ROWS[:3], 1]}, r"row 4: one value .expected 3"),
        ({"rows": [*ROWS[:3], [0, [1], 1]]}, "the rows are no matrix"),
        ({"rows": ROWS[0]}, r"rows of shape \(3,\) .expected \(n, 3\)"),
        ({"rows": [], "counts": None}, r"rows of shape \(0,\)"),
        ({"rows": np.empty((0, 3)), "counts": None}, "the table has no cases"),
        ({"names": NAMES[:2]}, r"rows of shape \(4, 3\) .expected \(n, 2\)"),
        ({"names": (*NAMES[:2], "care")}, "the list 'care' stands twice"),
        ({"names": NAMES[:1]}, "1 list "),
        ({"counts": COUNTS[:3]}, r"counts of shape \(3,\) for 4 rows .expected \(4,\)"),
        ({"counts": [COUNTS]}, r"counts of shape \(1, 4\) for 4 rows"),
        ({"counts": [10, 20, -5, 0]}, r"row 3: a count of -5 .expected a whole number from 0"),
        ({"counts": [10, 2.5, 5, 0]}, r"row 2: a count of 2\.5 .expected a whole number from 0"),
        ({"counts": [10, float("nan"), 5, 0]}, "row 2: a count of nan"),
        ({"counts": [10, float("inf"), 5, 0]}, "row 2: a count of inf"),
        ({"counts": ["10", "20", "5", "0"]}, "the counts are no numbers"),
        ({"counts": [10, [20], 5, 0]}, "the counts are no numbers"),
        ({"counts": [0, 0, 0, 0]}, "the table has no cases"),
        ({"counts": [10**13, 20, 5, 0]}, "more than 1,000,000,000,000 cases"),
        ({"rows": [*ROWS[:3], [0, 1, 0]]}, "row 4: this history stands already in row 2 .expected it once"),
    ],
)
def test_what_is_no_matrix_of_histories_is_refused_with_its_row(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(TableError, match=said):
        from_anything(**{"rows": ROWS, "counts": COUNTS, "names": NAMES} | wrong)


@pytest.mark.parametrize(
    ("lists", "counts", "said"),
    [
        ((), [0], "0 lists"),
        (("a",), [0, 1], "1 list "),
        (tuple(map(str, range(13))), [0] * 8192, "13 lists"),
        (("a", "a"), [0, 1, 2, 3], "stands twice"),
        (("a", " "), [0, 1, 2, 3], "no name"),
        (("a", "b"), [0, 1, -2, 3], "below 0"),
        (("a", "b"), [0, 1, 2.5, 3], "not a whole number"),
        (("a", "b"), [0, 1, float("nan"), 3], "not a whole number"),
        (("a", "b"), [7, 1, 2, 3], "no list"),
        (("a", "b"), [0, 0, 0, 0], "no cases"),
        (("a", "a*b"), [0, 1, 2, 3], "the list 'a\\*b': the name has a \\*"),
        (("a", "b\x1b[31m"), [0, 1, 2, 3], "cannot be printed"),
        (("a", 1), [0, 1, 2, 3], "a list is called 1"),
        (("a", "b"), ["0", "1", "2", "3"], "no numbers"),
        (("a", "b"), [0, 1, 2], "shape"),
        (("a", "b"), [0, 6 * 10**17, 6 * 10**17, 5], "more than 1,000,000,000,000 cases"),
        (("a", "b"), [0, 9 * 10**18, 9 * 10**18, 5], "more than 1,000,000,000,000 cases"),
    ],
)
def test_what_is_no_table_is_refused_by_name(lists: tuple[str, ...], counts: list[float], said: str) -> None:
    with pytest.raises(TableError, match=said):
        CaptureTable(lists, np.array(counts))


def test_unknown_and_doubled_histories_are_refused() -> None:
    with pytest.raises(TableError, match="there is no list 'church'"):
        CaptureTable.from_histories(("a", "b"), {("church",): 1})
    with pytest.raises(TableError, match="stands twice"):
        CaptureTable.from_histories(("a", "b"), {("a", "b"): 1, ("b", "a"): 2})
    with pytest.raises(TableError, match="history with no list"):
        CaptureTable.from_histories(("a", "b"), {(): 1})
    with pytest.raises(TableError, match="the history 'care' is no tuple"):
        CaptureTable.from_histories(("police", "care"), {"care": 1})  # type: ignore[dict-item]
    with pytest.raises(TableError, match="cannot be merged"):
        small().merge_lists(["police"])


def test_a_table_cannot_be_changed_and_equals_its_like() -> None:
    assert small() == small()
    assert len({small(), small()}) == 1
    with pytest.raises(ValueError, match="read-only"):
        small().counts[1] = 5
    sizes = [len(history) for history, _ in table("UKdat").histories()]
    assert all(one <= other for one, other in pairwise(sizes))
