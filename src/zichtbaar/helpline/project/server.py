"""Running the helpline on one port of this machine, until it is told to stop."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from django.core.checks import run_checks
from django.core.management.base import SystemCheckError

from zichtbaar.helpline.project import loops
from zichtbaar.helpline.project.wires import BoundedWebSocket

LONGEST_FRAME = 64 * 1024
"""Bytes. An envelope has at most 8192; what is a little longer gets a refusal, what is far longer is cut off."""

SECONDS_BETWEEN_PINGS = 20
SECONDS_TO_STOP = 2


class Server(uvicorn.Server):
    """A server that says when it is ready and ends without noise."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        # What is loaded now stays until the end: the collector of garbage need not look at it again and again.
        gc.collect()
        gc.freeze()
        if self.started:
            try:
                self._ready()
            except BaseException:
                await self.shutdown(sockets)  # or what was begun at the start would never end
                raise

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on Ctrl-C and on SIGTERM, as a normal end and not as an error."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `ready` is called when the first visitor could come in.

    Raises OSError when the port is taken, SystemCheckError when an address has no rule, and LoopEndedError when it had
    to stop by itself.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as listening:
        if faults := run_checks():
            raise SystemCheckError("\n".join(str(fault) for fault in faults))
        try:
            Server(configuration(), ready).run([listening])
        finally:
            gc.unfreeze()
        if loops.HAS_ENDED.is_set():
            raise loops.LoopEndedError("a loop of the server has ended; the log says where it failed")


def configuration() -> uvicorn.Config:
    """How uvicorn is to run the helpline.

    Messages are sealed, so compressing them wins nothing, and lengths of compressed text tell about the text.
    """
    return uvicorn.Config(
        "zichtbaar.helpline.project.asgi:application",
        loop="uvloop",
        http="httptools",
        ws=BoundedWebSocket,
        ws_max_size=LONGEST_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=SECONDS_BETWEEN_PINGS,
        ws_ping_timeout=SECONDS_BETWEEN_PINGS,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # what a proxy says of addresses is read at the edge, or not at all
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )
