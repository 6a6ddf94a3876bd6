"""The address `/relay`: a WebSocket endpoint straight on ASGI, because a framework costs more than the message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie

from zichtbaar.helpline.chat.connection import Connection, OverError
from zichtbaar.helpline.chat.relay import Relay

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = logging.getLogger("zichtbaar.relay")

NOT_FROM_HERE = 4403

PAGE_CLOSED = 4410
"""Our page closes with this code when it is left, closed or loaded anew. Browsers have 1001 for that (RFC 6455, 7.4.1),
but so has a proxy in front of us that is started anew, and then every chat would be over."""


async def serve(relay: Relay, scope: Message, receive: Receive, send: Send) -> None:
    """One connection, from its beginning to its end."""
    await receive()  # the wish to connect
    headers = _headers(scope)
    if not same_origin(headers):
        await send({"type": "websocket.close", "code": NOT_FROM_HERE})
        return
    session_key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    connection = await relay.connect(session_key)
    try:
        if await _is_accepted(send):
            await _until_over(relay, connection, receive, send)
        if connection.is_page_closed:
            await relay.page_closed(connection)
    finally:
        relay.disconnect(connection)


def same_origin(headers: dict[str, str]) -> bool:
    """Whether a page of ours asks. A browser tells where a page came from, and a page cannot change that."""
    host = headers.get("host", "")
    scheme = "https" if settings.HTTPS else "http"
    ours = host.rsplit(":", 1)[0] in settings.ALLOWED_HOSTS or host in settings.ALLOWED_HOSTS
    return ours and headers.get("origin") == f"{scheme}://{host}"


async def _is_accepted(send: Send) -> bool:
    """Whether the handshake came to its end, and was not cut off before."""
    try:
        await send({"type": "websocket.accept"})
    except OSError:
        return False
    return True


async def _until_over(relay: Relay, connection: Connection, receive: Receive, send: Send) -> None:
    """Read and write beside each other; when one of the two ends, so does the other."""
    tasks = {
        asyncio.create_task(_read(relay, connection, receive)),
        asyncio.create_task(_write(connection, send)),
    }
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        if error := task.exception():
            LOG.error("connection failed", exc_info=error)


async def _read(relay: Relay, connection: Connection, receive: Receive) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        content = message.get("bytes")
        await relay.receive(connection, message["text"] if content is None else content)
    connection.is_page_closed = message.get("code") == PAGE_CLOSED


async def _write(connection: Connection, send: Send) -> None:
    try:
        while True:
            frame = await connection.outbox.take()
            kind = "text" if isinstance(frame, str) else "bytes"
            await send({"type": "websocket.send", kind: frame})
    except OverError as over:
        with suppress(OSError):  # the client may have gone by itself
            await send({"type": "websocket.close", "code": over.code})
    except OSError:
        pass  # the client went while we were sending; what it missed it asks for when it comes back


def _headers(scope: Message) -> dict[str, str]:
    """The request's headers; of one that comes twice the last."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
