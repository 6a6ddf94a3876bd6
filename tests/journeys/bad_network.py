"""A network between a browser and the helpline that a test can hold up, cut and mend."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

PIECE = 64 * 1024


class BadNetwork:
    """Passes bytes between its own port of loopback and the helpline's, while it is not cut."""

    def __init__(self, helpline_port: int) -> None:
        self._helpline_port = helpline_port
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self._loop = asyncio.new_event_loop()
        self._requests, self._answers = asyncio.Event(), asyncio.Event()
        self._requests.set()
        self._answers.set()
        self._thread = Thread(target=self._loop.run_forever, name="bad network")
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._connect, "127.0.0.1", 0)).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """End every connection, and let none in."""
        self._run(self._cut()).result()

    def mend(self) -> None:
        """Let connections in again."""
        self._is_cut = False

    def hold_answers(self) -> None:
        """From now on everything reaches the helpline, and nothing of what it says comes back."""
        self._loop.call_soon_threadsafe(self._answers.clear)

    def close(self) -> None:
        """End it."""
        self.cut()
        self._run(self._end()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _cut(self) -> None:
        self._is_cut = True
        self._answers.set()
        for writer in tuple(self._writers):
            writer.transport.abort()
        while self._writers:
            await asyncio.sleep(0.01)

    async def _end(self) -> None:
        self._server.close()
        await asyncio.sleep(0)  # what is cancelled before it has begun closes nothing
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        try:
            with suppress(ConnectionError):
                back, forth = await asyncio.open_connection("127.0.0.1", self._helpline_port)
                ends.add(forth)
                if self._is_cut:  # perhaps only since this one came
                    return
                self._writers |= ends
                await asyncio.gather(self._pass(reader, forth, self._requests), self._pass(back, writer, self._answers))
        finally:
            self._writers -= ends
            for end in ends:
                end.transport.abort()

    @staticmethod
    async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, may_pass: asyncio.Event) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                await may_pass.wait()
                writer.write(piece)
                await writer.drain()
        writer.close()
