"""Of every row that leaves there are k or more, and no row says anything untrue."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.exports.anonymity import LEAST, anonymise

CELLS = st.tuples(*(st.sampled_from(["", "a", "b", "c"]) for _ in range(4)))
ROWS = st.dictionaries(CELLS, st.integers(1, 40), max_size=8).map(lambda crowds: list(Counter(crowds).elements()))
"""A few sorts of persons, some in crowds and some nearly alone."""
GROUPS = ((3,), (1, 2))


@given(ROWS, st.integers(LEAST, 20))
def test_every_row_stands_there_k_times(rows: list[tuple[str, ...]], k: int) -> None:
    made = anonymise(rows, GROUPS, k, "")
    assert all(times >= k for times in Counter(made.rows).values())
    assert len(made.rows) + made.left_out == len(rows)


@given(ROWS, st.integers(LEAST, 20))
def test_a_cell_is_true_or_empty_and_the_numbers_of_emptied_ones_are_right(rows: list[tuple[str, ...]], k: int) -> None:
    """Column by column there is never more of a value than there was, and what is in no group is never emptied."""
    made = anonymise(rows, GROUPS, k, "")
    for place in range(4):
        before, after = Counter(row[place] for row in rows), Counter(row[place] for row in made.rows)
        assert all(after[value] <= before[value] for value in "abc")
    assert Counter(row[0] for row in made.rows) <= Counter(row[0] for row in rows)
    assert all(0 <= persons <= len(made.rows) for persons in made.emptied)


@given(ROWS, st.integers(LEAST, 20))
def test_nobody_is_left_out_for_what_can_be_given_up(rows: list[tuple[str, ...]], k: int) -> None:
    alone = sum(persons for persons in Counter(row[0] for row in rows).values() if persons < k)
    assert anonymise(rows, GROUPS, k, "").left_out == alone


@given(ROWS)
def test_who_comes_first_in_the_file_does_not_show(rows: list[tuple[str, ...]]) -> None:
    made = anonymise(rows, GROUPS, LEAST, "")
    assert list(made.rows) == sorted(made.rows)


def test_a_crowd_keeps_everything() -> None:
    rows = [("x", "a", "b", "c")] * LEAST
    assert anonymise(rows, GROUPS, LEAST, "").rows == tuple(rows)


def test_what_is_given_up_first_is_given_up_first() -> None:
    rows = [("x", "a", "b", "c")] * 6 + [("x", "a", "b", "d")] * 6
    made = anonymise(rows, GROUPS, LEAST, "")
    assert made.rows == (("x", "a", "b", ""),) * 12
    assert made.emptied == (12, 0)


def test_who_is_nearly_alone_hides_in_a_crowd_that_can_miss_a_few() -> None:
    rows = [("x", "a", "a", "")] * 30 + [("x", "b", "b", "")]
    made = anonymise(rows, GROUPS, LEAST, "")
    assert Counter(made.rows) == {("x", "a", "a", ""): 20, ("x", "", "", ""): 11}
    assert (made.emptied, made.left_out) == ((0, 11), 0)


def test_who_stands_out_in_what_is_never_given_up_is_left_out() -> None:
    made = anonymise([("x", "", "", "")] * LEAST + [("y", "", "", "")] * (LEAST - 1), GROUPS, LEAST, "")
    assert (len(made.rows), made.left_out) == (LEAST, LEAST - 1)


def test_less_than_ctdc_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 11"):
        anonymise([], GROUPS, LEAST - 1, "")
