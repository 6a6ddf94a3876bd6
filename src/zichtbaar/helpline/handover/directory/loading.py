"""The directory in memory: read again when it was changed, and on another day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from zichtbaar.helpline.handover.directory.storing import revision, stored_entries
from zichtbaar.helpline.handover.finding import Directory, LastResort, Terms, prepare
from zichtbaar.helpline.handover.regions.reading import read_country
from zichtbaar.helpline.handover.regions.structure import Country


def country_in_use() -> Country:
    """The country whose regions this helpline knows."""
    return read_country(settings.REGIONS)


def directory_today() -> Directory:
    """The directory as it is now. The mark of its last change is asked first: another process may have changed it."""
    return _loaded(revision(), timezone.localdate(), terms_in_use(), country_in_use())


def terms_in_use() -> Terms:
    """What this helpline decided."""
    last_resort = LastResort(settings.FALLBACK, settings.FALLBACK_NUMBER, settings.EMERGENCY_NUMBER)
    return Terms(last_resort, ZoneInfo(settings.TIME_ZONE), settings.CONFIRM_DIRECTORY)


@lru_cache(maxsize=2)
def _loaded(number: int, day: date, terms: Terms, country: Country) -> Directory:  # noqa: ARG001 - part of the key
    return prepare(stored_entries(), country, day, terms)
