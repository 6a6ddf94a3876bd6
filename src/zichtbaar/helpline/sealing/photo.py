"""The sealed photo, version 1: a JPEG that the server cannot open, beside the conversation and not in its chain.

`version (1 byte) | AES-256-GCM of the padded JPEG | tag (16)`. The key is drawn from the conversation's, for this photo
only, so it dies with that. A sealed photo has one of four sizes, so that its length tells little.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zichtbaar.helpline.sealing.envelope import TAG_BYTES, Role, session_key
from zichtbaar.helpline.sealing.errors import (
    BadBucketError,
    BadPaddingError,
    ForgedError,
    TooLongError,
    UnknownVersionError,
)

VERSION = b"\1"
BUCKETS = (32 * 1024, 64 * 1024, 128 * 1024, 184 * 1024)
"""The lengths that a padded photo can have. The longest, in base64url, still fits in the body of a request."""

PURPOSE = b"photo"

_NONCE = bytes(12)
"""No key seals more than one photo."""

_SIZES = frozenset(len(VERSION) + bucket + TAG_BYTES for bucket in BUCKETS)


def check_photo_shape(sealed: bytes) -> None:
    """Check all that can be checked without a key. Raises `TooLongError`, `BadBucketError`, `UnknownVersionError`."""
    if len(sealed) not in _SIZES:
        raise TooLongError if len(sealed) > max(_SIZES) else BadBucketError
    if not sealed.startswith(VERSION):
        raise UnknownVersionError


def seal_photo(jpeg: bytes, conversation_key: bytes, conversation: bytes, photo: bytes) -> bytes:
    """Seal a photo under the name `photo`: 16 random bytes that were never used before. Raises `TooLongError`."""
    bucket = next((size for size in BUCKETS if size > len(jpeg)), None)
    if bucket is None:
        raise TooLongError
    padded = (jpeg + b"\x80").ljust(bucket, b"\0")
    return VERSION + _cipher(conversation_key, conversation, photo).encrypt(_NONCE, padded, VERSION)


def open_photo(sealed: bytes, conversation_key: bytes, conversation: bytes, photo: bytes) -> bytes:
    """The JPEG. Raises what `check_photo_shape` raises, `ForgedError` or `BadPaddingError`."""
    check_photo_shape(sealed)
    try:
        padded = _cipher(conversation_key, conversation, photo).decrypt(_NONCE, sealed[len(VERSION) :], VERSION)
    except InvalidTag as error:
        raise ForgedError from error
    jpeg = padded.rstrip(b"\0")
    if not jpeg.endswith(b"\x80"):
        raise BadPaddingError
    return jpeg[:-1]


def _cipher(conversation_key: bytes, conversation: bytes, photo: bytes) -> AESGCM:
    return AESGCM(session_key(conversation_key, conversation, Role.VISITOR, photo, PURPOSE))
