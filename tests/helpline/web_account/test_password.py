"""A password is changed by who knows it; the key stays the same, and everybody else with the old one is out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from helpline.web_account.signing_in import Browser
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.news import sessions_ended
from zichtbaar.helpline.sealing.errors import ForgedError
from zichtbaar.helpline.sealing.password import close_slot, open_slot, split_password
from zichtbaar.helpline.web.account.home import SHORTEST_PASSWORD

Capture = Callable[..., AbstractContextManager[object]]
NEW = "five words that nobody knows"


def change(browser: Browser, name: str, old: str, new: str) -> tuple[int, dict[str, object]]:
    """What the page's script does."""
    split = browser.stretch(name, old)
    status, answer = browser.post("/account/slot", auth=to_text(split.auth))
    if status != 200:
        return status, answer
    private = open_slot(from_text(answer["slot"]), split.kek)
    salt = secrets.token_bytes(16)
    fresh = split_password(new, salt)
    return browser.post(
        "/account/password",
        auth=to_text(split.auth),
        salt=to_text(salt),
        new_auth=to_text(fresh.auth),
        slot=to_text(close_slot(private, fresh.kek)),
    )


@pytest.fixture
def browser(kim: Staff) -> Browser:
    """Kim at her own account."""
    browser = Browser()
    assert browser.sign_in(kim.name, "kim-password")[0] == 200
    return browser


@pytest.mark.parametrize("address", ["/account/", "/account/join/"])
def test_how_long_a_new_password_is_stands_there_before_anything_is_typed(browser: Browser, address: str) -> None:
    text = browser.get(address)[1]
    assert f'<p class="hint" id="shortest">At least {SHORTEST_PASSWORD} characters.</p>' in text
    assert re.search(r'<input [^>]*name="fresh"[^>]*aria-describedby="shortest"', text)


def test_the_key_opens_with_the_new_password_and_no_longer_with_the_old_one(
    browser: Browser, kim: Staff, django_capture_on_commit_callbacks: Capture
) -> None:
    before = open_slot(from_text(kim.password_slot), Browser().stretch("Kim", "kim-password").kek)
    elsewhere = Browser("desk")
    elsewhere.sign_in("Kim", "kim-password")
    told: list[tuple[int, str, str]] = []
    own = browser.client.session.session_key or ""

    def hear(staff: int, but: str, before: str, **_: object) -> None:
        told.append((staff, but, before))

    sessions_ended.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        assert change(browser, "Kim", "kim-password", NEW) == (204, {})
    sessions_ended.disconnect(hear)

    kim.refresh_from_db()
    split = Browser().stretch("Kim", NEW)
    assert open_slot(from_text(kim.password_slot), split.kek) == before
    with pytest.raises(ForgedError):
        open_slot(from_text(kim.password_slot), Browser().stretch("Kim", "kim-password").kek)
    assert browser.get("/account/")[0] == 200
    assert elsewhere.get("/desk/conversations")[0] == 401
    now = browser.client.session.session_key or ""
    assert now != own  # so that who copied the cookie from before has nothing of it
    assert told == [(kim.pk, now, own)]
    assert Browser("desk").sign_in("Kim", "kim-password")[0] == 403
    assert Browser("desk").sign_in("Kim", NEW)[0] == 200
    assert Kind.PASSWORD_CHANGED in [line.kind for line in latest(5)]


def test_a_session_alone_changes_nothing_and_learns_nothing(browser: Browser, kim: Staff) -> None:
    assert change(browser, "Kim", "wrong", NEW) == (403, {"error": "refused"})
    rest = {"salt": to_text(bytes(16)), "new_auth": to_text(bytes(32)), "slot": to_text(bytes(61))}
    assert browser.post("/account/password", auth=to_text(bytes(32)), **rest) == (403, {"error": "refused"})
    slot = kim.password_slot
    kim.refresh_from_db()
    assert kim.password_slot == slot


def test_guessing_in_an_open_session_is_held_up_like_guessing_at_the_door(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 1000.0)  # else a slow machine is never in time to guess too often
    answers = [browser.post("/account/slot", auth="x")[0] for _ in range(23)]
    assert answers[:20] == [403] * 20
    assert answers[-1] == 429


@pytest.mark.parametrize("field", ["salt", "new_auth", "slot"])
def test_what_a_browser_cannot_have_made_is_refused(browser: Browser, field: str) -> None:
    words = {"salt": to_text(bytes(16)), "new_auth": to_text(bytes(32)), "slot": to_text(bytes(61)), "auth": "x"}
    for wrong in ("", "AA", None, 5):
        assert browser.post("/account/password", **{**words, field: wrong}) == (400, {"error": "malformed"})
