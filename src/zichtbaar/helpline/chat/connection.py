"""One connection of a browser: what waits to be sent to it, what it follows, and how fast it may send."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from zichtbaar.helpline.chat.door import Outlook
from zichtbaar.helpline.chat.frames import Frame
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role

FRAMES_A_SECOND = 20
FRAMES_AT_ONCE = 40
"""More than a person writes, less than a program could."""

SIGNS_A_SECOND = 2
SIGNS_AT_ONCE = 10
"""A page tells all it has to tell in one sign a second."""

LARGEST_BACKLOG = 1024 * 1024
"""Bytes that may wait for a slow reader. With more the connection is closed, and the client resumes later."""

CATCHING_UP_BACKLOG = LARGEST_BACKLOG // 4
"""Bytes above which reading old envelopes for a slow reader pauses."""


TOO_SLOW, SIGNED_OUT, REPLACED, RENEWED = 1013, 4401, 4409, 4411
"""Codes with which a connection is closed: try again later; sign in again; the same page has a newer one; the session
goes on under another key, so come back with that."""


class OverError(Exception):
    """The connection is to be closed, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Pace:
    """A leaky bucket in one number: the moment at which the bucket is empty again."""

    __slots__ = ("_a_second", "_at_once", "_empty_at")

    def __init__(self, a_second: int, at_once: int) -> None:
        self._a_second, self._at_once = a_second, at_once
        self._empty_at = 0.0

    def allows(self, now: float) -> bool:
        """Whether one more frame may come in now (seconds of a clock that never goes back)."""
        if self._empty_at - now > (self._at_once - 1) / self._a_second:
            return False
        self._empty_at = max(self._empty_at, now) + 1 / self._a_second
        return True


class Outbox:
    """What waits to be sent, in order."""

    __slots__ = ("_code", "_filled", "_frames", "_roomy", "_size")

    def __init__(self) -> None:
        self._frames: deque[Frame] = deque()
        self._size = 0
        self._code = 0
        self._filled = asyncio.Event()
        self._roomy = asyncio.Event()
        self._roomy.set()

    def put(self, frame: Frame) -> None:
        """Send this after everything that waits already; when too much waits the connection is over."""
        if self._code:
            return
        self._frames.append(frame)
        self._size += len(frame)
        if self._size > CATCHING_UP_BACKLOG:
            self._roomy.clear()
            if self._size > LARGEST_BACKLOG:
                self._code = TOO_SLOW
        self._filled.set()

    def put_if_roomy(self, frame: Frame) -> None:
        """Send this too, unless much waits already: it is worth nothing when it comes late."""
        if self._roomy.is_set():
            self.put(frame)

    def close(self, code: int) -> None:
        """Send nothing more, and close the connection with this code."""
        self._code = code
        self._filled.set()

    async def take(self) -> Frame:
        """The next frame. Raises OverError when the connection is to be closed."""
        while not self._frames and not self._code:
            self._filled.clear()
            await self._filled.wait()
        if self._code:
            raise OverError(self._code)
        frame = self._frames.popleft()
        self._size -= len(frame)
        if self._size <= CATCHING_UP_BACKLOG:
            self._roomy.set()
        return frame

    async def room(self) -> None:
        """Wait until there is room for what need not be sent this moment."""
        await self._roomy.wait()


@dataclass(eq=False, slots=True)
class Connection:
    """One open connection. `staff` and `session_key` are empty for a visitor.

    `is_page_closed` says that it ended because the browser left the page.
    """

    staff: Staff | None = None
    session_key: str = ""
    outbox: Outbox = field(default_factory=Outbox)
    pace: Pace = field(default_factory=lambda: Pace(FRAMES_A_SECOND, FRAMES_AT_ONCE))
    pace_of_signs: Pace = field(default_factory=lambda: Pace(SIGNS_A_SECOND, SIGNS_AT_ONCE))
    follows: dict[bytes, Following] = field(default_factory=dict)
    is_page_closed: bool = False


@dataclass(eq=False, slots=True)
class Following:
    """One connection in one conversation.

    `sent` is the number up to which the client has everything. While not `live` the client is catching up from
    the journal, and `behind` says that something was stored since. `state`, the number of the envelope `after` which
    the conversation came into it, and `outlook` (None for who does not wait) are what the client knows, or will know
    once it is told that it has `joined`.
    """

    connection: Connection
    conversation: bytes
    role: Role
    may_write: bool
    sent: int
    joined: bool = False
    live: bool = False
    behind: bool = False
    state: State | None = None
    after: int = 0
    outlook: Outlook | None = None
