"""A passkey opens the door to its owner, on our page only, each time anew; and what it opens is only her slot."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django import Settings

from chance import tries
from helpline.web_account.authenticator import PRESENT, Authenticator
from helpline.web_account.signing_in import Browser, with_second_factor
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people import actions, passkeys
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.errors import PasskeyRefusedError, SignInRefusedError
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import Passkey, Role, Staff
from zichtbaar.helpline.people.origin import Origin
from zichtbaar.helpline.people.refusals import Refusals

REFUSED = (403, {"error": "refused"})
SLOT = to_text(bytes(61))
ORIGIN = Origin("testserver", "http://testserver")


@pytest.fixture(autouse=True)
def nothing_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "ANSWERED", passkeys.Answered())


@pytest.fixture
def browser(kim: Staff) -> Browser:
    """Kim at her own account."""
    browser = Browser()
    assert browser.sign_in(kim.name, "kim-password")[0] == 200
    return browser


def adds(browser: Browser, device: Authenticator, **changed: Any) -> tuple[int, dict[str, Any]]:
    """What the page's script does."""
    auth = to_text(browser.stretch("Kim", "kim-password").auth)
    status, asked = browser.post("/account/passkeys/options", auth=auth)
    assert status == 200
    made = device.make(asked["options"]["challenge"])
    sent = {"credential": made, "closed": asked["closed"], "slot": SLOT, **changed}
    return browser.post("/account/passkeys/add", **sent)


def asks(browser: Browser) -> dict[str, str]:
    status, asked = browser.post("/account/passkeys/challenge")
    assert status == 200
    return asked


def signs_in(device: Authenticator, door: str = "desk", **changed: Any) -> tuple[int, dict[str, Any]]:
    browser = Browser(door)
    asked = asks(browser)
    sent = {"passkey": device.use(asked["challenge"]), "closed": asked["closed"], **changed}
    return browser.post(f"/{door}/sign-in", **sent)


@pytest.fixture
def device(browser: Browser) -> Authenticator:
    """Kim's phone, with a passkey that was added."""
    device = Authenticator()
    assert adds(browser, device) == (204, {})
    return device


def test_a_passkey_signs_in_without_name_password_or_code(
    device: Authenticator, kim: Staff, settings: Settings
) -> None:
    settings.SECOND_FACTOR = True
    with_second_factor(kim)
    status, answer = signs_in(device)
    assert (status, answer["name"], answer["slot"]) == (200, "Kim", SLOT)
    assert [one["epoch"] for one in answer["teams"]] == [1]
    kinds = [line.kind for line in latest(9)]
    assert kinds.index(Kind.SIGNED_IN) < kinds.index(Kind.PASSKEY_ADDED)


def test_it_opens_only_the_doors_of_its_owner(device: Authenticator) -> None:
    assert signs_in(device, "account")[0] == 200
    assert signs_in(device, "office") == REFUSED


def test_what_was_sent_once_opens_nothing_again(device: Authenticator) -> None:
    browser = Browser("desk")
    asked = asks(browser)
    sent = {"passkey": device.use(asked["challenge"]), "closed": asked["closed"]}
    assert browser.post("/desk/sign-in", **sent)[0] == 200
    assert Browser("desk").post("/desk/sign-in", **sent) == REFUSED
    device.count = 0
    again = {"passkey": device.use(asked["challenge"]), "closed": asked["closed"]}
    assert Browser("desk").post("/desk/sign-in", **again) == REFUSED


def test_a_device_that_does_not_count_can_answer_each_challenge_once_only(browser: Browser) -> None:
    device = Authenticator(counts=False)
    adds(browser, device)
    asked = asks(Browser("desk"))
    sent = {"passkey": device.use(asked["challenge"]), "closed": asked["closed"]}
    assert [Browser("desk").post("/desk/sign-in", **sent)[0] for _ in range(2)] == [200, 403]


@pytest.mark.parametrize(
    ("what", "value"),
    [("origin", "https://false.example"), ("name", "false.example"), ("flags", PRESENT), ("flags", 0)],
)
def test_a_false_page_or_a_device_that_asked_nobody_gets_nowhere(
    device: Authenticator, browser: Browser, what: str, value: Any
) -> None:
    setattr(device, what, value)
    assert signs_in(device) == REFUSED
    other = Authenticator(**{what: value})
    assert adds(browser, other) == REFUSED
    assert Passkey.objects.count() == 1


def test_somebody_elses_device_with_the_same_name_is_refused(device: Authenticator) -> None:
    assert signs_in(Authenticator(identifier=device.identifier)) == REFUSED
    assert signs_in(Authenticator()) == REFUSED


@pytest.mark.parametrize("closed", ["", "made up", None])
def test_a_challenge_that_we_did_not_draw_is_refused(device: Authenticator, closed: str | None) -> None:
    status, _ = signs_in(device, closed=closed)
    assert status == (400 if closed is None else 403)


def test_a_challenge_for_adding_is_none_for_signing_in(device: Authenticator, browser: Browser) -> None:
    auth = to_text(browser.stretch("Kim", "kim-password").auth)
    _, asked = browser.post("/account/passkeys/options", auth=auth)
    used = device.use(asked["options"]["challenge"])
    assert Browser("desk").post("/desk/sign-in", passkey=used, closed=asked["closed"]) == REFUSED


@pytest.mark.parametrize("credential", [{}, {"id": 5}, {"id": "A", "rawId": "A", "response": {}}, {"response": []}])
def test_what_is_no_passkey_is_refused(browser: Browser, credential: dict[str, Any]) -> None:
    assert adds(browser, Authenticator(), credential=credential) == REFUSED
    assert signs_in(Authenticator(), passkey=credential) == REFUSED


def test_adding_one_needs_the_password(browser: Browser) -> None:
    assert browser.post("/account/passkeys/options", auth="wrong") == REFUSED


def test_one_passkey_is_added_once_and_removed_by_its_owner_only(
    device: Authenticator, browser: Browser, lena: Staff
) -> None:
    assert adds(browser, device) == REFUSED
    number = Passkey.objects.get().pk
    lenas = Browser()
    lenas.sign_in(lena.name, "lena-password")
    assert lenas.send(f"/account/passkeys/{number}/remove")[0] == 302
    assert Passkey.objects.count() == 1
    assert browser.send(f"/account/passkeys/{number}/remove")[0] == 302
    assert signs_in(device) == REFUSED


def test_it_goes_with_its_owner(device: Authenticator, kim: Staff, sam: Staff) -> None:
    leave(sam, kim)
    assert not Passkey.objects.exists()
    assert signs_in(device) == REFUSED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["\ud800", "AA", "public-key"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "rawId": JSON,
        "type": JSON,
        "response": JSON
        | st.fixed_dictionaries({"clientDataJSON": JSON, "authenticatorData": JSON, "signature": JSON})
        | st.fixed_dictionaries({"clientDataJSON": st.just("e30"), "attestationObject": JSON}),
    },
)


@given(PARTS, st.booleans())
@trying(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=tries(60))
def test_no_bytes_of_a_stranger_are_more_than_a_refusal(
    device: Authenticator, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, parts: dict[str, Any], named: bool
) -> None:
    monkeypatch.setattr(actions, "REFUSALS", Refusals())
    request = rf.post("/desk/sign-in")
    name = {"id": to_text(device.identifier), "rawId": to_text(device.identifier)} if named else {}
    drawn = passkeys.challenge()
    for act in (
        lambda: passkeys.sign_in(request, {**parts, **name}, drawn["closed"], roles=frozenset(Role)),
        lambda: passkeys.add(Staff.objects.get(name="Kim"), {**parts, **name}, drawn["closed"], bytes(61), ORIGIN),
    ):
        with pytest.raises((SignInRefusedError, PasskeyRefusedError)):
            act()
