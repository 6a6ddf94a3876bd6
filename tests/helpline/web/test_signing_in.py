"""Who is refused learns nothing: not whether the name exists, nor whether the door was the wrong one."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client

from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.refusals import FOR_ALL_NAMES, FOR_ONE_NAME, Refusals
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.sealing.hpke import Purpose, open_key
from zichtbaar.helpline.sealing.password import open_slot, split_password

pytestmark = pytest.mark.usefixtures("founded")
DOORS = {"desk": {"Kim", "Lena", "Sam"}, "office": {"Noor", "Ada", "Sam"}, "partner": {"Piet"}}


class Browser:
    """A browser at a staff door: it fetches the page first, as people do."""

    def __init__(self, door: str = "desk") -> None:
        self.door = door
        self.client = Client(enforce_csrf_checks=True)
        page = self.client.get("/office/sign-in/" if door == "office" else f"/{door}/").content.decode()
        self.csrf = re.findall(r'name="csrf-token" content="(\w+)"', page)[0]

    def post(self, address: str, **words: object) -> tuple[int, dict[str, Any]]:
        got = self.client.post(
            address, json.dumps(words), content_type="application/json", headers={"X-CSRFToken": self.csrf}
        )
        return got.status_code, json.loads(got.content or b"{}")

    def sign_in(self, name: str, password: str) -> tuple[int, dict[str, Any]]:
        """What the page's script does."""
        _, how = self.post(f"/{self.door}/sign-in/salt", name=name)
        self.split = split_password(password, from_text(how["salt"]), memory=how["memory"], passes=how["passes"])
        status, answer = self.post(f"/{self.door}/sign-in", name=name, auth=to_text(self.split.auth))
        self.csrf = answer.get("csrf", self.csrf)
        return status, answer


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", sorted(set().union(*DOORS.values())))
def test_everybody_has_one_door_and_a_shift_lead_two(name: str, door: str) -> None:
    browser = Browser(door)
    status, answer = browser.sign_in(name, f"{name.lower()}-password")
    if name in DOORS[door]:
        assert (status, answer["name"]) == (200, name)
    else:
        assert (status, answer) == (403, {"error": "refused"})
        assert "sessionid" not in browser.client.cookies


@pytest.mark.parametrize(
    ("name", "password"), [("Kim", "wrong"), ("Nobody", "kim-password"), ("kim", "kim-password"), ("", "")]
)
def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(name: str, password: str) -> None:
    browser = Browser()
    assert browser.sign_in(name, password) == (403, {"error": "refused"})
    assert "sessionid" not in browser.client.cookies
    assert [(line.kind, line.by, line.subject) for line in latest(1)] == [(Kind.SIGN_IN_REFUSED, "", "")]


def test_the_salt_of_an_unknown_name_is_always_the_same_and_looks_like_any_other() -> None:
    browser = Browser()
    (_, unknown), (_, again) = (browser.post("/desk/sign-in/salt", name="Nobody") for _ in range(2))
    _, other = browser.post("/desk/sign-in/salt", name="Nobody else")
    _, known = browser.post("/desk/sign-in/salt", name="Kim")
    assert unknown == again
    assert len({unknown["salt"], other["salt"], known["salt"]}) == 3
    assert {len(from_text(one["salt"])) for one in (unknown, other, known)} == {16}
    assert known.keys() == unknown.keys() == {"salt", "memory", "passes"}


def test_somebody_who_left_is_refused() -> None:
    Staff.objects.filter(name="Kim").update(is_active=False)
    assert Browser().sign_in("Kim", "kim-password") == (403, {"error": "refused"})


def test_what_comes_back_opens_the_keys_of_that_colleague_and_nobody_elses() -> None:
    browser = Browser()
    _, answer = browser.sign_in("Kim", "kim-password")
    own = open_slot(from_text(answer["slot"]), browser.split.kek)
    (team,) = answer["teams"]
    private = open_key(from_text(team["sealed_private"]), own, Purpose.TEAM_KEY_FOR_STAFF, epoch=team["epoch"])
    assert len(private) == 32
    assert answer.keys() == {"name", "id", "role", "csrf", "public_key", "slot", "teams", "recovery_key"}


@pytest.mark.parametrize("name", ["Noor", "Sam"])
def test_the_office_holds_no_team_key(name: str) -> None:
    _, answer = Browser("office").sign_in(name, f"{name.lower()}-password")
    assert answer["teams"] == []


def test_signing_in_begins_a_new_session_and_signing_out_ends_it() -> None:
    browser = Browser()
    browser.sign_in("Kim", "kim-password")
    first = browser.client.cookies["sessionid"].value
    browser.sign_in("Kim", "kim-password")
    second = browser.client.cookies["sessionid"].value
    assert first != second
    stolen = Client()
    stolen.cookies["sessionid"] = first
    assert stolen.get("/desk/conversations").status_code == 401
    assert browser.post("/desk/sign-out")[0] == 204
    stolen.cookies["sessionid"] = second
    assert stolen.get("/desk/conversations").status_code == 401
    assert [line.kind for line in latest(1)] == [Kind.SIGNED_OUT]


def test_the_cookie_is_for_this_browser_this_shift_and_no_script() -> None:
    browser = Browser()
    browser.sign_in("Kim", "kim-password")
    cookie = browser.client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")
    assert django_settings.SESSION_COOKIE_AGE <= 8 * 3600


def test_a_new_password_ends_the_sessions_of_the_old_one() -> None:
    browser = Browser()
    browser.sign_in("Kim", "kim-password")
    kim = Staff.objects.get(name="Kim")
    kim.set_password(to_text(bytes(32)))
    kim.save()
    request = HttpRequest()
    request.session = browser.client.session
    assert not get_user(request).is_authenticated
    assert browser.client.get("/desk/conversations").status_code == 401


@pytest.mark.parametrize("words", [{}, {"name": 1}, {"name": None}, {"name": ["Kim"]}, {"name": "\ud800"}])
def test_signing_in_without_words_is_malformed(words: dict[str, object]) -> None:
    browser = Browser()
    assert browser.post("/desk/sign-in/salt", **words) == (400, {"error": "malformed"})
    assert browser.post("/desk/sign-in", **words) == (400, {"error": "malformed"})


@pytest.mark.parametrize("name", ["Kim", "Nobody"])
def test_who_is_refused_again_and_again_is_not_looked_at_for_a_moment(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    at_once, a_second = FOR_ONE_NAME
    browser, wrong = Browser(), {"name": name, "auth": to_text(bytes(32))}
    answers = [browser.post("/desk/sign-in", **wrong) for _ in range(at_once + 3)]
    assert answers == [(403, {"error": "refused"})] * at_once + [(429, {"error": "busy"})] * 3
    assert Browser().sign_in("Lena", "lena-password")[0] == 200
    assert browser.sign_in("Kim", "kim-password")[0] == (429 if name == "Kim" else 200)
    now += 1.01 / a_second
    assert browser.sign_in("Kim", "kim-password")[0] == 200


def test_refusals_are_bounded_over_all_names_too(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    browser, (at_once, a_second) = Browser(), FOR_ALL_NAMES
    answers = [browser.post("/desk/sign-in", name=f"Nobody {turn}", auth="x")[0] for turn in range(at_once + 3)]
    assert answers == [403] * at_once + [429] * 3
    assert browser.sign_in("Kim", "kim-password")[0] == 429
    now += 1.01 / a_second
    assert browser.sign_in("Kim", "kim-password")[0] == 200


def test_who_is_let_in_uses_nothing_up() -> None:
    browser = Browser()
    assert {browser.sign_in("Kim", "kim-password")[0] for _ in range(2 * FOR_ONE_NAME[0])} == {200}


def test_refusals_fill_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    browser, before = Browser(), Entry.objects.count()
    for _ in range(600):
        browser.post("/desk/sign-in", name="Kim", auth="x")
        now += 0.25
    lines = latest(Entry.objects.count() - before)
    assert [(line.kind, line.by, line.subject) for line in lines] == [
        (Kind.SIGN_IN_REFUSED, "", "240×"),
        (Kind.SIGN_IN_REFUSED, "", "240×"),
        (Kind.SIGN_IN_REFUSED, "", ""),
    ]
    assert verify().broken is None


def test_what_somebody_typed_is_not_kept() -> None:
    refusals = Refusals()
    refusals.count("a password in the wrong box")
    assert "wrong box" not in repr(refusals._of_names)
    assert not refusals.are_too_many("a password in the wrong box")


def test_signing_in_from_another_page_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    got = client.post("/desk/sign-in", json.dumps({"name": "Kim", "auth": "x"}), content_type="application/json")
    assert (got.status_code, got.json()) == (403, {"error": "csrf"})


def test_the_recovery_key_is_nowhere_in_the_database(founded: Founded, tmp_path: object) -> None:  # noqa: ARG001
    assert len(from_text(founded.recovery_key)) == 32
    rows = [str(row) for model in (Staff,) for row in model.objects.values()]
    assert not any(founded.recovery_key in row for row in rows)
