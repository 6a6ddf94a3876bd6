"""The forms that names and text answers have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zichtbaar.codebook.schema import Kind


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern that a whole text must match, and the same in words."""

    pattern: re.Pattern[str]
    words: str

    def fits(self, text: str) -> bool:
        """Whether the whole text has this form."""
        return self.pattern.fullmatch(text) is not None


NAME = Form(
    re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(_[a-z0-9]+)*"),
    "lower-case words joined by single underscores, at most 40 characters",
)
BOOK_NAME = Form(re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*"), "a name such as trafficking-1")
BOOK_VERSION = Form(re.compile(r"[0-9]+(\.[0-9]+){1,2}"), "a version such as 1.0")
MONTH = Form(re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"), "a month as yyyy-mm")
LANGUAGE = Form(re.compile(r"[a-z]{2,3}"), "a language as two or three lower-case letters (ISO 639)")

OF_KIND: Mapping[Kind, Form] = {
    # Long and without words, so that no nickname, address or telephone number can stand in its place.
    Kind.IDENTIFIER: Form(re.compile(r"[0-9a-f-]{16,36}"), "a random reference of 16 to 36 hexadecimal digits"),
    Kind.MONTH: MONTH,
    Kind.PERIOD: Form(re.compile(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?"), "a month as yyyy-mm or a year as yyyy"),
    Kind.LANGUAGE: LANGUAGE,
}
"""The form of each kind of text answer."""
