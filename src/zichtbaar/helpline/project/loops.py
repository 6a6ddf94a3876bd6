"""Loops that last as long as the server. One that fails says so and goes on; one that ends takes the server with it.

Without the loop that forgets, chats would be kept for ever, and nobody would see it.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterable
from threading import Event

LOG = logging.getLogger("zichtbaar.loops")

HAS_ENDED = Event()
"""Whether a loop of this process has ended that should not have."""


class LoopEndedError(RuntimeError):
    """A loop that the helpline cannot do without has ended, so the server was stopped; the log says where it failed."""


def guard(loops: Iterable[asyncio.Task[None]]) -> None:
    """Stop the server when one of these ends without being told to."""
    for loop in loops:
        loop.add_done_callback(_stop_the_server)


def _stop_the_server(loop: asyncio.Task[None]) -> None:
    if loop.cancelled():
        return
    LOG.critical("%s has ended, so the server stops", loop.get_name(), exc_info=loop.exception())
    HAS_ENDED.set()
    signal.raise_signal(signal.SIGTERM)
