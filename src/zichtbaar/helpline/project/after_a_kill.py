"""What a run that was killed could not finish, finished by the next one before anybody comes in."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection

from zichtbaar.helpline.chat.forgetting import forget_in_thread
from zichtbaar.helpline.publishing.leftovers import remove_leftovers

LOG = logging.getLogger("zichtbaar.start")


def finish() -> None:
    """Forget what was deleted, and remove files that no row knows. What fails is told and does not stop the start."""
    forget_in_thread()
    try:
        remove_leftovers()
    except (OSError, DatabaseError) as error:
        LOG.error("leftovers were not looked for: %s", type(error).__name__)
    finally:
        connection.close()
