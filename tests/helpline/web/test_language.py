"""Pages speak the language that was asked for; a visitor's choice is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from helpline.web.test_signing_in import Browser
from zichtbaar.helpline.people.models import Staff

pytestmark = pytest.mark.usefixtures("founded")


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/", "", "nl"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "tlh, en;q=0.2", "en"),
        ("/", "tlh", "nl"),
        ("/?language=en", "nl", "en"),
        ("/?language=tlh", "en", "en"),
        ("/absent?language=en", "nl", "en"),
    ],
)
def test_as_the_address_says_or_the_browser(address: str, accepted: str, language: str) -> None:
    answer = Client().get(address, headers={"Accept-Language": accepted, "Accept": "text/html"})
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_session_remembers_the_language_of_its_beginning() -> None:
    browser = Browser()
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    browser.sign_in("Kim", "kim-password")
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    assert browser.client.get("/desk/").headers["Content-Language"] == "en"
    assert browser.client.get("/desk/?language=nl").headers["Content-Language"] == "nl"


def test_no_session_is_looked_at_without_its_cookie(
    django_assert_num_queries: Callable[[int], object], kim: Staff
) -> None:
    assert kim
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        Client().get("/absent")
