"""One password, two keys: one proves to the server who signs in, the other never leaves the browser.

`master = Argon2id(password, salt)`; `auth` and `kek` are drawn from it. The server sees `auth` only, and hashes
it again; `kek` closes the slot in which the private key lies.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zichtbaar.helpline.sealing.errors import ForgedError, UnknownVersionError

MEMORY_KIB = 65536
PASSES = 3
LANES = 1
SALT_BYTES = 16

SLOT_VERSION = 1
_NONCE_BYTES = 12
_SLOT_BINDING = b"zichtbaar/1/staff-key/password"


class PasswordKeys(NamedTuple):
    """What a password gives: `auth` goes to the server, `kek` stays. 32 bytes each."""

    auth: bytes
    kek: bytes


def split_password(password: str, salt: bytes, *, memory: int = MEMORY_KIB, passes: int = PASSES) -> PasswordKeys:
    """Draw both keys from a password; half a second of work, on purpose. `memory` is in KiB."""
    normal = unicodedata.normalize("NFKC", password).encode()
    master = hash_secret_raw(normal, salt, passes, memory, LANES, 32, Type.ID)
    return PasswordKeys(_draw(master, b"staff/auth"), _draw(master, b"staff/kek"))


def _draw(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(master)


def close_slot(private_key: bytes, kek: bytes) -> bytes:
    """The private key, sealed under a password: `version (1) | nonce (12) | ciphertext`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return bytes([SLOT_VERSION]) + nonce + AESGCM(kek).encrypt(nonce, private_key, _SLOT_BINDING)


def open_slot(slot: bytes, kek: bytes) -> bytes:
    """The private key out of a slot. Raises `UnknownVersionError`, or `ForgedError` for another password."""
    if slot[:1] != bytes([SLOT_VERSION]):
        raise UnknownVersionError
    nonce, sealed = slot[1 : 1 + _NONCE_BYTES], slot[1 + _NONCE_BYTES :]
    try:
        return AESGCM(kek).decrypt(nonce, sealed, _SLOT_BINDING)
    except (InvalidTag, ValueError) as error:
        raise ForgedError from error
