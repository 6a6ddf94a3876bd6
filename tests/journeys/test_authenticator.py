"""A code that the journeys type is not too late by the time the server looks at it."""

from __future__ import annotations

import pyotp
from hypothesis import given
from hypothesis import strategies as st

from journeys.authenticator import DRIFT, GOOD_FOR_SECONDS, STEP, next_step
from zichtbaar.helpline.people.second_factor import STEPS_OF_DRIFT


def test_the_helpline_takes_codes_as_long_as_this_app_believes() -> None:
    assert DRIFT == STEPS_OF_DRIFT


@given(now=st.floats(1_790_000_000, 1_790_000_600), given_before=st.integers(-3, 2))
def test_every_code_opens_at_once_and_for_a_while(now: float, given_before: int) -> None:
    last = int(now) // STEP + given_before
    step = next_step(last, now)
    if step is None:
        assert given_before >= STEPS_OF_DRIFT
        return
    assert step > last
    app = pyotp.TOTP("JBSWY3DPEHPK3PXP" * 2)
    for later in (0, GOOD_FOR_SECONDS - 1):
        assert app.verify(app.at(step * STEP), for_time=now + later, valid_window=STEPS_OF_DRIFT)
