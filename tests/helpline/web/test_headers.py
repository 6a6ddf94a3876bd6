"""Every answer is safe to show, kept by no browser, and a visitor's sets no cookie."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import Client
from django.urls import path
from pytest_django import Settings

from promises.test_outsiders_see_nothing import ADDRESSES, example
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.access import RULES, Door
from zichtbaar.helpline.web.shared.headers import HEADERS, WITH_PASSKEYS

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("address", [*ADDRESSES.values(), "/absent", "/static/absent.js"])
def test_every_answer_has_every_header(address: str, method: str) -> None:
    answer = Client(raise_request_exception=False).generic(method, example(address))
    asks_for_passkeys = answer.status_code == 200 and address in {
        "/desk/",
        "/office/sign-in/",
        "/account/sign-in/",
        "/partner/",
    }
    expected = {**HEADERS, "Permissions-Policy": WITH_PASSKEYS} if asks_for_passkeys else HEADERS
    assert {name: answer.headers.get(name) for name in HEADERS} == expected
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY


def test_only_passkeys_are_not_refused_where_staff_sign_in() -> None:
    refused, here = (set(one.split(", ")) for one in (HEADERS["Permissions-Policy"], WITH_PASSKEYS))
    assert refused - here == {"publickey-credentials-get=()"}
    assert here < refused


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.door is Door.VISITOR])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_visitor_gets_a_cookie(name: str, method: str, kim: Staff, signed_in: Callable[[Staff], Client]) -> None:
    addresses = example(ADDRESSES[name]), example(ADDRESSES[name]) + "?language=en"
    spoilt = Client(headers={"Cookie": "sessionid=spoilt; csrftoken=spoilt"})
    for client in (Client(), spoilt, signed_in(kim)):
        assert [client.generic(method, address).headers.get("Set-Cookie") for address in addresses] == [None, None]
        assert not client.generic(method, addresses[0]).cookies


def test_a_page_may_bring_a_policy_of_its_own_and_change_nothing_else(settings: Settings) -> None:
    def page(_: object) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'", "Cache-Control": "public"})

    settings.ROOT_URLCONF = (path("", page, name="visitor-page"),)
    answer = Client().get("/")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_over_https_a_browser_is_told_to_use_nothing_else(settings: Settings) -> None:
    assert "Strict-Transport-Security" not in Client().get("/").headers
    settings.HTTPS = True
    assert "max-age=" in Client().get("/").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", ""])
def test_a_host_that_we_are_not_gets_nothing(host: str) -> None:
    assert Client().get("/", headers={"Host": host}).status_code == 400


def test_only_assets_with_a_hash_in_their_name_are_kept_and_none_of_the_visitors_page(settings: Settings) -> None:
    compressed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": compressed}
    call_command("collectstatic", verbosity=0, interactive=False)
    client = Client()
    hashed = client.get(static("desk/desk.css"), headers={"Accept-Encoding": "gzip"})
    assert "immutable" in hashed.headers["Cache-Control"]
    assert gzip.decompress(hashed.content) == client.get("/static/desk/desk.css").content
    assert client.get("/static/desk/desk.css").headers["Cache-Control"] == "no-store"
    for name in ("visitor/built/style.css", "visitor/built/first.js", "visitor/built/second.js", "visitor/icon.svg"):
        assert client.get(static(name)).headers["Cache-Control"] == "no-store"
    assert client.get("/static/../secret").status_code == 404
