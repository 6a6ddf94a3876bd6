"""The clock in the server: what is due to be forgotten is forgotten, at the start and every hour."""

from __future__ import annotations

import asyncio
import logging

from django.db import DatabaseError, connection

from zichtbaar.helpline.chat.retention import forget_due

LOG = logging.getLogger("zichtbaar.clock")

SECONDS_BETWEEN_LOOKS = 3600


async def tick() -> None:
    """Look again and again, until cancelled."""
    while True:
        await asyncio.to_thread(forget_what_is_due)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def forget_what_is_due() -> None:
    """Forget it. When that fails it is told, and tried again at the next look; `zichtbaar check deploy` sees it too."""
    try:
        if count := forget_due():
            LOG.info("%d conversation(s) forgotten", count)
    except (OSError, DatabaseError) as error:
        LOG.error("what was due was not forgotten: %s", type(error).__name__)
    finally:
        connection.close()
