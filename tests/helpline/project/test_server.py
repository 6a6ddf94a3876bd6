"""The server as it really runs: it survives being killed, and stops when asked."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import signal
from collections.abc import Sequence

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from helpline.chat.talking import Chat, begin
from helpline.project.real_server import RealServer
from zichtbaar.helpline.project.bodies import LARGEST_BODY
from zichtbaar.helpline.sealing.envelope import Role
from zichtbaar.helpline.web.shared.headers import HEADERS


async def come_in(server: RealServer, chat: Chat, last: int = 0) -> ClientConnection:
    """Vera's browser in her conversation."""
    socket = await connect(server.relay, origin=server.origin)  # type: ignore[arg-type]
    token = base64.urlsafe_b64encode(chat.token).rstrip(b"=").decode()
    join = {"do": "join", "conversation": chat.identifier.hex(), "token": token, "last": last}
    await socket.send(json.dumps(join))
    assert json.loads(await socket.recv())["is"] == "joined"
    return socket


async def talk_until_cut_off(server: RealServer, chat: Chat, acknowledged: list[bytes]) -> bytes:
    """Send one message after the other, and note what was acknowledged. Gives what was under way at the end."""
    vera = chat.side(Role.VISITOR)
    socket = await come_in(server, chat)
    while True:
        content = vera.seal("still here", 1)
        try:
            await socket.send(content)
            answer = await socket.recv()
        except ConnectionClosed:
            return content
        if answer[:1] == b"\x01":
            acknowledged.append(content)
        await asyncio.sleep(0.05)


async def talk_and_kill(server: RealServer, chats: Sequence[Chat]) -> list[tuple[list[bytes], bytes]]:
    acknowledged: list[list[bytes]] = [[] for _ in chats]
    talks = [
        asyncio.create_task(talk_until_cut_off(server, chat, list_of))
        for chat, list_of in zip(chats, acknowledged, strict=True)
    ]
    while min(map(len, acknowledged)) < 5 and not any(talk.done() for talk in talks):
        await asyncio.sleep(0.01)
    await asyncio.to_thread(server.end, signal.SIGKILL)
    return list(zip(acknowledged, await asyncio.gather(*talks), strict=True))


async def resume(server: RealServer, chat: Chat, number: int, pending: bytes) -> int:
    """Come back holding everything acknowledged, send again what was under way, and hear its number."""
    socket = await come_in(server, chat, last=number)
    await socket.send(pending)
    heard = await socket.recv()
    await socket.close()
    assert isinstance(heard, bytes)
    return int.from_bytes(heard[37:45] if heard[0] == 1 else heard[1:9], "big")


def test_a_killed_server_has_every_acknowledged_envelope_once(real_server: RealServer) -> None:
    chats = [begin() for _ in range(20)]
    talks = asyncio.run(talk_and_kill(real_server, chats))
    real_server.start()
    for chat, (acknowledged, pending) in zip(chats, talks, strict=True):
        stored = [content for _, content in chat.stored()]
        assert stored in (acknowledged, [*acknowledged, pending])
        assert asyncio.run(resume(real_server, chat, len(acknowledged), pending)) == len(acknowledged) + 1
        assert chat.stored() == list(enumerate([*acknowledged, pending], start=1))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_though_there_are_open_connections(real_server: RealServer, how: signal.Signals) -> None:
    async def stop_while_connected() -> int:
        sockets = [await come_in(real_server, chat) for chat in chats]
        ended = await asyncio.to_thread(real_server.end, how)
        for socket in sockets:
            with pytest.raises(ConnectionClosed):
                await socket.recv()
        return ended

    chats = [begin() for _ in range(5)]
    assert asyncio.run(stop_while_connected()) == 0
    said = (real_server.data.parent / "screen.txt").read_text("utf-8").splitlines()
    assert [line for line in said if " zichtbaar." not in line] == []


@pytest.mark.parametrize(("path", "is_ours"), [("/relay", False), ("/elsewhere", True), ("/relay/", True)])
def test_a_page_of_somebody_else_gets_no_connection(real_server: RealServer, path: str, is_ours: bool) -> None:
    address = real_server.relay.replace("/relay", path)
    origin = real_server.origin if is_ours else "http://evil.example"

    async def knock() -> None:
        await connect(address, origin=origin)  # type: ignore[arg-type]

    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(knock())
    response = refused.value.response
    assert response.status_code == 403
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["Cache-Control"] == "no-store"
    assert real_server.end(signal.SIGTERM) == 0
    said = (real_server.data.parent / "screen.txt").read_text("utf-8").splitlines()
    assert [line for line in said if " zichtbaar." not in line] == []


def test_nothing_is_compressed_on_a_connection(real_server: RealServer) -> None:
    async def extensions(chat: Chat) -> str | None:
        socket = await come_in(real_server, chat)
        await socket.close()
        assert socket.response is not None
        return socket.response.headers.get("Sec-WebSocket-Extensions")

    assert asyncio.run(extensions(begin())) is None


@pytest.mark.parametrize("told_beforehand", [True, False])
def test_a_large_body_is_cut_off_while_it_comes_in(real_server: RealServer, told_beforehand: bool) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", real_server.port)
    body = b"x" * (LARGEST_BODY + 1)
    headers = {"Content-Type": "application/json"}
    if told_beforehand:
        connection.request("POST", "/start", body, headers)
    else:
        connection.request("POST", "/start", iter([body]), headers, encode_chunked=True)
    refused = connection.getresponse()
    assert refused.status == 413
    assert {name: refused.getheader(name) for name in HEADERS} == HEADERS
    assert refused.getheader("Cache-Control") == "no-store"
    assert refused.read() == b""
    connection.close()


def test_the_log_holds_names_of_addresses_and_nothing_that_was_sent(real_server: RealServer) -> None:
    for path in ("/", "/start?said=harbour", "/desk/conversations/harbour/registration", "/harbour"):
        connection = http.client.HTTPConnection("127.0.0.1", real_server.port)
        connection.request("GET", path, headers={"User-Agent": "harbour", "Referer": "http://harbour/"})
        connection.getresponse().read()
        connection.close()
    real_server.end(signal.SIGTERM)
    log = (real_server.data / "zichtbaar.log").read_text("utf-8")
    screen = (real_server.data.parent / "screen.txt").read_text("utf-8")
    assert "GET visitor-page 200" in log
    assert "GET no-address 404" in log
    for written in (log, screen):
        assert "harbour" not in written
        assert "127.0.0.1" not in written


def test_a_port_in_use_is_said_before_anything_starts(real_server: RealServer) -> None:
    second = RealServer(real_server.data)
    second.port = real_server.port
    with pytest.raises(AssertionError, match="OSError"):
        second.start()
