"""Who is refused at signing in hears it after a while: guessing takes connections, and not requests alone.

The answer waits here and not in the page that made it, so that no thread waits with it. The time runs from the
question: what the page did meanwhile, and whether the record was told, does not show in it. See decision 47.
"""

from __future__ import annotations

import asyncio
import time
from functools import cache

from django.urls import reverse

from zichtbaar.helpline.chat.sockets import Message, Receive, Send
from zichtbaar.helpline.project.bodies import Application

SECONDS = 2
REFUSED = frozenset({403, 429})
SIGNING_IN = (
    "desk-sign-in",
    "office-sign-in-keys",
    "account-sign-in-keys",
    "account-slot",
    "account-password",
    "account-passkey-options",
)


def with_slow_refusals(application: Application) -> Application:
    """The same application, that takes its time to refuse somebody at signing in."""

    async def slow(scope: Message, receive: Receive, send: Send) -> None:
        if scope.get("path") not in _addresses():
            await application(scope, receive, send)
            return
        answer: list[Message] = []
        began = time.monotonic()

        async def keep(message: Message) -> None:
            answer.append(message)

        await application(scope, receive, keep)
        if any(message.get("status") in REFUSED for message in answer):
            await asyncio.sleep(max(0.0, began + SECONDS - time.monotonic()))
        for message in answer:
            await send(message)

    return slow


@cache
def _addresses() -> frozenset[str]:
    return frozenset(map(reverse, SIGNING_IN))
