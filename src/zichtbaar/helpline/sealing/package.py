"""What is handed over, sealed to its receiver; and how everybody can see that it is what the visitor agreed to.

The visitor's page draws a salt and tells the server `agreed_hash`: over the name of the receiver and every line that
she agreed to. The salt goes with the words only, so that the server cannot guess them; who opens the package makes the
hash anew and compares. Without consent the counsellor's page does the same with the words of the ground, and the page
of the second person, who reads them, compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from zichtbaar.helpline.sealing.envelope import pad, unpad
from zichtbaar.helpline.sealing.hpke import Purpose, open_key, seal_key

SALT_BYTES = 32
HASH_BYTES = 32
DIGITS = 30
DIGITS_IN_A_GROUP = 5

_AGREED = b"zichtbaar/1/handover/agreed\0"
_GROUND = b"zichtbaar/1/handover/ground\0"
_FINGERPRINT = b"zichtbaar/1/receiver-key\0"


def seal_package(content: bytes, public_key: bytes, reference: bytes) -> bytes:
    """Seal what is handed over (at most 8,104 bytes) to a receiver. Its length tells little: it is padded first.

    `reference`: the handover's 16 bytes. Raises `TooLongError`.
    """
    return seal_key(pad(content), public_key, Purpose.HANDOVER_FOR_PARTNER, conversation=reference)


def open_package(sealed: bytes, private_key: bytes, reference: bytes) -> bytes:
    """What was handed over. Raises `UnknownSuiteError`, `ForgedError`, `BadPaddingError`."""
    return unpad(open_key(sealed, private_key, Purpose.HANDOVER_FOR_PARTNER, conversation=reference))


def seal_note(content: bytes, public_key: bytes, reference: bytes) -> bytes:
    """Seal a few words about a handover to a colleague. Raises `TooLongError`."""
    return seal_key(pad(content), public_key, Purpose.HANDOVER_NOTE_FOR_STAFF, conversation=reference)


def open_note(sealed: bytes, private_key: bytes, reference: bytes) -> bytes:
    """A few words about a handover. Raises as `open_package`."""
    return unpad(open_key(sealed, private_key, Purpose.HANDOVER_NOTE_FOR_STAFF, conversation=reference))


def agreed_hash(reference: bytes, salt: bytes, receiver: str, lines: Sequence[str]) -> bytes:
    """The hash of what was agreed: receiver and lines, each with its length before it, so that there is one reading."""
    return _hash(_AGREED + reference + salt, receiver, *lines)


def ground_hash(reference: bytes, salt: bytes, receiver: str, why: str, lines: Sequence[str]) -> bytes:
    """The hash of what is told without consent: receiver, the words of the ground, and lines."""
    return _hash(_GROUND + reference + salt, receiver, why, *lines)


def _hash(begin: bytes, *texts: str) -> bytes:
    parts = [text.encode() for text in texts]
    return sha256(begin + b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


def fingerprint(public: str) -> str:
    """A receiver's key as thirty digits in groups of five, to be read out over the telephone.

    `public` is the key as it is written: base64url of a point, or an age recipient.
    """
    number = int.from_bytes(sha256(_FINGERPRINT + public.encode()).digest(), "big") % 10**DIGITS
    digits = f"{number:0{DIGITS}}"
    return " ".join(digits[at : at + DIGITS_IN_A_GROUP] for at in range(0, DIGITS, DIGITS_IN_A_GROUP))
