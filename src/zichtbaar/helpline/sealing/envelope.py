"""The envelope, version 1: a header that the server reads, and a sealed payload that it cannot open.

`header (71 bytes) | AES-256-GCM of the padded payload | tag (16)`. The header is additional data of the seal,
so that nobody can change it unseen. A sealed envelope has one of six sizes, so that its length tells little.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from struct import Struct
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zichtbaar.helpline.sealing.errors import (
    BadBucketError,
    BadPaddingError,
    BadPayloadError,
    ForgedError,
    TooLongError,
    UnknownSuiteError,
    UnknownVersionError,
)

VERSION = 1
SUITE = 1
TAG_BYTES = 16
LONGEST = 8192
"""Bytes in the longest envelope, header and tag included."""

_LAYOUT = Struct(">BB16sB16sI32s")
HEADER_BYTES = _LAYOUT.size
BUCKETS = (256, 512, 1024, 2048, 4096, LONGEST - HEADER_BYTES - TAG_BYTES)
"""The lengths that a padded payload can have."""

_CODE = re.compile(r"[A-Za-z0-9_]{1,20}")
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
_SIZES = frozenset(HEADER_BYTES + bucket + TAG_BYTES for bucket in BUCKETS)
FIRST_PREVIOUS = bytes(32)
"""What the first envelope of a session has in the place of a hash."""


class Role(IntEnum):
    """Who wrote an envelope."""

    VISITOR = 1
    COUNSELLOR = 2
    PARTNER = 3  # who was let in by the visitor, into a part of the conversation


class Header(NamedTuple):
    """The readable part of an envelope."""

    version: int
    suite: int
    conversation: bytes
    role: int
    session: bytes
    sequence: int
    previous: bytes


class SentPhoto(NamedTuple):
    """A photo that lies sealed on the server: its name (hexadecimal), and the bytes of the JPEG."""

    identifier: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """What was said: the text, when its sender says to have sent it (ms), and what the sender had seen.

    `ack` is the highest sequence that the sender had opened of each session of the others, by session. `about` is what
    a visitor answered before the chat: a code for each question that was not skipped. `handover` is what the pages tell
    each other about handing over: an offer, an answer, a room for three. `photo` names a photo that was sent with it.
    """

    text: str
    sent_at: int
    ack: Mapping[bytes, int]
    about: Mapping[str, str] = field(default_factory=dict)
    handover: Mapping[str, object] = field(default_factory=dict)
    photo: SentPhoto | None = None


def check_shape(envelope: bytes) -> Header:
    """Check all that can be checked without a key, and return the header.

    Raises `TooLongError`, `BadBucketError`, `UnknownVersionError` or `UnknownSuiteError`.
    """
    if len(envelope) not in _SIZES:
        raise TooLongError if len(envelope) > LONGEST else BadBucketError
    header = Header._make(_LAYOUT.unpack_from(envelope))
    if header.version != VERSION:
        raise UnknownVersionError
    if header.suite != SUITE:
        raise UnknownSuiteError
    return header


def write_header(conversation: bytes, role: Role, session: bytes, sequence: int, previous: bytes) -> bytes:
    """The 71 bytes before the sealed payload."""
    return _LAYOUT.pack(VERSION, SUITE, conversation, role, session, sequence, previous)


def digest(envelope: bytes) -> bytes:
    """What the next envelope of the session names as the one before it."""
    return sha256(envelope).digest()


def session_key(conversation_key: bytes, conversation: bytes, role: int, session: bytes, purpose: bytes = b"") -> bytes:
    """The key of one session: nobody else's nonces can meet under it. `purpose`: for what else than envelopes."""
    expand = HKDF(algorithm=SHA256(), length=32, salt=session, info=conversation + bytes([role]) + purpose)
    return expand.derive(conversation_key)


def seal_payload(header: bytes, payload: bytes, key: bytes) -> bytes:
    """A whole envelope. Raises `TooLongError` when the payload fits in no bucket."""
    nonce = _nonce(_LAYOUT.unpack(header)[5])
    return header + AESGCM(key).encrypt(nonce, pad(payload), header)


def open_payload(envelope: bytes, key: bytes) -> bytes:
    """The payload of an envelope whose shape was checked. Raises `ForgedError` or `BadPaddingError`."""
    header, sealed = envelope[:HEADER_BYTES], envelope[HEADER_BYTES:]
    try:
        return unpad(AESGCM(key).decrypt(_nonce(_LAYOUT.unpack(header)[5]), sealed, header))
    except InvalidTag as error:
        raise ForgedError from error


def _nonce(sequence: int) -> bytes:
    return bytes(8) + sequence.to_bytes(4, "big")


def pad(payload: bytes) -> bytes:
    """ISO/IEC 7816-4 padding to the smallest bucket: 0x80, then zeros."""
    bucket = next((size for size in BUCKETS if size > len(payload)), None)
    if bucket is None:
        raise TooLongError
    return (payload + b"\x80").ljust(bucket, b"\0")


def unpad(padded: bytes) -> bytes:
    """Undo `pad`. Raises `BadPaddingError`."""
    payload = padded.rstrip(b"\0")
    if len(padded) not in BUCKETS or not payload.endswith(b"\x80"):
        raise BadPaddingError
    return payload[:-1]


def write_message(message: Message) -> bytes:
    """A message as the payload of an envelope."""
    ack = {session.hex(): sequence for session, sequence in message.ack.items()}
    payload = {"text": message.text, "sent_at": message.sent_at, "ack": ack}
    payload |= {"about": dict(message.about)} if message.about else {}
    payload |= {"handover": dict(message.handover)} if message.handover else {}
    payload |= {"photo": {"id": message.photo.identifier, "bytes": message.photo.size}} if message.photo else {}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def read_message(payload: bytes) -> Message:
    """A message out of a payload. Raises `BadPayloadError` for anything that is not one."""
    try:
        match json.loads(payload):
            case {"text": str(text), "sent_at": int(sent_at), "ack": dict(ack), **rest} if _are_whole(ack.values()):
                seen = {bytes.fromhex(who): number for who, number in ack.items()}
                about, handover = _about(rest.get("about", {})), _object(rest.get("handover", {}))
                return Message(text, sent_at, seen, about, handover, _photo(rest.get("photo")))
            case _:
                raise BadPayloadError
    except (ValueError, RecursionError) as error:
        raise BadPayloadError from error


def _about(answers: object) -> dict[str, str]:
    """What a visitor answered before the chat. Raises `BadPayloadError` for anything but short codes."""
    match answers:
        case dict() if all(isinstance(one, str) and _CODE.fullmatch(one) for pair in answers.items() for one in pair):
            return answers
    raise BadPayloadError


def _object(value: object) -> dict[str, object]:
    """A JSON object. Raises `BadPayloadError` for anything else."""
    if isinstance(value, dict):
        return value
    raise BadPayloadError


def _photo(value: object) -> SentPhoto | None:
    """A photo that was sent, if there is one. Raises `BadPayloadError` for anything else."""
    match value:
        case None:
            return None
        case {"id": str(identifier), "bytes": int(size)} if _IDENTIFIER.fullmatch(identifier) and type(size) is int:
            return SentPhoto(identifier, size)
    raise BadPayloadError


def _are_whole(numbers: Iterable[object]) -> bool:
    return all(isinstance(number, int) for number in numbers)
