"""What an app for second factors shows, at the one moment at which all tests look at codes."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A code changes every half minute; a test that takes longer on a busy machine must not fail by that."""


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    shown: str = pyotp.TOTP(secret).at(NOW, counter_offset=steps)
    return shown
