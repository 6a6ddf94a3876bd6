"""A network that cuts, doubles, delays and reorders, by chance with a seed.

Inside one TCP connection nothing comes twice or in another order. So it happens here to frames of WebSocket, as if the
program at either end were at fault, and to whole connections: one that is cut for the browser goes on bringing the
server what it held, and one that is over is made once more by somebody who recorded it. After so many misdeeds the
network behaves, so that every talk comes to an end.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from threading import Thread
from typing import Any, TypeVar

from network.frames import asks_for_socket, is_control, read_frame, read_head

T = TypeVar("T")

PIECE = 64 * 1024
LONGEST_DELAY = 0.02
LONGEST_GHOST = 0.2
SWAPPED_WITHIN = 0.05
MOST_MISDEEDS = 40
OVER = (ConnectionError, asyncio.IncompleteReadError, TimeoutError)

Write = Callable[[bytes], Awaitable[None]]


@dataclass
class Chances:
    """How often a frame meets each misdeed: between 0 and 1."""

    cuts: float
    ghosts: float
    doubles: float
    delays: float
    swaps: float
    replays: float
    """Of a connection that is over, not of a frame."""

    @classmethod
    def drawn(cls, random: Random) -> Chances:
        """A network of its own kind: bad in some ways, and less in others."""
        return cls(*(random.choice((0, most / 3, most)) for most in (0.1, 0.1, 0.3, 0.8, 0.2, 0.5)))


@dataclass(eq=False)
class Connection:
    """A browser's connection and the one to the helpline that belongs to it, with all that the browser sent."""

    browser: asyncio.StreamWriter
    helpline: asyncio.StreamWriter
    sent: list[bytes] = field(default_factory=list)

    def abort(self) -> None:
        """Both ends are gone at once."""
        for end in (self.browser, self.helpline):
            end.transport.abort()


class UnrulyNetwork:
    """One port of loopback, that leads to the helpline."""

    def __init__(self, network: Networks, seed: int, most_misdeeds: int) -> None:
        self._network = network
        self._most_misdeeds = most_misdeeds
        self._random = Random(seed)  # noqa: S311 - chance for a test
        self.chances = Chances.drawn(self._random)
        self.misdeeds: Counter[str] = Counter()
        self.port = 0
        self._connections: set[Connection] = set()

    async def open(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Listen no more, and let no connection go on."""
        self._server.close()
        for connection in self._connections:
            connection.abort()

    def _does(self, what: str) -> bool:
        if self.misdeeds.total() >= self._most_misdeeds or self._random.random() >= getattr(self.chances, what):
            return False
        self.misdeeds[what] += 1
        return True

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await read_head(reader)
            back, forth = await self._network.to_helpline()
            await self._carry(reader, back, Connection(writer, forth, [head]))
        except OVER:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, back: asyncio.StreamReader, connection: Connection) -> None:
        """Carry what the two ends have for each other, from the head of the first request on."""
        head = connection.sent[0]
        self._connections.add(connection)
        try:
            connection.helpline.write(head)
            carry = self._carry_frames if asks_for_socket(head) else self._carry_bytes
            await carry(reader, back, connection)
        finally:
            connection.abort()
            self._connections.discard(connection)
            if asks_for_socket(head) and self._does("replays"):
                await self._replay(connection.sent)

    @staticmethod
    async def _carry_bytes(reader: asyncio.StreamReader, back: asyncio.StreamReader, connection: Connection) -> None:
        """Pages and what they post: as they come, until one of the two ends closes."""

        async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while piece := await source.read(PIECE):
                target.write(piece)
                await target.drain()

        await _first_of(carry(reader, connection.helpline), carry(back, connection.browser))

    async def _carry_frames(
        self, reader: asyncio.StreamReader, back: asyncio.StreamReader, connection: Connection
    ) -> None:
        connection.browser.write(await read_head(back))

        async def up(frame: bytes) -> None:
            connection.sent.append(frame)
            connection.helpline.write(frame)
            await connection.helpline.drain()

        async def down(frame: bytes) -> None:
            connection.browser.write(frame)
            await connection.browser.drain()

        await _first_of(self._misbehave(reader, up, connection), self._misbehave(back, down, connection))

    async def _misbehave(self, source: asyncio.StreamReader, write: Write, connection: Connection) -> None:
        """Carry the frames of one direction."""
        while True:
            frame = await read_frame(source)
            if is_control(frame):
                await write(frame)
                continue
            if self._does("cuts"):
                return
            if self._does("ghosts"):
                connection.browser.transport.abort()
                await asyncio.sleep(self._random.uniform(0, LONGEST_GHOST))
                with suppress(*OVER):
                    await write(frame)
                return
            if self._does("delays"):
                await asyncio.sleep(self._random.uniform(0, LONGEST_DELAY))
            if self._does("swaps"):
                with suppress(TimeoutError):
                    await write(await asyncio.wait_for(read_frame(source), SWAPPED_WITHIN))
            await write(frame)
            if self._does("doubles"):
                await write(frame)

    async def _replay(self, sent: list[bytes]) -> None:
        """Somebody recorded what a browser sent, and sends it all once more; what comes back is not read."""
        await asyncio.sleep(self._random.uniform(0, LONGEST_GHOST))
        with suppress(*OVER):
            _, forth = await self._network.to_helpline()
            try:
                for frame in sent:
                    forth.write(frame)
                await forth.drain()
                await asyncio.sleep(LONGEST_GHOST)
            finally:
                forth.transport.abort()


async def _first_of(*work: Coroutine[Any, Any, None]) -> None:
    """When one direction ends, so does the other."""
    tasks = [asyncio.ensure_future(one) for one in work]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception) and not isinstance(outcome, OVER):
            raise outcome


class Networks:
    """Many networks to one helpline, in one thread beside the test."""

    def __init__(self, helpline_port: int) -> None:
        self._helpline_port = helpline_port
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="networks")
        self._thread.start()
        self._open: list[UnrulyNetwork] = []

    def one(self, seed: int, most_misdeeds: int = MOST_MISDEEDS) -> UnrulyNetwork:
        """A network that does what this seed says."""
        network = UnrulyNetwork(self, seed, most_misdeeds)
        self._run(network.open()).result()
        self._open.append(network)
        return network

    async def to_helpline(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the helpline."""
        return await asyncio.open_connection("127.0.0.1", self._helpline_port)

    def close(self) -> None:
        """End them all, with every connection."""
        self._run(self._close()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        for network in self._open:
            network.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)
