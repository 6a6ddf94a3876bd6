"""Large bodies are cut off while they come in: Django would put them on the disk before looking at them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from zichtbaar.helpline.chat.sockets import Message, Receive, Send
from zichtbaar.helpline.project.answers import refuse

LARGEST_BODY = 256 * 1024
"""Bytes. The largest thing anybody sends is a sealed photo, which just fits; then the answers of a registration."""

Application = Callable[..., Awaitable[None]]


class TooLargeError(Exception):
    """The body is larger than anything that is meant for us."""


def with_small_bodies(application: Application) -> Application:
    """The same application, that answers 413 to a body over the limit."""

    async def limited(scope: Message, receive: Receive, send: Send) -> None:
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > LARGEST_BODY:
                raise TooLargeError
            return message

        try:
            await application(scope, receive_some, send)
        except TooLargeError:
            await refuse(send, 413)

    return limited
