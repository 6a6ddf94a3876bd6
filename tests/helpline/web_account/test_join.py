"""The page of an invitation tells who was invited to who has the link, and to nobody else."""

from __future__ import annotations

import secrets

import pytest
from pytest_django import Settings

from helpline.web_account.signing_in import Browser, with_second_factor
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.sealing.hpke import make_key_pair
from zichtbaar.helpline.sealing.password import close_slot, split_password

GONE = (404, {"error": "gone"})
PASSWORD = "mila-picks-five-words"


def made(password: str = PASSWORD) -> dict[str, str]:
    """What the page's script makes of a new password."""
    salt, own = secrets.token_bytes(16), make_key_pair()
    split = split_password(password, salt)
    return {
        "public_key": to_text(own.public),
        "salt": to_text(salt),
        "new_auth": to_text(split.auth),
        "slot": to_text(close_slot(own.private, split.kek)),
    }


def test_mila_comes_in_with_the_link_and_later_with_her_password(ada: Staff) -> None:
    _, token = joining.invite(ada, "Mila", Role.COUNSELLOR)
    browser = Browser()
    assert browser.get("/account/join/")[0] == 200
    assert browser.post("/account/join/invited", token=token) == (
        200,
        {"name": "Mila", "role": "Counsellor", "is_new": True, "is_partner": False},
    )
    status, answer = browser.post("/account/join/keys", token=token, **made())
    assert (status, answer["next"]) == (200, "/account/second-factor/")
    assert browser.get("/account/")[0] == 200
    for address, rest in (("/account/join/invited", {}), ("/account/join/keys", made())):
        assert Browser().post(address, token=token, **rest) == GONE
    status, answer = Browser("desk").sign_in("Mila", PASSWORD)
    assert (status, answer["teams"]) == (200, [])


def test_a_partner_who_comes_back_is_not_promised_what_a_new_key_does_not_open(ada: Staff, piet: Staff) -> None:
    token = joining.invite_again(ada, piet)
    _, told = Browser().post("/account/join/invited", token=token)
    assert (told["is_new"], told["is_partner"]) == (False, True)


def test_who_was_invited_and_has_not_joined_looks_like_a_name_that_nobody_has(ada: Staff) -> None:
    joining.invite(ada, "Mila", Role.COUNSELLOR)
    browser = Browser("desk")
    salts = [browser.post("/desk/sign-in/salt", name=name)[1] for name in ("Mila", "Nobody")]
    assert [(len(one["salt"]), one["memory"], one["passes"]) for one in salts] == [(22, 65536, 3)] * 2
    assert browser.sign_in("Mila", "anything") == (403, {"error": "refused"})
    assert browser.sign_in("Mila", "") == (403, {"error": "refused"})


def test_a_second_factor_stays_when_the_password_was_lost(ada: Staff, kim: Staff, settings: Settings) -> None:
    settings.SECOND_FACTOR = True
    with_second_factor(kim)
    token = joining.invite_again(ada, kim)
    browser = Browser()
    assert browser.post("/account/join/keys", token=token, **made())[1]["next"] == "/account/"
    assert browser.get("/account/") == (303, "/account/sign-in/"), "the link alone does not sign in"
    assert Browser("desk").sign_in("Kim", PASSWORD) == (403, {"error": "refused"})


@pytest.mark.parametrize("field", ["public_key", "salt", "new_auth", "slot", "token"])
def test_what_a_browser_cannot_have_made_is_refused_and_the_link_still_opens(ada: Staff, field: str) -> None:
    _, token = joining.invite(ada, "Mila", Role.COUNSELLOR)
    for wrong in (None, 5, "é"):
        status, _ = Browser().post("/account/join/keys", **{**made(), "token": token, field: wrong})
        assert status == (404 if field == "token" and wrong == "é" else 400)
    assert joining.invited(token).name == "Mila"
