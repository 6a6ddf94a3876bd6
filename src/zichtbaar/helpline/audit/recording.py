"""Adding a line to the record, sealed to the line before it."""

from __future__ import annotations

import hashlib
import json
import time
from enum import StrEnum

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from zichtbaar.helpline.audit.models import HASH_CHARACTERS, Entry, Head
from zichtbaar.helpline.audit.subjects import check

BEFORE_THE_FIRST = "0" * HASH_CHARACTERS
ONLY = 1
"""The key of the one row that notes the last line."""


class Kind(StrEnum):
    """What kind of thing was done."""

    HELPLINE_FOUNDED = "helpline_founded"
    STAFF_ADDED = "staff_added"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    STAFF_INVITED = "staff_invited"
    ADMINISTRATOR_INVITED = "administrator_invited"
    STAFF_JOINED = "staff_joined"
    STAFF_LEFT = "staff_left"
    TEAM_KEY_RENEWED = "team_key_renewed"
    RECOVERY_USED = "recovery_used"
    RECOVERY_KEY_REPLACED = "recovery_key_replaced"
    KEYS_GIVEN = "keys_given"
    BREAK_GLASS_ASKED = "break_glass_asked"
    BREAK_GLASS_OPENED = "break_glass_opened"
    BREAK_GLASS_READ = "break_glass_read"
    BREAK_GLASS_CLOSED = "break_glass_closed"
    CONVERSATION_TAKEN_OVER = "conversation_taken_over"
    SECOND_FACTOR_SET_UP = "second_factor_set_up"
    SECOND_FACTOR_REFUSED = "second_factor_refused"
    SECOND_FACTOR_TAKEN_AWAY = "second_factor_taken_away"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # a kind, not a password
    CONVERSATION_TAKEN = "conversation_taken"
    KEYS_HANDED_OVER = "keys_handed_over"
    CONVERSATION_ENDED = "conversation_ended"
    VISITOR_BLOCKED = "visitor_blocked"
    PHOTO_LOOKED_AT = "photo_looked_at"
    PHOTO_DELETED = "photo_deleted"
    CONVERSATIONS_FORGOTTEN = "conversations_forgotten"
    DURESS_SEEN = "duress_seen"
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    REGISTRATION_OPENED = "registration_opened"
    ANSWERS_RECORDED = "answers_recorded"
    REGISTRATION_COMPLETED = "registration_completed"
    REGISTRATION_REOPENED = "registration_reopened"
    VISITOR_RECOGNISED = "visitor_recognised"
    SNAPSHOT_FROZEN = "snapshot_frozen"
    FACTSHEET_MADE = "factsheet_made"  # before there were releases
    RELEASE_DRAFTED = "release_drafted"
    RELEASE_APPROVED = "release_approved"
    RELEASE_REFUSED = "release_refused"
    RELEASE_PUBLISHED = "release_published"
    RELEASE_CORRECTED = "release_corrected"
    RELEASE_WITHDRAWN = "release_withdrawn"
    UNPROTECTED_PERMITTED = "unprotected_permitted"
    UNPROTECTED_FORBIDDEN = "unprotected_forbidden"
    UNPROTECTED_SEEN = "unprotected_seen"
    HANDOVER_PROPOSED = "handover_proposed"
    HANDOVER_WITHOUT_CONSENT = "handover_without_consent"
    HANDOVER_AUTHORISED = "handover_authorised"
    HANDOVER_MOVED = "handover_moved"
    HANDOVER_ESCALATED = "handover_escalated"
    HANDOVER_EXPLAINED = "handover_explained"
    PARTNER_BOUND = "partner_bound"
    RECEIVER_KEY_ADDED = "receiver_key_added"
    RECEIVER_KEY_CONFIRMED = "receiver_key_confirmed"
    RECEIVER_KEY_DISTRUSTED = "receiver_key_distrusted"
    DIRECTORY_IMPORTED = "directory_imported"
    DIRECTORY_EXPORTED = "directory_exported"
    ORGANISATION_KEPT = "organisation_kept"
    ORGANISATION_CONFIRMED = "organisation_confirmed"
    GAP_NOTED = "gap_noted"


@transaction.atomic
def record(kind: Kind, *, by: AbstractBaseUser | None, subject: str = "") -> None:
    """Add a line. Called inside the transaction of what was done: both are stored, or neither.

    `subject` is a number or a random reference. Raises NoSubjectError for what could be words of somebody.

    Transactions begin with the right to write, so two lines can never follow the same one.
    """
    check(kind, subject)
    last = Entry.objects.order_by("-number").first()
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=time.time_ns() // 1_000_000,
        kind=kind.value,
        by_id=by.pk if by else None,
        subject=subject,
        previous=last.hash if last else BEFORE_THE_FIRST,
    )
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    Head.objects.update_or_create(pk=ONLY, defaults={"number": entry.number, "hash": entry.hash})


def seal(entry: Entry) -> str:
    """The hash that a line should have: over the hash before it and all that the line says."""
    said = {
        "number": entry.number,
        "at": entry.at,
        "kind": entry.kind,
        "by": entry.by_id,
        "subject": entry.subject,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous}|{canonical}".encode()).hexdigest()
