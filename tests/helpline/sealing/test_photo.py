"""A sealed photo tells the server one of four sizes and no more, and opens under its name in its conversation alone."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.helpline.sealing.envelope import Role, digest, session_key
from zichtbaar.helpline.sealing.errors import (
    BadBucketError,
    BadPaddingError,
    ForgedError,
    SealingError,
    TooLongError,
    UnknownVersionError,
)
from zichtbaar.helpline.sealing.photo import BUCKETS, PURPOSE, check_photo_shape, open_photo, seal_photo

KEY, CONVERSATION, PHOTO = bytes(32), bytes(16), bytes(range(16))


def test_both_languages_seal_the_same_bytes(vectors: Any) -> None:
    table = vectors("photos-python")
    key, conversation, photo = (bytes.fromhex(table[name]) for name in ("key", "conversation", "photo"))
    assert len(table["photos"]) == 6
    for one in table["photos"]:
        sealed = seal_photo(b"\xd8" * one["bytes"], key, conversation, photo)
        assert (len(sealed), digest(sealed).hex()) == (one["sealed_bytes"], one["sha256"])


@settings(max_examples=25)
@given(st.binary(max_size=400), st.integers(0, BUCKETS[-1] - 1))
def test_whatever_its_length_it_opens_again_and_has_one_of_four_sizes(end: bytes, length: int) -> None:
    jpeg = (b"\x80" * length + end)[-length:] if length else b""
    sealed = seal_photo(jpeg, KEY, CONVERSATION, PHOTO)
    check_photo_shape(sealed)
    assert len(sealed) - 17 in BUCKETS
    assert open_photo(sealed, KEY, CONVERSATION, PHOTO) == jpeg


@pytest.mark.parametrize(
    ("key", "conversation", "photo"),
    [(b"k" * 32, CONVERSATION, PHOTO), (KEY, b"c" * 16, PHOTO), (KEY, CONVERSATION, b"p" * 16)],
)
def test_it_opens_nowhere_else(key: bytes, conversation: bytes, photo: bytes) -> None:
    sealed = seal_photo(b"jpeg", KEY, CONVERSATION, PHOTO)
    with pytest.raises(ForgedError):
        open_photo(sealed, key, conversation, photo)


def test_every_way_of_tampering_is_refused_by_its_name() -> None:
    sealed = seal_photo(b"jpeg", KEY, CONVERSATION, PHOTO)
    cases: list[tuple[bytes, type[SealingError]]] = [
        (sealed[:-1], BadBucketError),
        (b"", BadBucketError),
        (sealed + bytes(BUCKETS[-1]), TooLongError),
        (b"\2" + sealed[1:], UnknownVersionError),
        (sealed[:500] + bytes([sealed[500] ^ 1]) + sealed[501:], ForgedError),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), ForgedError),
    ]
    for tampered, reason in cases:
        with pytest.raises(reason):
            open_photo(tampered, KEY, CONVERSATION, PHOTO)


def test_padding_of_who_holds_the_key_and_breaks_the_rules_is_refused() -> None:
    cipher = AESGCM(session_key(KEY, CONVERSATION, Role.VISITOR, PHOTO, PURPOSE))
    for padded in (bytes(BUCKETS[0]), b"\1" * BUCKETS[0]):
        with pytest.raises(BadPaddingError):
            open_photo(b"\1" + cipher.encrypt(bytes(12), padded, b"\1"), KEY, CONVERSATION, PHOTO)


def test_a_photo_that_is_too_large_is_not_sealed() -> None:
    with pytest.raises(TooLongError):
        seal_photo(secrets.token_bytes(BUCKETS[-1]), KEY, CONVERSATION, PHOTO)
