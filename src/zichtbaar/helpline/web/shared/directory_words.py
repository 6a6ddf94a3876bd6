"""The directory in words: what people need, how fast somebody can help, and what the codebook has words for already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from operator import itemgetter
from typing import TypeVar

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from zichtbaar.codebook.reading import load
from zichtbaar.helpline.handover.directory.vocabulary import OLDEST, AgeBand, Ages, Danger, Need, Urgency

Words = str | Promise
CODE_LETTERS = 2
OneOf = TypeVar("OneOf", bound=StrEnum)

NEEDS: Mapping[Need, Words] = {
    Need.POLICE: _("Police"),
    Need.PROTECTION: _("Protection"),
    Need.CARE: _("Care or treatment"),
    Need.SHELTER: _("Shelter"),
    Need.LEGAL_HELP: _("Legal help"),
    Need.IMAGES_REMOVED: _("Having images removed"),
}
URGENCIES: Mapping[Urgency, Words] = {
    Urgency.NOW: _("at once, also in danger"),
    Urgency.WITHIN_48_HOURS: _("within 48 hours"),
    Urgency.PLANNED: _("later, by appointment"),
}
AGES: Mapping[AgeBand, Words] = {
    AgeBand.UNDER_12: _("under 12"),
    AgeBand.FROM_12_TO_15: _("12 to 15 years old"),
    AgeBand.FROM_16_TO_17: _("16 or 17 years old"),
    AgeBand.FROM_18: _("18 or older"),
}
DANGERS: Mapping[Danger, Words] = {
    Danger.NOW: _("Yes, now"),
    Danger.WITHIN_48_HOURS: _("Yes, within 48 hours"),
    Danger.NO: _("No"),
}
HOURS: Mapping[str, Words] = {
    "always": _("day and night"),
    "mon": _("Mon"),
    "tue": _("Tue"),
    "wed": _("Wed"),
    "thu": _("Thu"),
    "fri": _("Fri"),
    "sat": _("Sat"),
    "sun": _("Sun"),
}
"""The words in which hours are written down."""


def pairs(words: Mapping[OneOf, Words]) -> list[tuple[str, Words]]:
    """What can be chosen, as the values and words of a list on a page."""
    return [(one.value, said) for one, said in words.items()]


def language_of_page() -> str:
    """`nl` or `en`."""
    return "nl" if (get_language() or "").startswith("nl") else "en"


def languages_in_words(codes: Iterable[str]) -> str:
    """Languages by name in the language of the page, such as "Arabic, Tigrinya"; a code that has no name as it is."""
    names = Locale(language_of_page()).languages
    return ", ".join(names.get(code, code) for code in codes)


def language_codes(typed: str) -> str:
    """The codes, with spaces between, of languages that are typed as codes or by name in a language of these pages.

    "Dutch, Haitian Creole" and "nl ht" are `nl ht`. A word that is neither stays as it is typed.
    """
    known = [Locale(language).languages for language in ("nl", "en")]
    codes = {name.casefold(): code for names in known for code, name in names.items()}
    parts = [part.strip() for part in typed.split(",")]
    words = [word for part in parts for word in ([part] if part.casefold() in codes else part.split())]
    # A code comes first, and has small letters only: `ga` is Irish, and Ga is spoken in Ghana.
    return " ".join(word if word in known[0] else codes.get(word.casefold(), word) for word in words)


def languages() -> list[tuple[str, str]]:
    """Every language with a code of two letters by its name in the language of the page, in the order of the names."""
    names = Locale(language_of_page()).languages
    return sorted(((code, name) for code, name in names.items() if len(code) == CODE_LETTERS), key=itemgetter(1))


def ages_in_words(ages: Ages) -> str:
    """From one age to another, such as "12 to 17 years old"."""
    if ages.oldest == OLDEST:
        return gettext("{youngest} and older").format(youngest=ages.youngest) if ages.youngest else gettext("every age")
    return gettext("{youngest} to {oldest} years old").format(youngest=ages.youngest, oldest=ages.oldest)


def hours_in_words(hours: str) -> str:
    """Hours as people read them, such as "Mon-Fri 09:00-17:00" for `mon-fri 09:00-17:00`."""
    return re.sub(r"[a-z]+", lambda word: str(HOURS.get(word[0], word[0])), hours)


def receivers() -> dict[str, str]:
    """The kinds of receivers by name, as the codebook calls them in the language of the page."""
    return _codes("handover_to")


def forms() -> dict[str, str]:
    """The forms of exploitation by name, as the codebook calls them in the language of the page."""
    return _codes("exploitation_forms")


def _codes(variable: str) -> dict[str, str]:
    return {code.name: code.label[language_of_page()] for code in load().by_name[variable].codes}
