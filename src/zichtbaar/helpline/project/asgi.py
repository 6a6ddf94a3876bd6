"""The program that a server runs: pages by Django, `/relay` by the relay; both begin and end together."""

from __future__ import annotations

import asyncio
from pathlib import Path

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

from zichtbaar.helpline.chat import sockets
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.chat.sockets import Message, Receive, Send
from zichtbaar.helpline.project import after_a_kill, clock, loops
from zichtbaar.helpline.project.answers import refusing_in_full
from zichtbaar.helpline.project.bodies import with_small_bodies
from zichtbaar.helpline.project.edge import without_addresses
from zichtbaar.helpline.project.refusing import with_slow_refusals

# Django is set up already, and has its log: its own `get_asgi_application` would begin with the settings' log again.
pages = with_small_bodies(with_slow_refusals(ASGIHandler()))


class Helpline:
    """One ASGI application. The relay lives from the start of the server to its end."""

    def __init__(self) -> None:
        self._relay = Relay(Path(str(settings.DATABASES["default"]["NAME"])))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or one connection, or the server's own start and end."""
        match scope["type"], scope.get("path"):
            case "lifespan", _:
                await self._live(receive, send)
            case "websocket", "/relay":
                await sockets.serve(self._relay, scope, receive, refusing_in_full(send))
            case "websocket", _:
                await refusing_in_full(send)({"type": "websocket.close"})
            case _:
                await pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await asyncio.to_thread(after_a_kill.finish)
        await self._relay.start()
        ticking = [asyncio.create_task(loop(), name=loop.__name__) for loop in (clock.tick, clock.mind)]
        loops.guard([*ticking, *self._relay.loops])
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in ticking:
            task.cancel()
        await self._relay.stop()
        await send({"type": "lifespan.shutdown.complete"})


application = without_addresses(Helpline())
