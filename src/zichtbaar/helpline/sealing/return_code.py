"""The code with which a visitor comes back: five words or twenty digits that she keeps in her head.

`master = Argon2id(normalised code, the site's salt)`; three keys are drawn from it. Two go to the server: `lookup`
finds the conversation and `token` proves to know the code. `key` never leaves the browser and closes the
conversation's key. The pages do this in the browser; this is the same in Python.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zichtbaar.helpline.sealing.errors import ForgedError, UnknownVersionError
from zichtbaar.helpline.sealing.password import LANES, MEMORY_KIB, PASSES

WORDS, DIGITS = 5, 20
"""How many words or digits a code has."""

DRAWN_BYTES = 32
WRAP_VERSION = 1
WRAP_BYTES = 1 + 12 + 32 + 16

_NONCE_BYTES = 12
_BINDING = b"zichtbaar/1/conversation-key/return-code\0"
_OTHER_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966) for digit in range(10)}
"""Digits on keyboards of visitors' languages; those of full width become plain by themselves."""


class ReturnKeys(NamedTuple):
    """What a code gives, 32 bytes each: `lookup` and `token` go to the server, `key` stays."""

    lookup: bytes
    token: bytes
    key: bytes


def normalised(code: str) -> str:
    """A code as it is meant, however it was typed: its words with single spaces, or all its digits.

    Capitals, accents, hyphens, commas, lines and other scripts' digits make no difference. In a code with letters
    only letters count.
    """
    plain = unicodedata.normalize("NFKD", code).translate(_OTHER_DIGITS).lower()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if unicodedata.category(sign) != "Mn")
    words = re.findall("[a-z]+", plain)
    return " ".join(words) if words else "".join(re.findall("[0-9]", plain))


def is_whole(code: str) -> bool:
    """Whether a code has as many words or digits as a code has. Which words there are is another matter."""
    normal = normalised(code)
    return len(normal.split()) == WORDS if re.search("[a-z]", normal) else len(normal) == DIGITS


def derive(code: str, salt: bytes, *, memory: int = MEMORY_KIB, passes: int = PASSES) -> ReturnKeys:
    """Draw the three keys of a code; half a second of work, on purpose. `memory` is in KiB, `salt` is the site's."""
    master = hash_secret_raw(normalised(code).encode(), salt, passes, memory, LANES, DRAWN_BYTES, Type.ID)
    return ReturnKeys(*(_draw(master, purpose) for purpose in (b"return/lookup", b"return/token", b"return/key")))


def wrap_key(conversation_key: bytes, key: bytes, conversation: bytes) -> bytes:
    """A conversation's key, closed under a code: `version (1) | nonce (12) | ciphertext (48)`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, conversation_key, _BINDING + conversation)
    return bytes([WRAP_VERSION]) + nonce + sealed


def unwrap_key(wrap: bytes, key: bytes, conversation: bytes) -> bytes:
    """The conversation's key out of its wrap.

    Raises `UnknownVersionError`, or `ForgedError` when the code or the conversation is another, or a bit was changed.
    """
    if wrap[:1] != bytes([WRAP_VERSION]):
        raise UnknownVersionError
    nonce, sealed = wrap[1 : 1 + _NONCE_BYTES], wrap[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, _BINDING + conversation)
    except (InvalidTag, ValueError) as error:
        raise ForgedError from error


def _draw(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=DRAWN_BYTES, salt=None, info=purpose).derive(master)
