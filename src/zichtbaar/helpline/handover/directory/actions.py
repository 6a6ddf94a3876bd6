"""What an administrator can do with the directory: each action checks, changes and records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.handover.directory.access import require_keeper
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
def keep(staff: Staff, entries: Entries, *, seen: str, confirmed: bool = False) -> None:
    """Make one organisation what the entries say, with its offers and contacts.

    `seen` is the mark of what the change was made from, or that of nothing for a new one; `confirmed`: somebody made
    sure today that all of it is so. Raises NotFoundError, and ChangedMeanwhileError when it is otherwise by now.
    """
    require_keeper(staff)
    identifier = entries.organisations[0].identifier
    before = stored_entries(identifier)
    if mark(before) != seen:
        raise ChangedMeanwhileError
    store(_confirmed(entries, staff) if confirmed else entries)
    if not confirmed or not _says_the_same(before, stored_entries(identifier)):
        _record(Kind.ORGANISATION_KEPT, staff, identifier)
    if confirmed:
        _record(Kind.ORGANISATION_CONFIRMED, staff, identifier)


def _confirmed(entries: Entries, staff: Staff) -> Entries:
    one = replace(entries.organisations[0], confirmed_on=timezone.localdate(), confirmed_by=staff.name[:PERSON])
    return replace(entries, organisations=(one,))


def _says_the_same(before: Entries, after: Entries) -> bool:
    """Whether nothing is otherwise than before, but who confirmed it when."""
    bare = [
        replace(one, organisations=tuple(replace(own, confirmed_on=None, confirmed_by="") for own in one.organisations))
        for one in (before, after)
    ]
    return bare[0] == bare[1]


def mark(entries: Entries) -> str:
    """A short text that differs for different entries."""
    return hashlib.sha256(repr(entries).encode()).hexdigest()[:16]


def _record(kind: Kind, staff: Staff, identifier: str) -> None:
    """The record holds a number and no name, as of everything."""
    record(kind, by=staff, subject=f"organisation {Organisation.objects.get(identifier=identifier).pk}")
