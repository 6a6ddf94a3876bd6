"""Periods read as people say them."""

from __future__ import annotations

import pytest

from zichtbaar.monitor.factsheet.wording.months import period, years, years_in_words
from zichtbaar.monitor.paper.language import Language


@pytest.mark.parametrize(
    ("months", "dutch", "english"),
    [
        (("2020-01", "2020-12"), "2020", "2020"),
        (("2020-03", "2020-12"), "maart tot en met december 2020", "March to December 2020"),
        (("2020-03", "2020-03"), "maart 2020", "March 2020"),
        (("2019-11", "2020-02"), "november 2019 tot en met februari 2020", "November 2019 to February 2020"),
        (("2016-01", "2019-12"), "2016 tot en met 2019", "2016 to 2019"),
    ],
)
def test_a_period_in_both_languages(months: tuple[str, str], dutch: str, english: str) -> None:
    assert period(months, Language.DUTCH) == dutch
    assert period(months, Language.ENGLISH) == english


def test_one_year_is_no_span() -> None:
    assert years(2019, 2019) == years_in_words(2019, 2019, Language.DUTCH) == "2019"
