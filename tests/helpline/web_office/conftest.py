"""The office with something in it: registrations, and a colleague signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration.models import Registration


@pytest.fixture
def registered(register: Callable[..., list[Registration]]) -> int:
    """Thirty finished registrations of 2025 and 2026."""
    return len(register(30, months=("2025-04", "2026-02")))


@pytest.fixture
def noors(signed_in: Callable[[Staff], Client], noor: Staff) -> Client:
    """Noor's browser, signed in."""
    return signed_in(noor)


@pytest.fixture
def adas(signed_in: Callable[[Staff], Client], ada: Staff) -> Client:
    """Ada's browser, signed in."""
    return signed_in(ada)
