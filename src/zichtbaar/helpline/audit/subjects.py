"""What a line of the record may be about: numbers, random references and names of our own files; no words of anybody.

Nor may it be a registration: the moment would join it to a conversation. The database holds a line for ever, so
whatever has another form is refused before it is written, and with it what was to be done.
"""

from __future__ import annotations

import re

_RANDOM = "[0-9a-f]{32}"  # a conversation, or a handover
_CODE = "[a-z_]{1,30}"  # a state, a reason: of a closed list
_FILE = r"snapshot-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.parquet"
_ORGANISATION = "[a-z0-9]+(-[a-z0-9]+)*"

_ANY = re.compile(
    rf"|staff \d+|epoch \d+|\d+×?|\d+/\d+|\d+ organisations|organisation \d+"
    rf"|{_RANDOM}( staff \d+| {_CODE})?|{_FILE}( [a-z0-9_-]{{1,40}} \d{{4}})?|\d{{4}}-v\d+"
)
_OF_AN_ORGANISATION = re.compile(rf"(staff \d+, )?{_ORGANISATION}(, {_CODE})?")

OF_ORGANISATIONS = frozenset(
    {"partner_bound", "receiver_key_added", "receiver_key_confirmed", "receiver_key_distrusted"}
)
"""Kinds whose subject is what an organisation is called in the directory."""


class NoSubjectError(ValueError):
    """It is no number and no reference. What it is stands in no message: that may be what somebody said."""


def check(kind: str, subject: str) -> None:
    """Refuse what could be words. Raises NoSubjectError."""
    is_organisation = kind in OF_ORGANISATIONS and _OF_AN_ORGANISATION.fullmatch(subject)
    if not is_organisation and not _ANY.fullmatch(subject):
        raise NoSubjectError(f"a line of the kind {kind} is about something that is no number and no reference")
