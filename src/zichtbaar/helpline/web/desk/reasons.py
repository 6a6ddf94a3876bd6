"""Why somebody is proposed, in one short sentence each."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zichtbaar.helpline.handover.directory.vocabulary import Ages
from zichtbaar.helpline.handover.finding import Because, Reason
from zichtbaar.helpline.handover.regions.structure import Country
from zichtbaar.helpline.web.shared.directory_words import ages_in_words, language_of_page, languages_in_words

WARNINGS = frozenset(
    {
        Reason.SERVES_PART,
        Reason.REGION_ASSUMED,
        Reason.TAKES_SOME_AGES,
        Reason.OPENS_LATER,
        Reason.OTHER_LANGUAGES,
    }
)
"""What to ask about, or to wait for, before relying on it."""


def is_warning(because: Because) -> bool:
    """Whether it is something to look at twice."""
    return because.reason in WARNINGS


def in_words(because: Because, country: Country, now: datetime) -> str:
    """One reason in the language of the page."""
    about = because.about
    match because.reason:
        case Reason.SERVES_ALL:
            return _("Serves {region}").format(region=_called(country, about))
        case Reason.SERVES_PART:
            return _("Serves only a part of it: {region}").format(region=_called(country, about))
        case Reason.REGION_ASSUMED:
            return _("Ask whether this place is theirs: the borders of {region} are assumed").format(
                region=_called(country, about)
            )
        case Reason.TAKES_THIS_AGE:
            return _("Takes this age ({ages})").format(ages=_ages(about))
        case Reason.TAKES_SOME_AGES:
            return _("Ask the age: takes {ages}").format(ages=_ages(about))
        case Reason.TAKES_AT_ONCE:
            return _("Can act at once")
        case Reason.TAKES_WITHIN_48_HOURS:
            return _("Can act within 48 hours")
        case Reason.OPEN_NOW:
            return _("Open now, until {when}").format(when=_when(about, now)) if about else _("Open day and night")
        case Reason.OPENS_LATER:
            return _("Closed now, opens {when}").format(when=_when(about, now))
        case Reason.SPEAKS:
            return _("Speaks {languages}").format(languages=languages_in_words([about]))
        case Reason.OTHER_LANGUAGES:
            return _("Ask for an interpreter: speaks {languages}").format(
                languages=languages_in_words(about.split()) or "?"
            )


def _called(country: Country, code: str) -> str:
    return country.called(code, language_of_page())


def _ages(about: str) -> str:
    youngest, oldest = about.split("-")
    return ages_in_words(Ages(int(youngest), int(oldest)))


def _when(about: str, now: datetime) -> str:
    """A time of today, or a weekday and a time."""
    moment = timezone.localtime(datetime.fromisoformat(about))
    is_today = moment.date() == timezone.localtime(now).date()
    return f"{moment:%H:%M}" if is_today else f"{date_format(moment, 'l')} {moment:%H:%M}"
