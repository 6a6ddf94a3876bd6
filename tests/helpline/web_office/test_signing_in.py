"""Coming in at the office's door, and going out."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_page_for_signing_in_is_for_everybody() -> None:
    answer = Client().get("/office/sign-in/", headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert b"Sign in" in answer.content


def test_signing_out_ends_the_session(noors: Client) -> None:
    assert noors.get("/office/").status_code == 200
    assert noors.post("/office/sign-out").headers["Location"] == "/office/sign-in/"
    assert noors.get("/office/").headers["Location"] == "/office/sign-in/"


def test_signing_out_takes_a_press_of_the_button(noors: Client) -> None:
    assert noors.get("/office/sign-out").status_code == 405
    assert noors.get("/office/").status_code == 200
