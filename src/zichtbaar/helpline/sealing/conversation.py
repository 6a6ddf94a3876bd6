"""One side of a conversation: seals what is said here, opens what others said, and lets nothing be faked.

The pages do this in the browser; this is the same in Python, for tests, for tools and for who wants to read
it in one place.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from zichtbaar.helpline.sealing.envelope import (
    FIRST_PREVIOUS,
    Header,
    Message,
    Role,
    check_shape,
    digest,
    open_payload,
    read_message,
    seal_payload,
    session_key,
    write_header,
    write_message,
)
from zichtbaar.helpline.sealing.errors import (
    BrokenChainError,
    GapError,
    ReflectedError,
    ReplayedError,
    SplicedError,
    WrongRoleError,
)


@dataclass(slots=True)
class _Chain:
    """How far a session has come."""

    key: bytes
    sequence: int = 0
    previous: bytes = FIRST_PREVIOUS


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope that was checked and opened."""

    header: Header
    message: Message


@dataclass(slots=True)
class Conversation:
    """One side of a conversation, with one session of its own. `conversation` and `session` have 16 bytes."""

    conversation: bytes
    key: bytes
    role: Role
    session: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _own: _Chain = field(init=False)
    _others: dict[bytes, _Chain] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._own = _Chain(session_key(self.key, self.conversation, self.role, self.session))

    def seal(
        self,
        text: str,
        sent_at: int,
        about: Mapping[str, str] | None = None,
        handover: Mapping[str, object] | None = None,
    ) -> bytes:
        """The next envelope of this session."""
        ack = {who: chain.sequence for who, chain in self._others.items()}
        message = Message(text, sent_at, ack, about or {}, handover or {})
        sequence = self._own.sequence + 1
        header = write_header(self.conversation, self.role, self.session, sequence, self._own.previous)
        envelope = seal_payload(header, write_message(message), self._own.key)
        self._own.sequence, self._own.previous = sequence, digest(envelope)
        return envelope

    def open(self, envelope: bytes) -> Opened:
        """Check that an envelope is the next of its session, and open it.

        Raises the `SealingError` that says what is wrong; then nothing has changed here.
        """
        header = check_shape(envelope)
        chain = self._chain_of(header)
        _check_place(header, chain)
        opened = Opened(header, read_message(open_payload(envelope, chain.key)))
        chain.sequence, chain.previous = header.sequence, digest(envelope)
        self._others[header.session] = chain
        return opened

    def _chain_of(self, header: Header) -> _Chain:
        if header.conversation != self.conversation:
            raise SplicedError
        if header.role not in tuple(Role):
            raise WrongRoleError
        if header.session == self.session:
            raise ReflectedError
        known = self._others.get(header.session)
        return known or _Chain(session_key(self.key, self.conversation, header.role, header.session))


def _check_place(header: Header, chain: _Chain) -> None:
    if header.sequence <= chain.sequence:
        raise ReplayedError
    if header.sequence > chain.sequence + 1:
        raise GapError
    if header.previous != chain.previous:
        raise BrokenChainError
