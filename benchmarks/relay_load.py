"""A WebSocket client that costs next to nothing, and the two kinds of people who use it in the benchmark."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from dataclasses import dataclass, field
from struct import Struct
from typing import cast

ENVELOPE_BYTES = 71 + 256 + 16
"""What a message of 200 bytes becomes: header, the smallest bucket, tag."""

_HEADER = Struct(">BB16sB16sI32s")
_MOMENT = Struct(">d")
_MOMENT_AT = 17 + _HEADER.size
_FILLING = secrets.token_bytes(ENVELOPE_BYTES - _HEADER.size - _MOMENT.size)

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
ACK = 1


@dataclass
class Counts:
    """What happened in a stretch of time. Latencies are in seconds, from sending to hearing."""

    acknowledged: int = 0
    delivered: int = 0
    until_acknowledged: list[float] = field(default_factory=list)
    until_delivered: list[float] = field(default_factory=list)


@dataclass
class Tally:
    """What all clients count together: in this stretch, and altogether."""

    now: Counts = field(default_factory=Counts)
    acknowledged: int = 0
    refused: int = 0

    def next_stretch(self) -> Counts:
        """Begin to count anew; gives the counts of the stretch that is over."""
        over, self.now = self.now, Counts()
        self.acknowledged += over.acknowledged
        return over


class Client(asyncio.Protocol):
    """One connection. Frames are masked with zeros, so that masking costs nothing here; the server cannot tell."""

    def __init__(self, tally: Tally, first_words: list[str], *, origin: str, cookie: str = "") -> None:
        self.tally = tally
        self.joined = asyncio.Event()
        self.closed = asyncio.Event()
        self._first_words = first_words
        self._origin, self._cookie = origin, cookie
        self._buffer = bytearray()
        self._upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        self._transport = cast(asyncio.Transport, transport)
        lines = ["GET /relay HTTP/1.1", f"Host: {self._origin.removeprefix('http://')}", f"Origin: {self._origin}"]
        lines += ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
        lines += [f"Sec-WebSocket-Key: {base64.b64encode(secrets.token_bytes(16)).decode()}"]
        lines += [f"Cookie: {self._cookie}"] if self._cookie else []
        self._transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        """Take apart what came in."""
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise ConnectionRefusedError(head.decode())
            self._upgraded, self._buffer = True, rest
            for words in self._first_words:
                self.write(TEXT, words.encode())
        self._take_frames()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The connection is over."""
        self.closed.set()

    def close(self) -> None:
        """Go away."""
        self._transport.abort()

    def write(self, kind: int, content: bytes) -> None:
        """Send one frame."""
        size = len(content)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self._transport.write(bytes([0x80 | kind]) + length + bytes(4) + content)

    def heard(self, content: bytes) -> None:
        """An acknowledgement or an envelope came in."""
        now = time.perf_counter()
        if content[0] == ACK:
            self.tally.now.acknowledged += 1
            self.acknowledged(content[1:17], now)
        else:
            self.tally.now.delivered += 1
            self.tally.now.until_delivered.append(now - _MOMENT.unpack_from(content, _MOMENT_AT)[0])

    def acknowledged(self, conversation: bytes, now: float) -> None:
        """An envelope of ours is on the disk."""

    def told(self, words: dict[str, object]) -> None:
        """The server tells something in words."""
        if words["is"] == "joined":
            self.joined.set()
        elif words["is"] in ("refused", "error"):
            self.tally.refused += 1

    def _take_frames(self) -> None:
        buffer, at = self._buffer, 0
        while len(buffer) - at >= 4:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            if len(buffer) < start + size:
                break
            self._frame(buffer[at] & 0x0F, bytes(buffer[start : start + size]))
            at = start + size
        del buffer[:at]

    def _frame(self, kind: int, content: bytes) -> None:
        if kind == BINARY:
            self.heard(content)
        elif kind == TEXT:
            self.told(json.loads(content))
        elif kind == PING:
            self.write(PONG, content)


class Sender(Client):
    """Somebody who writes in one conversation: the next message when the last is acknowledged, at a pace."""

    role: int

    def talk(self, conversation: bytes, seconds_between: float) -> None:
        """Begin to write."""
        self._conversation, self._between = conversation, seconds_between
        self._session, self._sequence, self._sent_at = secrets.token_bytes(16), 0, 0.0
        self._talking = True
        self._say()

    def fall_silent(self) -> None:
        """Write nothing more."""
        self._talking = False

    def acknowledged(self, conversation: bytes, now: float) -> None:  # noqa: ARG002
        """Say the next thing, not too soon."""
        self.tally.now.until_acknowledged.append(now - self._sent_at)
        if self._talking:
            wait = self._sent_at + self._between - now
            asyncio.get_running_loop().call_later(max(0.0, wait), self._say)

    def _say(self) -> None:
        if not self._talking:
            return
        self._sequence += 1
        self._sent_at = time.perf_counter()
        header = _HEADER.pack(1, 1, self._conversation, self.role, self._session, self._sequence, bytes(32))
        self.write(BINARY, header + _MOMENT.pack(self._sent_at) + _FILLING)


class Visitor(Sender):
    """Writes, and hears the counsellor."""

    role = 1


class Counsellor(Sender):
    """Follows several conversations, and writes in one of them."""

    role = 2
