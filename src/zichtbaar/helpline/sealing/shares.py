"""The recovery key on three sheets of paper, of which any two are enough and one tells nothing (Shamir 1979).

A share is printed as 64 letters and digits: `version (1) | key (3) | share (33) | check (3)` in base32. `key` is the
beginning of the SHA-256 of the public key and tells shares of different keys apart; `check` finds typing errors. The
33 bytes are those of HashiCorp Vault's format: the values of the polynomials, and the place at which they were taken.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32decode, b32encode
from collections.abc import Sequence
from typing import NamedTuple

import pyshamir

from zichtbaar.helpline.sealing.errors import BadShareError, OtherShareError

SHARES = 3
NEEDED = 2
VERSION = 1
KEY_BYTES = 3
CHECK_BYTES = 3
SHARE_BYTES = 33
GROUP = 4


class Share(NamedTuple):
    """A share as it was printed: which key it belongs to (3 bytes), and its part of it (33)."""

    key: bytes
    part: bytes


def split_key(private_key: bytes, public_key: bytes) -> list[str]:
    """Three shares of a private key (32 bytes), as they are printed."""
    name = hashlib.sha256(public_key).digest()[:KEY_BYTES]
    return [_print(name, bytes(part)) for part in pyshamir.split(private_key, SHARES, NEEDED)]


def join_key(printed: Sequence[str]) -> bytes:
    """The private key out of two shares. Raises BadShareError, OtherShareError."""
    shares = [read_share(text) for text in printed]
    if len({share.key for share in shares}) != 1 or len({share.part[-1] for share in shares}) < NEEDED:
        raise OtherShareError
    return bytes(pyshamir.combine([bytearray(share.part) for share in shares]))


def read_share(printed: str) -> Share:
    """A share as somebody typed it over; spaces, hyphens and capitals do not matter. Raises BadShareError."""
    try:
        content = b32decode(re.sub(r"[\s-]", "", printed).upper())
    except ValueError as error:
        raise BadShareError from error
    body, check = content[:-CHECK_BYTES], content[-CHECK_BYTES:]
    if len(body) != 1 + KEY_BYTES + SHARE_BYTES or body[0] != VERSION or check != _check(body):
        raise BadShareError
    return Share(body[1 : 1 + KEY_BYTES], body[1 + KEY_BYTES :])


def _print(key: bytes, part: bytes) -> str:
    body = bytes([VERSION]) + key + part
    text = b32encode(body + _check(body)).decode("ascii")
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _check(body: bytes) -> bytes:
    return hashlib.sha256(b"zichtbaar/1/recovery-share\0" + body).digest()[:CHECK_BYTES]
