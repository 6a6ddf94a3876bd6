"""What every test needs: no test fails because the machine was busy."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from chance import tries

settings.register_profile(
    "untimed", deadline=None, max_examples=tries(40), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")
