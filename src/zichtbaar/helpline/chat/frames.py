"""What goes over a connection beside envelopes. `docs/reference/relay.md` is this page in words.

Text frames are JSON objects: `do` says what a client wants, `is` what the server tells. Binary frames of the
server begin with a byte that says what they are. Binary frames of a client are envelopes, and signs behind their byte.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any, ClassVar

from zichtbaar.helpline.chat.door import Outlook
from zichtbaar.helpline.chat.errors import MalformedError, Reason
from zichtbaar.helpline.people.encoding import from_text
from zichtbaar.helpline.sealing.envelope import Header

LONGEST_TEXT = 1024
"""Characters in a text frame of a client."""

ACK, ENVELOPE, SIGN = 1, 2, 3
_ACK = Struct(">B16s16sIQQ")
_ENVELOPE = Struct(">BQQ")
_CONVERSATION_BYTES = 16

Frame = str | bytes


@dataclass(frozen=True, slots=True)
class Join:
    """A visitor comes into her conversation and holds everything up to `last`."""

    conversation: bytes
    token: bytes
    last: int


@dataclass(frozen=True, slots=True)
class Follow:
    """A colleague follows a conversation and holds everything up to `last`."""

    conversation: bytes
    last: int


@dataclass(frozen=True, slots=True)
class Unfollow:
    """A colleague put a conversation away and wants to hear nothing more of it."""

    conversation: bytes


@dataclass(frozen=True, slots=True)
class Watch:
    """A colleague wants to know who waits."""

    conversation: ClassVar[bytes] = b""


@dataclass(frozen=True, slots=True)
class Ping:
    """Somebody wants to know whether the connection is alive."""

    conversation: ClassVar[bytes] = b""


Asked = Join | Follow | Unfollow | Watch | Ping


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, as the desk may know her. `since` is in ms since 1970."""

    conversation: str
    since: int
    language: str


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """A message that waits, as the desk may know it. `since` is in ms since 1970.

    `is_again`: the visitor has talked with a counsellor before. `is_decoy`: it was left in the chat of a duress word.
    """

    conversation: str
    since: int
    language: str
    is_again: bool
    is_decoy: bool

    def told(self) -> dict[str, object]:
        """As pages are told it."""
        about = {"conversation": self.conversation, "since": self.since, "language": self.language}
        return {**about, "again": self.is_again, "decoy": self.is_decoy}


@dataclass(frozen=True, slots=True)
class Duress:
    """A duress word was used: of which conversation, when (ms since 1970), and with whom that is or was."""

    conversation: str
    at: int
    counsellor: str

    def told(self) -> dict[str, object]:
        """As pages are told it."""
        return {"conversation": self.conversation, "at": self.at, "counsellor": self.counsellor}


def read(text: str) -> Asked:
    """What a client wants. Raises MalformedError."""
    if len(text) > LONGEST_TEXT:
        raise MalformedError
    try:
        match json.loads(text):
            case {"do": "join", "conversation": str(conversation), "token": str(token), "last": int(last)}:
                return Join(_conversation(conversation), from_text(token), last)
            case {"do": "follow", "conversation": str(conversation), "last": int(last)}:
                return Follow(_conversation(conversation), last)
            case {"do": "unfollow", "conversation": str(conversation)}:
                return Unfollow(_conversation(conversation))
            case {"do": "watch"}:
                return Watch()
            case {"do": "ping"}:
                return Ping()
    except (ValueError, RecursionError) as error:
        raise MalformedError from error
    raise MalformedError


def ack(header: Header, number: int, stored_at: int) -> bytes:
    """Your envelope is on disk, under this number."""
    return _ACK.pack(ACK, header.conversation, header.session, header.sequence, number, stored_at)


def envelope(number: int, stored_at: int, content: bytes) -> bytes:
    """An envelope of the conversation."""
    return _ENVELOPE.pack(ENVELOPE, number, stored_at) + content


def is_sign(frame: Frame) -> bool:
    """Whether a frame is a sign behind its byte. It is passed on to the others as it came."""
    return isinstance(frame, bytes) and frame[:1] == bytes([SIGN])


def joined(conversation: str, state: str, last: int, outlook: Outlook | None) -> str:
    """You are in; everything up to `last` that you do not hold follows. The outlook is given while waiting."""
    told: dict[str, Any] = {"is": "joined", "conversation": conversation, "state": state, "last": last}
    return _text(told | (outlook.told() if outlook else {}))


def place(outlook: Outlook) -> str:
    """How many wait at least as long as you, yourself included; how long it will take; whether anybody is there."""
    return _text({"is": "place", **outlook.told()})


def waiting(visitors: Sequence[Waiting], messages: Sequence[MessageLeft] = (), duress: Sequence[Duress] = ()) -> str:
    """Who waits, the longest first; the messages that nobody has read; the duress words that nobody has seen."""
    listed = [{"conversation": one.conversation, "since": one.since, "language": one.language} for one in visitors]
    left, used = [one.told() for one in messages], [one.told() for one in duress]
    return _text({"is": "waiting", "visitors": listed, "messages": left, "duress": used})


def state(conversation: str, state: str, last: int) -> str:
    """The conversation came into another state, after the envelope with the number `last`."""
    return _text({"is": "state", "conversation": conversation, "state": state, "last": last})


def presence(conversation: str, is_here: bool, last: int) -> str:
    """For colleagues: the visitor of an open conversation has lost her connection, or has one again."""
    return state(conversation, "open" if is_here else "away", last)


def refused(content: bytes, reason: Reason) -> str:
    """Your envelope was not stored. What cannot be read of its header is given as it stands, or as nothing."""
    return _text(
        {
            "is": "refused",
            "conversation": content[2:18].hex(),
            "session": content[19:35].hex(),
            "sequence": int.from_bytes(content[35:39], "big"),
            "reason": reason,
        }
    )


def too_fast(frame: Frame) -> str:
    """What you sent was neither stored nor done, because it came too soon after what you sent before."""
    if isinstance(frame, bytes) and not is_sign(frame):
        return refused(frame, Reason.TOO_FAST)
    return error(Reason.TOO_FAST)


def error(reason: Reason, conversation: bytes = b"") -> str:
    """What you asked was not done."""
    named = {"conversation": conversation.hex()} if conversation else {}
    return _text({"is": "error", "reason": reason, **named})


def _text(told: dict[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"))


PONG = _text({"is": "pong"})


def _conversation(text: str) -> bytes:
    conversation = bytes.fromhex(text)
    if len(conversation) != _CONVERSATION_BYTES:
        raise MalformedError
    return conversation
