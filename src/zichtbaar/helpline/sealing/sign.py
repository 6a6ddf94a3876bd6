"""The sign, version 1: what one page tells the other without words.

It is sealed like an envelope, always of one length and kept nowhere. It may be lost, because the next one says
everything anew. The pages do this in the browser; this is the same in Python, for the relay, for tests and for who
wants to read it in one place.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zichtbaar.helpline.sealing.envelope import (
    BUCKETS,
    FIRST_PREVIOUS,
    HEADER_BYTES,
    TAG_BYTES,
    Header,
    Role,
    check_shape,
    open_payload,
    seal_payload,
    session_key,
    write_header,
)
from zichtbaar.helpline.sealing.errors import (
    BadBucketError,
    BadPayloadError,
    ReflectedError,
    ReplayedError,
    SplicedError,
    TooLongError,
    WrongRoleError,
)

SIGN_BYTES = HEADER_BYTES + BUCKETS[0] + TAG_BYTES

PURPOSE = b"sign"
"""What tells the keys of signs from those of envelopes, so that neither can be taken for the other."""

_SESSION = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Sign:
    """What a page tells.

    `seen` holds two numbers for each session of who gets the sign: the highest sequence that was opened, and that was
    shown to somebody. `asks` is for being told as much in return.
    """

    seen: Mapping[bytes, tuple[int, int]]
    writing: bool = False
    asks: bool = False


def check_sign_shape(sealed: bytes) -> Header:
    """Check all that can be checked without a key, and return the header.

    Raises `BadBucketError`, `UnknownVersionError` or `UnknownSuiteError`.
    """
    if len(sealed) != SIGN_BYTES:
        raise BadBucketError
    return check_shape(sealed)


@dataclass(slots=True)
class Signs:
    """One side of the signs of a conversation, with a session of its own."""

    conversation: bytes
    key: bytes
    role: Role
    session: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _sequence: int = field(init=False, default=0)
    _heard: dict[bytes, int] = field(init=False, default_factory=dict)

    def seal(self, sign: Sign) -> bytes:
        """The next sign. Raises `TooLongError` for what does not fit; four sessions always do."""
        self._sequence += 1
        header = write_header(self.conversation, self.role, self.session, self._sequence, FIRST_PREVIOUS)
        sealed = seal_payload(header, _write(sign), self._key_of(self.role, self.session))
        if len(sealed) != SIGN_BYTES:
            raise TooLongError
        return sealed

    def open(self, sealed: bytes) -> Sign:
        """Check that a sign is newer than all that were opened of its session, and of the other side, and open it.

        Raises the `SealingError` that says what is wrong; then nothing has changed here.
        """
        header = check_sign_shape(sealed)
        if header.conversation != self.conversation:
            raise SplicedError
        if header.role == self.role:
            raise ReflectedError
        if header.role not in set(Role):
            raise WrongRoleError
        if header.sequence <= self._heard.get(header.session, 0):
            raise ReplayedError
        sign = _read(open_payload(sealed, self._key_of(header.role, header.session)))
        self._heard[header.session] = header.sequence
        return sign

    def _key_of(self, role: int, session: bytes) -> bytes:
        return session_key(self.key, self.conversation, role, session, PURPOSE)


def _write(sign: Sign) -> bytes:
    """What is not so is not there."""
    payload: dict[str, object] = {"seen": {session.hex(): list(far) for session, far in sign.seen.items()}}
    payload |= {name: True for name in ("writing", "asks") if getattr(sign, name)}
    return json.dumps(payload, separators=(",", ":")).encode()


def _read(payload: bytes) -> Sign:
    """A sign out of a payload; what is not known of it is skipped. Raises `BadPayloadError` for what is none."""
    try:
        match json.loads(payload):
            case {"seen": dict(seen), **rest}:
                return Sign(dict(map(_far, seen, seen.values())), _flag(rest, "writing"), _flag(rest, "asks"))
    except ValueError as error:
        raise BadPayloadError from error
    raise BadPayloadError


def _far(session: str, far: object) -> tuple[bytes, tuple[int, int]]:
    match far:
        case [int(opened), int(read)] if _SESSION.fullmatch(session):
            return bytes.fromhex(session), (opened, read)
    raise BadPayloadError


def _flag(rest: Mapping[Any, object], name: str) -> bool:
    value = rest.get(name, False)
    if not isinstance(value, bool):
        raise BadPayloadError
    return value
