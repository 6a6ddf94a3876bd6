"""Who types the address of a door from memory comes to it, also without the last slash."""

from __future__ import annotations

import pytest
from django.test import Client

from zichtbaar.helpline.project.urls import TYPED_DOORS


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("door", TYPED_DOORS)
def test_a_door_is_found_without_its_last_slash_and_leads_nowhere_else(door: str) -> None:
    answer = Client().get(f"/{door}?next=//elsewhere.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{door}/")
    assert Client().get(answer.headers["Location"]).status_code in (200, 303)  # or to the form for signing in
