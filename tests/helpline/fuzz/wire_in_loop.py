"""The server's end of a socket, fed with bytes as they would come out of the network."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from zichtbaar.helpline.project.server import LONGEST_FRAME
from zichtbaar.helpline.project.wires import BoundedWebSocket

HANDSHAKE = (
    b"GET /relay HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire(asyncio.Transport):
    """Keeps nothing of what is sent, and knows whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_closed = False

    def write(self, data: Any) -> None:
        """Send into nowhere."""

    def close(self) -> None:
        """The server hangs up."""
        self.is_closed = True

    def is_closing(self) -> bool:
        """Whether it has."""
        return self.is_closed

    def get_write_buffer_size(self) -> int:
        """Nothing waits."""
        return 0

    def pause_reading(self) -> None:
        """All is there already."""

    def resume_reading(self) -> None:
        """All is there already."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """As of a socket on this machine."""
        return {"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(name, default)


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    """Take whatever comes, until it is over."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


@cache
def _runner() -> tuple[asyncio.Runner, uvicorn.Config]:
    config = uvicorn.Config(_answer, ws=BoundedWebSocket, ws_max_size=LONGEST_FRAME, log_config=None, lifespan="off")
    config.load()
    return asyncio.Runner(), config


def receive(content: bytes) -> None:
    """A client that shakes hands and then sends these bytes, and hangs up."""
    runner, config = _runner()
    runner.run(_receive(config, content))


async def _receive(config: uvicorn.Config, content: bytes) -> None:
    state, transport = ServerState(), Wire()
    protocol = BoundedWebSocket(config, state, {})
    protocol.connection_made(transport)
    protocol.data_received(HANDSHAKE)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for begin in range(0, len(content), 1024):
        if not transport.is_closed:
            protocol.data_received(content[begin : begin + 1024])
        await asyncio.sleep(0)
    protocol.connection_lost(None)
    if state.tasks:
        await asyncio.wait(state.tasks, timeout=1)
    failed = [error for task in state.tasks if task.done() and (error := task.exception())]
    assert not failed, failed
