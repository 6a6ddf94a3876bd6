"""The clock in the server: forgets what is due, and sessions that ran out, at the start and every hour.

It minds handovers every minute.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from zichtbaar.helpline.chat.retention import forget_due
from zichtbaar.helpline.handover import minding

LOG = logging.getLogger("zichtbaar.clock")

SECONDS_BETWEEN_LOOKS = 3600
SECONDS_BETWEEN_HANDOVERS = 60


async def tick() -> None:
    """Look again and again, until cancelled."""
    while True:
        await asyncio.to_thread(forget_what_is_due)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def mind() -> None:
    """Look after handovers every minute, until cancelled: the shortest of their deadlines is a few minutes."""
    while True:
        await asyncio.to_thread(mind_handovers)
        await asyncio.sleep(SECONDS_BETWEEN_HANDOVERS)


def mind_handovers() -> None:
    """Remind, tell the shift leads, end what nobody answered. When that fails it is told, and tried again."""
    try:
        minded = minding.mind()
        if any((minded.reminded, minded.escalated, minded.expired)):
            LOG.info("handovers: %d reminded, %d escalated, %d expired", *dataclasses.astuple(minded))
    except Exception as error:  # whatever it is: without the next look nobody would be minded any more
        LOG.error("handovers not minded: %s", type(error).__name__, exc_info=error)
    finally:
        connection.close()


def forget_what_is_due() -> None:
    """Forget it. When that fails it is told, and tried again at the next look; `zichtbaar check deploy` sees it too."""
    try:
        if count := forget_due():
            LOG.info("%d conversation(s) forgotten", count)
        SessionStore.clear_expired()
    except Exception as error:  # whatever it is: without the next look nothing would be forgotten any more
        LOG.error("what was due was not forgotten: %s", type(error).__name__, exc_info=error)
    finally:
        connection.close()
