"""News of the room, for rooms that keep something for a colleague. Each is sent inside the transaction or after it."""

from __future__ import annotations

from django.dispatch import Signal

sessions_ended = Signal()
"""Sent with `staff` (number), `but` (the key of the one session that goes on, or "") and `before` (the key that this
one had until now, or ""), when it is stored."""

key_gone = Signal()
"""Sent with `staff`, inside the transaction: nobody can open any more what was sealed to this colleague's key."""
