"""An envelope has one of six sizes, and its header can be read without a key."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.sealing.envelope import (
    BUCKETS,
    HEADER_BYTES,
    LONGEST,
    Header,
    Message,
    Role,
    SentPhoto,
    check_shape,
    open_payload,
    pad,
    read_message,
    seal_payload,
    session_key,
    unpad,
    write_header,
    write_message,
)
from zichtbaar.helpline.sealing.errors import (
    BadBucketError,
    BadPaddingError,
    BadPayloadError,
    SealingError,
    TooLongError,
    UnknownSuiteError,
    UnknownVersionError,
)

KEY = session_key(bytes(32), bytes(16), Role.VISITOR, bytes(16))
SIZES = {343, 599, 1111, 2135, 4183, 8192}

ids = st.binary(min_size=16, max_size=16)
texts = st.text(max_size=500)
payloads = st.binary(max_size=BUCKETS[-1] - 1)


@given(payloads)
def test_padding_can_be_undone_and_leaves_six_sizes(payload: bytes) -> None:
    padded = pad(payload)
    assert len(padded) in BUCKETS
    assert unpad(padded) == payload


@given(payloads)
def test_padding_is_never_longer_than_needed(payload: bytes) -> None:
    smaller = [size for size in BUCKETS if size < len(pad(payload))]
    assert all(size <= len(payload) for size in smaller)


def test_what_fits_in_no_bucket_is_refused() -> None:
    with pytest.raises(TooLongError):
        pad(bytes(BUCKETS[-1]))


@pytest.mark.parametrize("padded", [b"", bytes(256), b"\x80" + bytes(256), bytes(255) + b"\x01"])
def test_what_does_not_end_in_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(BadPaddingError):
        unpad(padded)


@given(ids, st.sampled_from(Role), ids, st.integers(1, 2**32 - 1), st.binary(min_size=32, max_size=32), texts)
def test_the_header_can_be_read_and_the_payload_opened(
    conversation: bytes, role: Role, session: bytes, sequence: int, previous: bytes, text: str
) -> None:
    header = write_header(conversation, role, session, sequence, previous)
    message = Message(text, 1_700_000_000_000, {session: sequence}, {"safe": "no"} if sequence % 2 else {})
    envelope = seal_payload(header, write_message(message), KEY)
    assert len(header) == HEADER_BYTES == 71
    assert len(envelope) in SIZES
    assert check_shape(envelope) == Header(1, 1, conversation, role, session, sequence, previous)
    assert read_message(open_payload(envelope, KEY)) == message


@pytest.mark.parametrize(
    "about", [1, "no", None, [], {"safe": 1}, {"safe": "a sentence"}, {"safe": "x" * 21}, {"": "no"}]
)
def test_answers_that_are_no_codes_are_refused(about: object) -> None:
    payload = json.dumps({"text": "", "sent_at": 1, "ack": {}, "about": about}).encode()
    with pytest.raises(BadPayloadError):
        read_message(payload)


@pytest.mark.parametrize("payload", [b"[" * 5000, b'{"text":' * 1000])
def test_a_payload_that_is_deeper_than_anybody_can_read_is_refused_by_name(payload: bytes) -> None:
    with pytest.raises(BadPayloadError):
        read_message(payload)


def test_a_message_without_answers_has_no_place_for_them() -> None:
    assert json.loads(write_message(Message("hello", 1, {}))).keys() == {"text", "sent_at", "ack"}


@given(st.binary(max_size=100))
def test_noise_is_refused_by_name(noise: bytes) -> None:
    with pytest.raises(SealingError):
        check_shape(noise)


@pytest.mark.parametrize("size", sorted(SIZES))
def test_the_six_sizes_and_their_neighbours(size: int) -> None:
    envelope = b"\1\1" + bytes(size - 2)
    assert check_shape(envelope).sequence == 0
    with pytest.raises(BadBucketError):
        check_shape(envelope[:-1])
    with pytest.raises(TooLongError if size == LONGEST else BadBucketError):
        check_shape(envelope + b"\0")
    with pytest.raises(UnknownVersionError):
        check_shape(b"\2\1" + envelope[2:])
    with pytest.raises(UnknownSuiteError):
        check_shape(b"\1\0" + envelope[2:])


def test_an_error_says_what_is_wrong_and_nothing_that_was_said() -> None:
    with pytest.raises(SealingError) as caught:
        check_shape(b"a secret")
    assert str(caught.value) == "The envelope has none of the six sizes that envelopes have."
    assert caught.value.reason == "bad_bucket"


@pytest.mark.parametrize(
    "photo",
    [
        1,
        [],
        {},
        {"id": "ab" * 16},
        {"id": "AB" * 16, "bytes": 1},
        {"id": "ab" * 15, "bytes": 1},
        {"id": "ab" * 16, "bytes": "1"},
        {"id": "ab" * 16, "bytes": True},
        {"id": "ab" * 16, "bytes": False},
        {"id": "../" + "ab" * 16, "bytes": 1},
    ],
)
def test_a_photo_that_is_no_name_and_number_is_refused(photo: object) -> None:
    payload = json.dumps({"text": "", "sent_at": 1, "ack": {}, "photo": photo}).encode()
    with pytest.raises(BadPayloadError):
        read_message(payload)


def test_a_photo_is_named_in_the_message_and_nothing_is_where_there_is_none() -> None:
    message = Message("Foto", 1, {}, photo=SentPhoto("ab" * 16, 70_000))
    assert read_message(write_message(message)) == message
    assert b"photo" not in write_message(Message("Foto", 1, {}))
