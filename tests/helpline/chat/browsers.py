"""A browser at the relay's address, as far as the relay can tell: it speaks ASGI, and keeps what it is told."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from struct import Struct
from typing import Any

from helpline.chat.talking import Chat
from zichtbaar.helpline.chat.frames import SIGN
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.chat.sockets import Message, serve
from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import Role

_ACK = Struct(">B16s16sIQQ")
_BEFORE_ENVELOPE = Struct(">BQQ")
SECONDS = 60
"""How long anything is waited for. It costs nothing when it comes; a busy machine fails no test."""


@dataclass
class Browser:
    """One person's browser. Checks at every frame that numbers come in order and each once."""

    relay: Relay
    chat: Chat
    role: Role = Role.VISITOR
    session_key: str = ""
    origin: str = "http://testserver"
    known: dict[int, bytes] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    signs: list[bytes] = field(default_factory=list)
    pending: bytes | None = None
    closed_with: int | None = None
    accepted: bool = False

    def __post_init__(self) -> None:
        self.side: Conversation = self.chat.side(self.role)
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._socket: asyncio.Task[None] | None = None
        self._heard = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()

    @property
    def last(self) -> int:
        """The number up to which this browser has everything."""
        return max(self.known, default=0)

    async def connect(self) -> Browser:
        """Open a connection."""
        self._inbox, self.accepted, self.closed_with = asyncio.Queue(), False, None
        await self._inbox.put({"type": "websocket.connect"})
        headers = {"host": "testserver", "origin": self.origin, "cookie": f"sessionid={self.session_key}"}
        scope = {"type": "websocket", "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}
        self._socket = asyncio.create_task(serve(self.relay, scope, self._inbox.get, self._hear))
        await self.until(lambda: self.accepted or self.closed_with is not None)
        return self

    async def come_in(self) -> Browser:
        """Connect, and ask for everything after what is known."""
        await self.connect()
        self.told.clear()
        await self.ask(**self.entrance)
        await self.until(lambda: any(one["is"] in ("joined", "error") for one in self.told))
        return self

    @property
    def entrance(self) -> dict[str, Any]:
        """The words with which this person comes into the conversation."""
        conversation = self.chat.identifier.hex()
        if self.role is not Role.VISITOR:
            return {"do": "follow", "conversation": conversation, "last": self.last}
        token = base64.urlsafe_b64encode(self.chat.token).rstrip(b"=").decode()
        return {"do": "join", "conversation": conversation, "token": token, "last": self.last}

    async def ask(self, **words: Any) -> None:
        """Send a text frame."""
        await self._inbox.put({"type": "websocket.receive", "text": json.dumps(words)})

    async def send(self, content: bytes) -> None:
        """Send an envelope, whatever is in it, or a sign behind its byte."""
        await self._inbox.put({"type": "websocket.receive", "bytes": content})

    async def say(self, text: str) -> bytes:
        """Send a message, and do not wait for the acknowledgement."""
        self.pending = self.side.seal(text, 1)
        await self.send(self.pending)
        return self.pending

    async def said(self) -> None:
        """Wait until the last message is acknowledged."""
        await self.until(lambda: self.pending is None)

    async def drop(self, code: int = 1006) -> None:
        """The connection breaks, or the browser closes it with this code; what was under way to here is lost."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            await self._inbox.put({"type": "websocket.disconnect", "code": code})
            await asyncio.wait_for(socket, SECONDS)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; looks again at every frame."""
        async with asyncio.timeout(SECONDS):
            while not holds():
                self._heard.clear()
                await self._heard.wait()

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """What was told of this kind since coming in."""
        return [one for one in self.told if one["is"] == kind]

    async def _hear(self, message: Message) -> None:
        await self.reads.wait()
        if message["type"] == "websocket.accept":
            self.accepted = True
        elif message["type"] == "websocket.close":
            self.closed_with = message["code"]
        elif self._socket is None:
            return  # the connection is broken: nobody hears this
        elif "text" in message:
            self.told.append(json.loads(message["text"]))
        elif message["bytes"][0] == 1:
            self._acknowledged(*_ACK.unpack(message["bytes"])[1:5])
        elif message["bytes"][0] == SIGN:
            self.signs.append(message["bytes"][1:])
        else:
            _, number, _ = _BEFORE_ENVELOPE.unpack_from(message["bytes"])
            self._learn(number, message["bytes"][_BEFORE_ENVELOPE.size :])
        self._heard.set()

    def _acknowledged(self, conversation: bytes, session: bytes, sequence: int, number: int) -> None:
        if number <= self.last:
            self.pending = None if self.pending == self.known[number] else self.pending
            return  # a resend of what was stored before
        assert self.pending is not None
        assert self.pending[2:18] + self.pending[19:39] == conversation + session + sequence.to_bytes(4, "big")
        self._learn(number, self.pending)

    def _learn(self, number: int, content: bytes) -> None:
        assert number == self.last + 1, f"number {number} came after {self.last}"
        self.known[number] = content
        if content == self.pending:
            self.pending = None
