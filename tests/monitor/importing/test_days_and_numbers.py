"""Of a day only the month is kept, and what is no day is told instead of guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Kind
from zichtbaar.monitor.importing.days import day_format, month_of, whole

TODAY = date(2026, 11, 25)
PAST = st.dates(date(1905, 1, 1), TODAY)


def read(text: str, *written: str, kind: Kind = Kind.MONTH) -> str | None:
    return month_of(text, [wanted for each in written if (wanted := day_format(each))], kind, TODAY)


@given(PAST, st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d"]))
def test_any_day_gives_its_month_in_any_form(day: date, form: str) -> None:
    written = form.replace("%d", "dd").replace("%m", "mm").replace("%Y", "yyyy")
    assert read(day.strftime(form), written) == f"{day:%Y-%m}"


@given(PAST)
def test_a_cell_that_is_a_day_needs_no_form(day: date) -> None:
    assert month_of(day, (), Kind.MONTH, TODAY) == f"{day:%Y-%m}"


@given(st.dates(date(1954, 10, 3), TODAY))
def test_numbers_of_excel_count_from_the_last_day_but_one_of_1899(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    assert read(str(number), "serial") == f"{day:%Y-%m}"


@given(st.dates(date(1927, 1, 1), TODAY))
def test_two_digits_of_a_year_are_the_last_year_that_they_can_be(day: date) -> None:
    assert read(f"{day:%d-%m-%y}", "dd-mm-yy") == f"{day:%Y-%m}"


@given(st.integers(1, 5000))
def test_a_month_that_has_not_begun_is_none(days: int) -> None:
    later = date(2026, 12, 1) + timedelta(days)
    assert month_of(later, (), Kind.MONTH, TODAY) is None


@pytest.mark.parametrize(
    "text", ["31-02-2025", "00-01-2025", "1-13-2025", "2025", "4 maart 2025", "", "04-03-25", "0", "1"]
)
def test_what_is_no_day_is_no_month(text: str) -> None:
    assert read(text, "dd-mm-yyyy", "serial") is None


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1904, 1, 1), date(1899, 12, 31)])
def test_what_excel_makes_of_an_empty_cell_is_no_day(day: date) -> None:
    assert month_of(day, (), Kind.MONTH, TODAY) is None


def test_a_period_may_be_a_year() -> None:
    assert read("2024", "yyyy", kind=Kind.PERIOD) == "2024"
    assert read("2024", "yyyy") is None


@pytest.mark.parametrize("written", ["dd-mm", "dd-mm-yyyy-dd", "day", "", "mm-yyyyy", "yyyy-MM"])
def test_what_is_no_form_of_days(written: str) -> None:
    assert day_format(written) is None


def test_numbers_are_rounded_down_with_a_comma_or_a_point() -> None:
    assert [whole(text) for text in ("17", "17,9", "17.9", "0", "-1", "1e3", "1.000,5", "zeventien", "")] == [
        *(17, 17, 17, 0),
        *(None,) * 5,
    ]
