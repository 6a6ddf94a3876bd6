"""Files of capture histories: every fault at once, with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chance import tries
from monitor.estimation.answers import HERE
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.estimation import CaptureTable

GOOD = "police,care,count\n1,0,10\n0,1,20\n1,1,5\n"


def read(folder: Path, text: str) -> CaptureTable:
    path = folder / "lists.csv"
    path.write_text(text, "utf-8")
    return CaptureTable.from_csv(path)


def test_a_missing_history_and_one_with_count_0_are_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == read(tmp_path, GOOD.replace("1,1,5", "1,1,5\n\n").replace("\n", "\r\n"))
    three = "a,b,c,count\n1,0,0,4\n0,1,1,2\n"
    assert read(tmp_path, three) == read(tmp_path, three + "1,1,1,0\n")


@given(
    st.lists(st.integers(0, 9), min_size=15, max_size=15).filter(any),
    st.permutations(range(1, 16)),
    st.sets(st.integers(1, 15)),
)
@settings(deadline=None)
def test_neither_the_order_of_rows_nor_rows_of_0_change_a_table(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], order: list[int], told: set[int]
) -> None:
    """Rows in any order; of those with count 0 some stand there and some do not."""
    rows = [
        ",".join([*(str(number >> place & 1) for place in range(4)), str(counts[number - 1])])
        for number in order
        if counts[number - 1] or number in told
    ]
    table = read(tmp_path_factory.mktemp("rows"), "\n".join(["a,b,c,d,count", *rows]))
    assert table == CaptureTable(("a", "b", "c", "d"), np.array([0, *counts]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("police,care\n1,0\n", ":1: care: the last column is not the count"),
        ("count\n5\n", ":1: 0 lists (expected 2 to 12)"),
        ("police,count\n1,5\n", ":1: 1 list (expected 2 to 12)"),
        (",".join(f"l{n}" for n in range(13)) + ",count\n", ":1: 13 lists (expected 2 to 12)"),
        ("police,police,count\n1,0,5\n", ":1: police: this name stands twice"),
        ("police,,count\n1,0,5\n", ":1: column 2 has no name"),
        ("police,age,count\n1,34,5\n", ":2: age: is neither 0 nor 1 (expected 0 or 1"),
        (
            "police,care,Count\n1,0,5\n",
            ":1: Count: the last column is not the count (expected a last column named count)",
        ),
        ("\n \npolice,care\n1,0,5\n", ":3: care: the last column is not the count"),
        (" \n\n", "the file is empty"),
        ("police,care*,count\n1,0,5\n", ":1: column 2: the name has a *, which joins lists"),
        ('"po\nlice",care,count\n1,0,5\n', ":2: column 1: the name has a sign that cannot be printed"),
        ('police,care,count\n1,0,"1,120"\n', ":2: count: the count is not a whole number"),
        ("police,care,count\n1,0,5\ntotal,,5\n", ":3: police: is neither 0 nor 1"),
        ("police,care,count\n1,,5\n", ":2: care: is empty"),
        ("police,care,count\n1,0,-5\n", ":2: count: the count is below 0"),
        ("police,care,count\n1,0,2.5\n", ":2: count: the count is not a whole number"),
        ("police,care,count\n1,0,\n", ":2: count: the count is empty"),
        ("police,care,count\n1,0,99999999999999999999\n", ":2: count: the count is too large"),
        ("police,care,count\n1,0,5\n0,0,9\n", ":3: a history with no list"),
        ("police,care,count\n1,0,5\n0,1,2\n1,0,7\n", ":4: this history stands already in line 2"),
        ("police,care,count\n1,0,5,8\n", ":2: 4 cells (expected 3"),
        ("police,care,count\n1,0,0\n", "no history has a count above 0"),
        ("police,care,count\n", "no history has a count above 0"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        read(tmp_path, text)
    assert said in str(error.value)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as error:
        read(tmp_path, "police,care,count\n1,2,5\n0,0,9\n1,0,x\n0,1,1\n0,1,1\n")
    assert [fault.line for fault in error.value.faults] == [2, 3, 4, 6]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_are_read_as_spreadsheets_write_them(tmp_path: Path, separator: str) -> None:
    """In a country with a decimal comma a spreadsheet separates cells by semicolons, and begins with a mark."""
    written = "\ufeff" + GOOD.replace(",", separator).replace("\n", "\r\n")
    assert read(tmp_path, written) == read(tmp_path, GOOD)


def test_a_comma_may_stand_in_the_name_of_a_list(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.replace("police", '"police; north, south"')).lists == ("police; north, south", "care")
    assert read(tmp_path, GOOD.replace(",", ";").replace("care", '"care, day"')).lists == ("police", "care, day")
    with pytest.raises(InvalidInputError, match="a sign that cannot be printed"):
        read(tmp_path, GOOD.replace("police", '"a;b\nc"'))


def test_a_column_that_is_wrong_throughout_is_told_once(tmp_path: Path) -> None:
    """Yes and no in place of 1 and 0 are one mistake for each column, and not one for each cell."""
    with pytest.raises(InvalidInputError) as error:
        read(tmp_path, "police,care,count\nTRUE,0,10\nFALSE,1,20\nTRUE,1,5\n0,yes,1\n")
    assert [(fault.line, fault.subject) for fault in error.value.faults] == [(2, "police"), (5, "care")]
    assert "is neither 0 nor 1, and so in 2 more lines" in str(error.value)


def test_many_faults_are_counted_and_not_all_printed(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as error:
        read(tmp_path, "police,care,count\n1,0,1\n" + "0,0,1\n" * 21)
    assert str(error.value).endswith(": 1 more fault")


def test_a_file_that_is_no_text_or_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "lists.csv").write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(InvalidInputError, match="not text in UTF-8"):
        CaptureTable.from_csv(tmp_path / "lists.csv")
    with pytest.raises(InvalidInputError, match="cannot be read: No such file"):
        CaptureTable.from_csv(tmp_path / "other.csv")
    with pytest.raises(InvalidInputError, match="cannot be read: Is a directory"):
        CaptureTable.from_csv(tmp_path)


def test_the_published_table_of_the_netherlands_has_one_history_twice() -> None:
    with pytest.raises(InvalidInputError, match=r"Ned\.csv:17: this history stands already in line 16"):
        CaptureTable.from_csv(HERE / "Ned.csv")


CELLS = st.sampled_from(
    ["0", "1", "2", "-1", "1.5", "1e3", "1.000", "", " 1", "a", "count", '"', "é", "\x00", "\ud800", "9" * 20]
)
LINES = st.lists(CELLS, max_size=5).flatmap(lambda cells: st.sampled_from(",;\t").map(lambda mark: mark.join(cells)))
TEXTS = st.lists(LINES, max_size=6).map("\n".join)


@given(
    st.one_of(
        st.binary(max_size=60),
        TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
        TEXTS.map(lambda text: (GOOD + text).encode("utf-8", "surrogatepass")),
        TEXTS.map(lambda text: (GOOD + text).encode("utf-16", "surrogatepass")),
    )
)
@settings(deadline=None, max_examples=tries(400))
def test_whatever_the_bytes_of_a_file_are_it_is_a_table_or_its_faults_are_told(content: bytes) -> None:
    made = table_or_faults(content)
    if isinstance(made, CaptureTable):
        assert 2 <= made.size <= 12
        assert made.cases == made.counts.sum() > 0
        assert made.counts[0] == 0
    else:
        assert made
        assert all(fault.problem and fault.expected for fault in made)


def table_or_faults(content: bytes) -> CaptureTable | tuple[Fault, ...]:
    try:
        return CaptureTable.from_csv("lists.csv", content)
    except InvalidInputError as error:
        return tuple(error.faults)
