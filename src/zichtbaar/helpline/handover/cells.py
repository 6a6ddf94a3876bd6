"""Reading the cells of one row, so that every fault in it is found at once. A form on a page has the same cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from zichtbaar.codebook.faults import Fault
from zichtbaar.codebook.forms import Form

OneOf = TypeVar("OneOf", bound=StrEnum)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""Days outside are typing errors."""

MOST_LISTED = 20
"""Of the words that a cell may hold, in the message about another."""

NOT_READ = "\ufffd"
"""What stands in the place of a letter that was read in the wrong encoding."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OPENS_A_FORMULA = ("=", "+", "-", "@")
"""What spreadsheets take for the beginning of a formula, which would run at whoever opens the export."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row. The readers never raise: they note a fault and give a harmless value, so that reading goes on."""

    file: str
    line: int | None
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, column: str, problem: str, expected: str = "") -> None:
        """Note one fault of one cell."""
        self.faults.append(Fault(self.file, self.line, column, problem, expected))

    def text(self, column: str, longest: int, *, required: bool = False) -> str:
        """Words on one line; "" where the cell is empty."""
        value = self.cells.get(column, "").strip()
        if not value and required:
            self.refuse(column, _("the cell is empty"), _("something"))
        if len(value) > longest:
            self.refuse(
                column, _("{count} characters").format(count=len(value)), _("at most {count}").format(count=longest)
            )
        if not value.isprintable() or NOT_READ in value:
            self.refuse(column, _("it holds a character that cannot be shown"), _("words on one line, saved as UTF-8"))
        if value.startswith(_OPENS_A_FORMULA):
            self.refuse(
                column, _("it begins with {sign}, as a formula does").format(sign=value[0]), _("a letter first")
            )
        return value

    def formed(self, column: str, form: Form, words: str, *, required: bool = False) -> str:
        """A text of one form, which `words` names; "" where the cell is empty."""
        value = self.cells.get(column, "").strip()
        if (value or required) and not form.fits(value):
            self.refuse(column, _said(value), words)
        return value

    def choice(self, column: str, choices: type[OneOf]) -> OneOf:
        """One of the names of an enumeration."""
        value = self.one_of(column, [one.value for one in choices])
        return choices(value) if value in set(choices) else next(iter(choices))

    def one_of(self, column: str, choices: Collection[str]) -> str:
        """One of these words."""
        value = self.cells.get(column, "").strip()
        if value not in choices:
            self.refuse(column, _said(value), _listed(choices))
        return value

    def some_of(self, column: str, choices: Collection[str]) -> tuple[str, ...]:
        """Some of these words with spaces between them, each once."""
        return self._words(column, lambda word: word in choices, lambda: _listed(choices))

    def each_formed(self, column: str, form: Form, words: str) -> tuple[str, ...]:
        """Words of one form, which `words` names, with spaces between them, each once."""
        return self._words(column, form.fits, lambda: words)

    def day(self, column: str) -> date | None:
        """A day as yyyy-mm-dd; None where the cell is empty."""
        value = self.cells.get(column, "").strip()
        if not value:
            return None
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.refuse(column, _("it is {value}").format(value=repr(value)), _("a day such as 2024-03-31"))
        return day

    def days(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two days of which the second is not before the first."""
        begins, ends = self.day(first), self.day(last)
        if begins and ends and ends < begins:
            self.refuse(
                last, _("{last} is before {first}").format(last=ends, first=begins), _("the same day or a later one")
            )
        return begins, ends

    def number(self, column: str, otherwise: int, largest: int) -> int:
        """A whole number from 0; `otherwise` where the cell is empty."""
        value = self.cells.get(column, "").strip()
        if not value:
            return otherwise
        if not re.fullmatch("[0-9]{1,4}", value) or int(value) > largest:
            expected = _("a whole number from 0 to {largest}").format(largest=largest)
            self.refuse(column, _("it is {value}").format(value=repr(value)), expected)
            return otherwise
        return int(value)

    def _words(self, column: str, fits: Callable[[str], bool], expected: Callable[[], str]) -> tuple[str, ...]:
        words = self.cells.get(column, "").split()
        for place, word in enumerate(words):
            if not fits(word):
                self.refuse(column, _("it is {value}").format(value=repr(word)), expected())
            elif word in words[:place]:
                self.refuse(column, _("{value} stands there twice").format(value=repr(word)), _("each once"))
        return tuple(words)


def _said(value: str) -> str:
    """What stands there."""
    return _("it is {value}").format(value=repr(value)) if value else _("the cell is empty")


def _listed(choices: Collection[str]) -> str:
    """What could have stood there, with an end where there is too much of it."""
    first = sorted(choices)[:MOST_LISTED]
    return _("one of {choices}").format(choices=", ".join(first) + (", …" if len(choices) > MOST_LISTED else ""))
