"""Photos at the doors: what the visitor's page offers and posts, and what the desk is given."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from helpline.chat.talking import Chat, begin
from helpline.web.test_visitors_door import post
from zichtbaar.helpline.chat.models import Holder, Photo
from zichtbaar.helpline.languages.reading import language
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.project.bodies import LARGEST_BODY
from zichtbaar.helpline.sealing.photo import BUCKETS, open_photo, seal_photo

SignIn = Callable[[Staff], Client]
NAME = "ab" * 16
JPEG = b"\xff\xd8 a picture \xff\xd9"


@pytest.fixture
def taken(settings: Settings) -> None:
    """This helpline takes photos."""
    settings.PHOTOS, settings.IMAGES_REPORT = True, "The Police, 0900"


@pytest.fixture
def chat(kim: Staff) -> Chat:
    """Vera and Kim are talking."""
    return begin(counsellor=kim)


def of(chat: Chat, jpeg: bytes = JPEG, name: str = NAME) -> dict[str, str]:
    """What Vera's page posts."""
    sealed = seal_photo(jpeg, chat.key, chat.identifier, bytes.fromhex(name))
    named = {"conversation": chat.identifier.hex(), "token": to_text(chat.token), "photo": name}
    return {**named, "content": to_text(sealed)}


def visitors_page() -> str:
    return Client().get("/?language=en").content.decode()


def test_where_photos_are_off_nothing_is_offered_and_nothing_kept(chat: Chat) -> None:
    page = visitors_page()
    assert "You cannot send pictures or films here." in page
    assert [word for word in ("sixth", 'id="photo"', "photo-room", "Send a photo") if word in page] == []
    assert Client().get("/photo").status_code == 404
    assert post("/photo", of(chat)) == (409, {"error": "no_photos"})
    assert not Photo.objects.exists()


@pytest.mark.usefixtures("founded", "taken")
def test_where_photos_are_on_the_page_says_so_and_still_takes_none_in_the_box(settings: Settings) -> None:
    page = visitors_page()
    by_button = language("en").page["pictures_by_button"]
    assert page.count("You cannot send pictures or films here.") == 0
    assert page.count(by_button) == 2  # on the page, and what the box says of a picture that is pasted
    assert 'data-sixth="/static/visitor/built/sixth.js"' in page
    assert f"On {settings.IMAGES_HELP} they help to take it away." in page


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_texts_come_when_they_are_asked_for_and_name_who_helps(settings: Settings, code: str) -> None:
    texts = Client().get(f"/photo?language={code}").json()
    assert texts.keys() == language(code).photo.keys()
    assert settings.IMAGES_HELP in texts["child"]
    assert "{size}" in texts["line"]


@pytest.mark.usefixtures("taken")
def test_vera_sends_and_kim_opens_it(kim: Staff, chat: Chat, signed_in: SignIn) -> None:
    assert post("/photo", of(chat)) == (204, {})
    got = signed_in(kim).get(f"/desk/conversations/{chat.identifier.hex()}/photos/{NAME}")
    sealed = from_text(got.json()["content"])
    assert open_photo(sealed, chat.key, chat.identifier, bytes.fromhex(NAME)) == JPEG
    assert got.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("taken")
def test_the_largest_photo_fits_in_a_request(chat: Chat) -> None:
    asked = of(chat, secrets.token_bytes(BUCKETS[-1] - 1))
    assert len(json.dumps(asked)) <= LARGEST_BODY
    assert post("/photo", asked) == (204, {})


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize(
    "wrong",
    [
        {"content": to_text(JPEG)},
        {"content": "not base64url!"},
        {"content": 1},
        {"content": to_text(b"\2" + bytes(BUCKETS[0] + 16))},
        {"photo": "../x"},
        {"photo": NAME.upper()},
        {"token": to_text(b"short")},
    ],
)
def test_what_is_no_sealed_photo_is_refused(chat: Chat, wrong: dict[str, Any]) -> None:
    assert post("/photo", {**of(chat), **wrong}) == (400, {"error": "malformed"})
    assert not Photo.objects.exists()


@pytest.mark.usefixtures("taken")
def test_somebody_elses_token_sends_nothing(chat: Chat) -> None:
    assert post("/photo", {**of(chat), "token": to_text(bytes(32))}) == (404, {"error": "not_found"})


@pytest.mark.usefixtures("taken")
def test_kim_deletes_it_and_it_is_there_for_nobody(kim: Staff, sam: Staff, chat: Chat, signed_in: SignIn) -> None:
    post("/photo", of(chat))
    address = f"/desk/conversations/{chat.identifier.hex()}/photos/{NAME}"
    assert signed_in(kim).post(f"{address}/delete").status_code == 204
    assert [signed_in(one).get(address).status_code for one in (kim, sam)] == [404, 404]
    assert post("/photo", of(chat)) == (409, {"error": "taken"})


@pytest.mark.usefixtures("taken")
def test_sam_finds_the_photos_of_all_chats_and_kim_those_of_hers(
    kim: Staff, lena: Staff, sam: Staff, chat: Chat, signed_in: SignIn
) -> None:
    post("/photo", of(chat))
    chat.row.wraps.create(holder=Holder.STAFF, staff=kim, sealed_key="to Kim")
    for who, key in ((kim, "to Kim"), (sam, None)):
        page = signed_in(who)
        (found,) = page.get("/desk/photos").json()["photos"]
        assert (found["photo"], found["conversation"], found["name"]) == (NAME, chat.identifier.hex(), "Kim")
        assert (found["epoch"], found["sealed_key"]) == (chat.row.epoch, key)
        assert page.get("/desk/keys").json()["photos"] == 1
    assert signed_in(lena).get("/desk/photos").json() == {"photos": []}
    assert signed_in(lena).get("/desk/keys").json()["photos"] == 0


@pytest.mark.usefixtures("taken")
def test_lena_gets_nothing_and_deletes_nothing(lena: Staff, chat: Chat, signed_in: SignIn) -> None:
    post("/photo", of(chat))
    address = f"/desk/conversations/{chat.identifier.hex()}/photos/{NAME}"
    assert signed_in(lena).get(address).json() == {"error": "not_found"}
    assert signed_in(lena).post(f"{address}/delete").status_code == 404
    assert bytes(Photo.objects.get().content)


@pytest.mark.usefixtures("founded", "taken")
def test_the_desk_names_the_official_route_beside_each_photo() -> None:
    page = Client().get("/desk/?language=en").content.decode()
    assert "It is reported to: The Police, 0900." in page


@pytest.mark.usefixtures("taken")
def test_who_only_follows_a_link_deletes_no_photo(kim: Staff, chat: Chat, signed_in: SignIn) -> None:
    post("/photo", of(chat))
    address = f"/desk/conversations/{chat.identifier.hex()}/photos/{NAME}/delete"
    assert signed_in(kim).get(address).status_code == 405
    assert bytes(Photo.objects.get().content)


@pytest.mark.usefixtures("taken")
def test_on_a_full_disk_the_page_hears_that_the_photo_is_not_stored(chat: Chat) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            answer = post("/photo", of(chat))
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert answer == (503, {"error": "not_stored"})
    assert not Photo.objects.exists()
