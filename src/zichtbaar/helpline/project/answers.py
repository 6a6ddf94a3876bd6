"""Answers that no page makes: what is refused before Django hears of it has the same headers as everything else."""

from __future__ import annotations

from django.conf import settings

from zichtbaar.helpline.chat.sockets import Message, Send
from zichtbaar.helpline.web.shared.headers import HEADERS, ONLY_HTTPS


async def refuse(send: Send, status: int, kind: str = "http.response") -> None:
    """Answer with a status and nothing else. `kind` is what ASGI calls such an answer."""
    headers = {**HEADERS, "Cache-Control": "no-store", "Content-Length": "0", "Connection": "close"}
    if settings.HTTPS:
        headers["Strict-Transport-Security"] = ONLY_HTTPS
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": f"{kind}.start", "status": status, "headers": encoded})
    await send({"type": f"{kind}.body", "body": b""})


def refusing_in_full(send: Send) -> Send:
    """The same `send` of a socket, for which closing before accepting is an answer with all headers."""
    is_open = False

    async def send_or_refuse(message: Message) -> None:
        nonlocal is_open
        is_open = is_open or message["type"] == "websocket.accept"
        if is_open:
            await send(message)
        else:
            await refuse(send, 403, "websocket.http.response")

    return send_or_refuse
