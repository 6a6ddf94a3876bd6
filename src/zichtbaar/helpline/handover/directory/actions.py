"""What an administrator can do with the directory: each action checks, changes and records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.handover.directory.access import entries_for, require_keeper
from zichtbaar.helpline.handover.directory.entries import Entries
from zichtbaar.helpline.handover.directory.files import PERSON, read_entries, write_entries
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.storing import Stored, store, stored_entries
from zichtbaar.helpline.handover.errors import ChangedMeanwhileError
from zichtbaar.helpline.people.models import Staff


def import_sheets(staff: Staff, texts: Mapping[str, str]) -> Stored:
    """Store what the three sheets hold, all or nothing. Organisations that they do not name stay as they are.

    Raises NotFoundError, and InvalidInputError with every fault of every sheet.
    """
    require_keeper(staff)
    return store_sheets(texts, by=staff)


@transaction.atomic
def store_sheets(texts: Mapping[str, str], *, by: Staff | None) -> Stored:
    """The same for whoever holds the data folder, and needs no account. Raises InvalidInputError."""
    stored = store(read_entries(texts, country_in_use(), timezone.localdate()))
    record(Kind.DIRECTORY_IMPORTED, by=by, subject=f"{stored.added + stored.changed} organisations")
    return stored


def export_sheets(staff: Staff) -> Mapping[str, str]:
    """The directory as three sheets. They hold names and numbers of people, so it is recorded. Raises NotFoundError."""
    require_keeper(staff)
    return write_sheets(by=staff)


@transaction.atomic
def write_sheets(*, by: Staff | None) -> Mapping[str, str]:
    """The same for whoever holds the data folder."""
    record(Kind.DIRECTORY_EXPORTED, by=by)
    return write_entries(stored_entries())


@transaction.atomic
def keep(staff: Staff, entries: Entries, *, seen: str) -> None:
    """Make one organisation what the entries say, with its offers and contacts.

    `seen` is the mark of what the change was made from, or that of nothing for a new one. Raises NotFoundError, and
    ChangedMeanwhileError when it is otherwise by now.
    """
    require_keeper(staff)
    identifier = entries.organisations[0].identifier
    if mark(stored_entries(identifier)) != seen:
        raise ChangedMeanwhileError
    store(entries)
    _record(Kind.ORGANISATION_KEPT, staff, identifier)


@transaction.atomic
def confirm(staff: Staff, identifier: str, *, seen: str) -> None:
    """Say that somebody made sure today that all of an organisation is so, as it was when it was `seen`.

    Raises NotFoundError, and ChangedMeanwhileError when it is otherwise by now.
    """
    require_keeper(staff)
    entries = entries_for(staff, identifier)
    if mark(entries) != seen:
        raise ChangedMeanwhileError
    confirmed = replace(entries.organisations[0], confirmed_on=timezone.localdate(), confirmed_by=staff.name[:PERSON])
    store(replace(entries, organisations=(confirmed,)))
    _record(Kind.ORGANISATION_CONFIRMED, staff, identifier)


def mark(entries: Entries) -> str:
    """A short text that differs for different entries."""
    return hashlib.sha256(repr(entries).encode()).hexdigest()[:16]


def _record(kind: Kind, staff: Staff, identifier: str) -> None:
    """The record holds a number and no name, as of everything."""
    record(kind, by=staff, subject=f"organisation {Organisation.objects.get(identifier=identifier).pk}")
