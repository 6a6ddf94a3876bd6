"""The app on somebody's phone that makes her codes, looked at by somebody who is in no hurry and never fails by it."""

from __future__ import annotations

import time

import pyotp
from playwright.sync_api import Page

STEP = 30
"""Seconds for which an app shows one code; a code opens once."""

DRIFT = 1
"""So many steps before and after the current one a code opens, too. The helpline's own number lies beside its models,
which a benchmark with these browsers cannot load; a test compares the two."""

GOOD_FOR_SECONDS = 30
"""For how long a code must still open when it is typed: before it is looked at, the password is stretched."""


class AuthenticatorApp:
    """Codes of one secret, each given once."""

    def __init__(self, secret: str) -> None:
        self._codes = pyotp.TOTP(secret)
        self._given = 0

    @classmethod
    def of(cls, page: Page) -> AuthenticatorApp:
        """An app that was given the secret on this page."""
        return cls(page.locator("#secret").inner_text().replace(" ", ""))

    def code(self) -> str:
        """A code that was not given yet and still opens for a while: of now, or of half a minute before or after."""
        while (step := next_step(self._given, time.time())) is None:
            time.sleep(0.5)  # nobody gets in more than three times in half a minute
        self._given = step
        shown: str = self._codes.at(step * STEP)
        return shown


def next_step(given: int, now: float) -> int | None:
    """The first step of the clock after the given one whose code opens at `now` and for a while after it."""
    current = int(now) // STEP
    first = max(given + 1, current - DRIFT)
    if (first + DRIFT + 1) * STEP - now < GOOD_FOR_SECONDS:
        first += 1
    return first if first <= current + DRIFT else None
