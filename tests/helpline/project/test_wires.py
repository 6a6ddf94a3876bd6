"""Who sends and does not read cannot make the server keep more and more."""

from __future__ import annotations

import asyncio
import base64
import secrets
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvloop
from uvicorn.server import ServerState

from helpline.project.real_server import RealServer
from zichtbaar.helpline.chat.sockets import Message, Receive, Send
from zichtbaar.helpline.project import server
from zichtbaar.helpline.project.wires import MOST_FRAGMENTS, BoundedWebSocket

FIN, CONTINUED, TEXT, CLOSE, PING = 0x80, 0, 1, 8, 9
MEGABYTE = 1_000_000
SECONDS_WITHOUT_READING = 3


def frame(kind: int, content: bytes) -> bytes:
    """A frame of a client, masked with zeros."""
    return bytes([kind, 0x80 | len(content)]) + bytes(4) + content


def greeting(port: int) -> bytes:
    """The request that opens a WebSocket."""
    lines = (
        "GET /relay HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(secrets.token_bytes(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    )
    return "\r\n".join((*lines, "", "")).encode()


def otto(port: int) -> socket.socket:
    """A connection of somebody who will not read what comes back."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sendall(greeting(port))
    assert connection.recv(1024).startswith(b"HTTP/1.1 101")
    return connection


def memory(server: RealServer) -> float:
    """Megabytes that the server's process holds."""
    assert server.process is not None
    asked = ["ps", "-o", "rss=", "-p", str(server.process.pid)]
    return int(subprocess.run(asked, capture_output=True, check=True).stdout) / 1000


def flood(connection: socket.socket, frames: bytes, size: int) -> bool:
    """Send the same again and again, so many bytes in all; whether the server took them, and did not stop to read."""
    connection.settimeout(SECONDS_WITHOUT_READING)
    try:
        for _ in range(size // len(frames)):
            connection.sendall(frames)
    except (ConnectionError, TimeoutError):
        return False
    return True


def test_pings_without_reading_do_not_grow_the_server(shared_server: RealServer) -> None:
    before = memory(shared_server)
    with otto(shared_server.port) as connection:
        flood(connection, 500 * frame(FIN | PING, bytes(125)), 60 * MEGABYTE)
        time.sleep(0.2)
        assert memory(shared_server) - before < 10


def test_a_message_in_endless_parts_is_cut_off(shared_server: RealServer) -> None:
    before = memory(shared_server)
    with otto(shared_server.port) as connection:
        connection.sendall(frame(TEXT, b"x"))
        taken = flood(connection, 500 * frame(CONTINUED, b""), 20 * MEGABYTE)
        assert memory(shared_server) - before < 10
    assert not taken


def test_who_reads_is_answered_and_may_send_in_some_parts(shared_server: RealServer) -> None:
    with otto(shared_server.port) as connection:
        connection.sendall(frame(FIN | PING, b"there?"))
        assert connection.recv(1024) == bytes([FIN | 10, 6]) + b"there?"
        text = b'{"do":"ping"}'
        parts = [frame(CONTINUED, bytes([byte])) for byte in text[1:]]
        connection.sendall(frame(TEXT, text[:1]) + b"".join(parts) + frame(FIN | CONTINUED, b""))
        assert connection.recv(1024)[2:] == b'{"is":"pong"}'
        assert len(parts) < MOST_FRAGMENTS


@asynccontextmanager
async def listening(ended: asyncio.Event) -> AsyncIterator[int]:
    """The server's protocol on a port, for an application that sends without end."""

    async def application(_: Message, receive: Receive, send: Send) -> None:
        try:
            await receive()
            await send({"type": "websocket.accept"})
            while True:
                await send({"type": "websocket.send", "bytes": bytes(8192)})
        finally:
            ended.set()

    config = server.configuration()
    config.app, config.ws_ping_interval, config.ws_ping_timeout = application, 0.2, 0.2
    config.load()
    assert config.ws_protocol_class is BoundedWebSocket
    state = ServerState()
    protocols = await asyncio.get_running_loop().create_server(
        lambda: BoundedWebSocket(config, state, {}), "127.0.0.1", 0
    )
    async with protocols:
        yield protocols.sockets[0].getsockname()[1]


def test_who_answers_no_ping_is_gone_even_if_much_waits_for_her() -> None:
    async def wait_for_the_end() -> None:
        ended = asyncio.Event()
        async with listening(ended) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            writer.write(greeting(port))
            try:
                await asyncio.wait_for(ended.wait(), 60)
            finally:
                writer.transport.abort()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(wait_for_the_end())


@pytest.mark.parametrize(
    "then", [b"", frame(FIN | CLOSE, b""), frame(FIN | 3, b"")], ids=["alone", "close", "no frame"]
)
def test_a_text_that_is_none_ends_its_connection_and_is_no_fault_of_ours(
    shared_server: RealServer, then: bytes
) -> None:
    before = len(said_by(shared_server))
    with otto(shared_server.port) as connection:
        connection.sendall(frame(FIN | TEXT, b"\xff") + then)
        heard = connection.recv(1024)
        assert heard == b"" or heard[0] == FIN | CLOSE
        assert connection.recv(1024) == b"" if heard else True
    with otto(shared_server.port) as connection:
        connection.sendall(frame(FIN | PING, b"there?"))
        assert connection.recv(1024) == bytes([FIN | 10, 6]) + b"there?"
    assert [line for line in said_by(shared_server)[before:] if " zichtbaar." not in line] == []


def said_by(server: RealServer) -> list[str]:
    """The lines that this server said, and those before it on the same data."""
    return (server.data.parent / "screen.txt").read_text("utf-8").splitlines()
