"""Who has a second factor cannot come in without it, and who has none can do nothing but set one up."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from helpline.app_codes import code_of
from helpline.web_account.signing_in import Browser, with_second_factor
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.reading import signed_in
from zichtbaar.helpline.people import second_factor
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.access import RULES, Door

DOORS = {"desk": "Kim", "office": "Noor", "account": "Kim"}
REFUSED = (403, {"error": "refused"})


@pytest.fixture
def compulsory(settings: Settings) -> None:
    """As it is everywhere but in the demo."""
    settings.SECOND_FACTOR = True


@pytest.mark.parametrize("door", DOORS)
def test_password_and_code_together_open_the_door_and_neither_alone(door: str, founded: object) -> None:  # noqa: ARG001
    name = DOORS[door]
    secret = with_second_factor(Staff.objects.get(name=name))
    browser = Browser(door)
    assert browser.sign_in(name, f"{name.lower()}-password") == REFUSED
    assert browser.sign_in(name, f"{name.lower()}-password", "000000") == REFUSED
    assert browser.sign_in(name, "wrong", code_of(secret)) == REFUSED
    assert "sessionid" not in browser.client.cookies
    status, answer = browser.sign_in(name, f"{name.lower()}-password", code_of(secret))
    assert (status, answer["name"]) == (200, name)


def test_a_wrong_code_is_answered_like_a_wrong_password_and_an_unknown_name(kim: Staff) -> None:
    with_second_factor(kim)
    tries = (("Kim", "kim-password", "1"), ("Kim", "kim-password", ""), ("Kim", "wrong", "1"), ("Nobody", "x", "1"))
    assert [Browser("desk").sign_in(*words) for words in tries] == [REFUSED] * 4


def test_that_somebody_knows_a_password_is_in_the_record(kim: Staff) -> None:
    with_second_factor(kim)
    Browser("desk").sign_in("Kim", "wrong", "123456")
    assert Kind.SECOND_FACTOR_REFUSED not in [line.kind for line in latest(9)]
    Browser("desk").sign_in("Kim", "kim-password", "123456")
    assert [(line.by, line.subject) for line in latest(9) if line.kind is Kind.SECOND_FACTOR_REFUSED] == [
        ("", f"staff {kim.pk}")
    ]


@pytest.mark.usefixtures("compulsory")
@pytest.mark.parametrize(("door", "name"), [*DOORS.items(), ("office", "Ada"), ("desk", "Sam")])
def test_without_one_signing_in_leads_to_setting_one_up_and_hands_out_no_key(
    door: str,
    name: str,
    founded: object,  # noqa: ARG001
) -> None:
    status, answer = Browser(door).sign_in(name, f"{name.lower()}-password")
    assert (status, sorted(answer)) == (200, ["csrf", "set_up"])
    assert answer["set_up"] == "/account/second-factor/"


@pytest.mark.usefixtures("compulsory")
def test_without_one_every_address_but_those_of_setting_up_is_shut(kim: Staff) -> None:
    browser = Browser("desk")
    browser.sign_in("Kim", "kim-password")
    first = {name for name, rule in RULES.items() if rule.is_first}
    assert first == {"desk-sign-out", "office-sign-out", "account-sign-out", "account", "account-second-factor"}
    assert browser.post("/desk/take") == (403, {"error": "second_factor"})
    assert browser.get("/desk/conversations") == (403, '{"error": "second_factor"}')
    assert browser.post("/account/slot", auth="x") == (403, {"error": "second_factor"})
    assert browser.get("/account/")[0] == 200
    assert RULES["account"].door is Door.PAGE
    assert signed_in(browser.client.session.session_key or "") is None
    with_second_factor(kim)
    assert signed_in(browser.client.session.session_key or "") is not None


@pytest.mark.usefixtures("compulsory")
def test_a_page_of_the_office_sends_to_setting_up(founded: object) -> None:  # noqa: ARG001
    browser = Browser("office")
    browser.sign_in("Noor", "noor-password")
    assert browser.get("/office/") == (303, "/account/second-factor/")


def secret_on(page: str) -> tuple[str, str]:
    """The secret as it stands in the page, and closed for the way back."""
    shown = re.findall(r'<code id="secret">([A-Z2-7 ]+)</code>', page)[0].replace(" ", "")
    return shown, re.findall(r'name="closed" value="([^"]+)"', page)[0]


@pytest.mark.usefixtures("compulsory")
def test_setting_up_shows_a_picture_and_a_secret_takes_a_code_and_tells_recovery_codes_once(kim: Staff) -> None:
    elsewhere = Browser("desk")
    elsewhere.sign_in("Kim", "kim-password")
    browser = Browser()
    browser.sign_in("Kim", "kim-password")
    _, page = browser.get("/account/second-factor/")
    secret, closed = secret_on(page)
    assert "<svg" in page
    assert "style=" not in page

    status, page = browser.send("/account/second-factor/", closed=closed, code="000000")
    assert status == 400
    assert secret_on(page)[0] == secret
    assert "The code does not fit" in page

    status, page = browser.send("/account/second-factor/", closed=closed, code=code_of(secret))
    codes = re.findall(r"<li><code>([a-z2-9-]{14})</code>", page)
    assert (status, len(codes)) == (200, second_factor.RECOVERY_CODES)
    assert browser.get("/account/")[0] == 200
    assert elsewhere.get("/account/")[0] == 303, "who came in with the password alone is out"

    assert Browser("desk").sign_in("Kim", "kim-password", codes[0])[0] == 200
    assert Browser("desk").sign_in("Kim", "kim-password", codes[0]) == REFUSED
    assert second_factor.recovery_codes_left(kim) == len(codes) - 1


def test_a_secret_that_took_too_long_is_drawn_anew(kim: Staff) -> None:
    browser = Browser()
    browser.sign_in("Kim", "kim-password")
    status, page = browser.send("/account/second-factor/", closed="old", code="000000")
    assert status == 400
    assert "This took too long" in page
    assert not second_factor.has_one(kim)


def test_another_phone_asks_for_a_code_of_the_old_one(kim: Staff) -> None:
    old = with_second_factor(kim)
    browser = Browser()
    browser.sign_in("Kim", "kim-password", code_of(old))
    fresh, closed = secret_on(browser.get("/account/second-factor/")[1])
    assert browser.send("/account/second-factor/", closed=closed, code=code_of(fresh))[0] == 400
    current = code_of(old, 1)
    assert browser.send("/account/second-factor/", closed=closed, code=code_of(fresh), current=current)[0] == 200


def test_new_recovery_codes_need_a_code(kim: Staff) -> None:
    secret = with_second_factor(kim)
    browser = Browser()
    browser.sign_in("Kim", "kim-password", code_of(secret))
    assert browser.send("/account/second-factor/recovery-codes", code="000000")[0] == 400
    status, page = browser.send("/account/second-factor/recovery-codes", code=code_of(secret, 1))
    assert (status, page.count("<li><code>")) == (200, second_factor.RECOVERY_CODES)


@pytest.mark.django_db
def test_who_is_not_signed_in_is_sent_to_the_form() -> None:
    got = Client().get("/account/second-factor/")
    assert (got.status_code, got.headers["Location"]) == (303, "/account/sign-in/")
