"""Proof that somebody holds the recovery key: she opens what the server has just sealed to it.

Without it anybody who may open the page for recovery could pretend to give keys with two shares, and so make a key
known that nobody compared. The server keeps nothing meanwhile: what it drew goes along, closed with its secret.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hmac import compare_digest

from zichtbaar.helpline.people import at_rest
from zichtbaar.helpline.people.access import recovery_key
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.sealing.hpke import Purpose, seal_key

SECONDS_TO_ANSWER = 3600
DRAWN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Question:
    """What was drawn: sealed to the recovery key, and closed for the way back."""

    sealed: bytes
    closed: str


def ask() -> Question | None:
    """Draw something that only the recovery key opens. None while there is no such key."""
    key = recovery_key()
    if key is None:
        return None
    drawn = secrets.token_bytes(DRAWN_BYTES)
    sealed = seal_key(drawn, from_text(key.public_key), Purpose.PROOF_OF_RECOVERY)
    return Question(sealed, at_rest.close(to_text(drawn), _purpose(key.public_key)))


def is_proven(opened: bytes, closed: str) -> bool:
    """Whether this is what was drawn, a short while ago, for the recovery key that is in use now."""
    key = recovery_key()
    if key is None:
        return False
    try:
        drawn = at_rest.open_again(closed, _purpose(key.public_key), within=SECONDS_TO_ANSWER)
    except at_rest.NotOursError:
        return False
    return compare_digest(from_text(drawn), opened)


def _purpose(public_key: str) -> str:
    return f"recovery-proof/{public_key}"
