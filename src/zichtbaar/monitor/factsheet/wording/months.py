"""Periods in words: "2020", "maart 2020", "maart tot en met december 2020"."""

from __future__ import annotations

from datetime import date

from zichtbaar.monitor.paper.language import Language, both

_MONTHS = {
    Language.DUTCH: (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    Language.ENGLISH: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_THROUGH = both("tot en met", "to")


def day(value: date, language: Language) -> str:
    """A day in words: "25 november 2026"."""
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"


def month(value: str, language: Language) -> str:
    """The name of a month (`yyyy-mm`), without its year."""
    return _MONTHS[language][int(value[5:]) - 1]


def period(months: tuple[str, str], language: Language) -> str:
    """A first and a last month (`yyyy-mm`, both included) in words."""
    first, last = months
    first_year, last_year = first[:4], last[:4]
    if first == last:
        return f"{month(first, language)} {first_year}"
    if first[5:] == "01" and last[5:] == "12":
        return years_in_words(int(first_year), int(last_year), language)
    begin = month(first, language) if first_year == last_year else f"{month(first, language)} {first_year}"
    return f"{begin} {_THROUGH[language]} {month(last, language)} {last_year}"


def years(first: int, last: int) -> str:
    """One year, or a span of whole years, in a few signs: "2019", "2016–2019"."""
    return str(first) if first == last else f"{first}–{last}"


def years_in_words(first: int, last: int, language: Language) -> str:
    """The same for a sentence: "2016 tot en met 2019"."""
    return str(first) if first == last else f"{first} {_THROUGH[language]} {last}"
