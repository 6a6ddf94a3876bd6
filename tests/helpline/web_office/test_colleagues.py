"""Ada looks after accounts: links, lost phones, and who has left. Keys she never sees."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from helpline.web_account.signing_in import with_second_factor
from zichtbaar.helpline.people import joining, second_factor
from zichtbaar.helpline.people.models import Staff, TeamKeyWrap


def send(client: Client, address: str, **fields: str) -> tuple[int, str]:
    got = client.post(address, fields, headers={"accept-language": "en"})
    return got.status_code, got.content.decode() or got.headers.get("Location", "")


def page(client: Client, address: str) -> str:
    got = client.get(address, headers={"accept-language": "en"})
    assert got.status_code == 200
    return got.content.decode()


def token_in(text: str) -> str:
    found: list[str] = re.findall(r'<code id="link">http://testserver/account/join/#([\w-]{43})</code>', text)
    return found[0]


def test_a_link_is_shown_once_and_its_token_is_never_in_an_address_that_is_sent(adas: Client) -> None:
    status, text = send(adas, "/office/people/invite", name="Mila", role="counsellor")
    assert status == 200
    assert joining.invited(token_in(text)).name == "Mila"
    assert "having compared a number by voice" in text
    assert token_in(text) not in page(adas, "/office/people/")
    assert "has a link that was not used yet" in page(adas, "/office/people/")


def test_behind_a_proxy_with_tls_the_first_request_of_a_link_is_not_a_plain_one(
    adas: Client, settings: Settings
) -> None:
    settings.HTTPS = True
    _, text = send(adas, "/office/people/invite", name="Mila", role="counsellor")
    assert "https://testserver/account/join/#" in text


@pytest.mark.parametrize("role", ["counsellor", "administrator"])
def test_as_long_as_nobody_at_the_desk_has_keys_the_link_says_who_gives_them(adas: Client, role: str) -> None:
    said = "Nobody at the desk has keys yet."
    assert said not in send(adas, "/office/people/invite", name="Mila", role=role)[1]
    TeamKeyWrap.objects.filter(staff__isnull=False).delete()
    assert (said in send(adas, "/office/people/invite", name="Noa", role=role)[1]) == (role == "counsellor")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": "", "role": "counsellor"}, "Give a name of at most 60 characters."),
        ({"name": "Kim", "role": "counsellor"}, "A colleague has this name, or had it."),
        ({"name": "Mila", "role": "queen"}, "Choose a role from the list."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(adas: Client, fields: dict[str, str], problem: str) -> None:
    status, text = send(adas, "/office/people/invite", **fields)
    assert (status, problem in text) == (400, True)
    assert f'value="{fields["name"]}"' in text  # it need not be typed again
    assert not Staff.objects.filter(name="Mila").exists()


def test_who_lost_her_password_gets_another_link(adas: Client, kim: Staff) -> None:
    status, text = send(adas, f"/office/people/{kim.pk}/link")
    assert (status, joining.invited(token_in(text))) == (200, kim)


def test_a_lost_phone_is_taken_away(adas: Client, kim: Staff) -> None:
    assert "Take the second factor away" not in page(adas, f"/office/people/{kim.pk}/")
    with_second_factor(kim)
    assert "Take the second factor away" in page(adas, f"/office/people/{kim.pk}/")
    assert send(adas, f"/office/people/{kim.pk}/second-factor")[0] == 302
    assert not second_factor.has_one(kim)


def test_who_has_left_is_shown_so_and_the_team_key_is_due(adas: Client, kim: Staff) -> None:
    assert send(adas, f"/office/people/{kim.pk}/left")[0] == 302
    text = page(adas, f"/office/people/{kim.pk}/")
    assert "has left" in text
    assert "<form" not in text.split("<main")[1]
    assert "The team key has to be renewed" in page(adas, "/office/people/")


def test_what_is_done_to_an_account_is_said_afterwards(adas: Client, kim: Staff) -> None:
    with_second_factor(kim)
    for what, said in (("second-factor", "the second factor is taken away"), ("sign-out", "is signed out")):
        done = adas.post(f"/office/people/{kim.pk}/{what}").headers["Location"]
        assert f"Done: {said}" in page(adas, done).replace("every page that was open in this name ", "")
    assert "Done" not in page(adas, f"/office/people/{kim.pk}/?done=anything")


def test_of_a_partner_who_has_left_nothing_is_said_of_a_team_key(adas: Client, kim: Staff, piet: Staff) -> None:
    assert "renews the team key" in page(adas, f"/office/people/{kim.pk}/")
    told = page(adas, f"/office/people/{piet.pk}/")
    assert "team key" not in told
    assert "Nothing more is sent to this key." in told


def test_nothing_of_this_is_offered_or_possible_for_oneself(adas: Client, ada: Staff) -> None:
    with_second_factor(ada)
    own = page(adas, f"/office/people/{ada.pk}/").split("<main")[1]
    assert "<form" not in own
    assert '<a href="/account/">Your account</a>' in own
    for what in ("link", "second-factor", "left"):
        status, text = send(adas, f"/office/people/{ada.pk}/{what}")
        assert (status, "not possible for yourself" in text) == (409, True)
    assert second_factor.has_one(ada)


def test_the_last_shift_lead_cannot_leave(adas: Client, sam: Staff) -> None:
    status, text = send(adas, f"/office/people/{sam.pk}/left")
    assert (status, "Nobody else can do this work yet" in text) == (409, True)


@pytest.mark.parametrize("what", ["", "link", "second-factor", "left"])
def test_a_colleague_that_is_not_there_is_not_there(adas: Client, what: str) -> None:
    got = adas.post(f"/office/people/999/{what}") if what else adas.get("/office/people/999/")
    assert got.status_code == 404


def test_a_stolen_laptop_is_signed_out_and_its_owner_can_go_on_elsewhere(
    adas: Client, ada: Staff, kim: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    laptop = signed_in(kim)
    assert laptop.get("/desk/conversations").status_code == 200
    status, _ = send(adas, f"/office/people/{kim.pk}/sign-out")
    assert (status, laptop.get("/desk/conversations").status_code) == (302, 401)
    assert signed_in(kim).get("/desk/conversations").status_code == 200
    assert "Ada signed a colleague out everywhere (Kim)" in page(adas, "/office/people/")
    status, text = send(adas, f"/office/people/{ada.pk}/sign-out")
    assert (status, "This is not possible for yourself" in text) == (409, True)


def test_the_first_at_the_desk_gets_keys_from_paper_and_the_page_says_so(adas: Client) -> None:
    TeamKeyWrap.objects.exclude(staff=None).delete()
    _, text = send(adas, "/office/people/invite", name="Mila", role="shift_lead")
    assert "Nobody at the desk has keys yet." in text
    _, text = send(adas, "/office/people/invite", name="Nina", role="researcher")
    assert "Nobody at the desk has keys yet." not in text
