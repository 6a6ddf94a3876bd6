"""Outsiders see nothing: every address that the URL configuration has × every role × nobody, against the one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import Settings

from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.web.access import RULES, Door, Rule
from zichtbaar.helpline.web.shared.checks import address_names, every_address_has_a_rule, faults

SignIn = Callable[[Staff], Client]
LET_IN = 299
SIGNED_OUT = b'{"error": "signed_out"}'
EVERYBODY = {
    "Otto": None,
    "Kim": Role.COUNSELLOR,
    "Sam": Role.SHIFT_LEAD,
    "Noor": Role.RESEARCHER,
    "Ada": Role.ADMINISTRATOR,
    "Piet": Role.PARTNER,
}
"""One for each role, and Otto, who is not signed in."""


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """Name and route of every address."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield str(pattern.name), route


ADDRESSES = dict(routes(get_resolver("zichtbaar.helpline.project.urls").url_patterns))


def let_in(request: HttpRequest, **_: object) -> HttpResponse:  # noqa: ARG001
    """Stands in the place of every page: whoever sees this answer came past the doors."""
    return HttpResponse(status=LET_IN)


@pytest.fixture
def only_doors(settings: Settings) -> None:
    """The same addresses with the same names; behind each only a sign that somebody was let in."""
    settings.ROOT_URLCONF = tuple(path(route.removeprefix("/"), let_in, name=name) for name, route in ADDRESSES.items())


def example(route: str) -> str:
    """An address of this form: 1 for every number, letters for everything else."""
    return re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "a" * 32, route))


def expected(rule: Rule, role: Role | None, method: str) -> int:
    """The status that the table promises."""
    if rule.anyone or role in rule.roles:
        return LET_IN
    if role is not None:
        return 404
    return 303 if rule.door is Door.PAGE and method == "GET" else 401


def browser_of(name: str, signed_in: SignIn) -> Client:
    return signed_in(Staff.objects.get(name=name)) if EVERYBODY[name] else Client()


@pytest.mark.usefixtures("only_doors", "founded")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_address_as_everybody(name: str, method: str, signed_in: SignIn) -> None:
    client = browser_of(name, signed_in)
    got = {one: client.generic(method, example(route)).status_code for one, route in ADDRESSES.items()}
    assert got == {one: expected(RULES[one], EVERYBODY[name], method) for one in ADDRESSES}


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("name", EVERYBODY)
def test_behind_the_real_doors_too_a_stranger_to_an_address_changes_nothing_and_hears_the_same(
    name: str, signed_in: SignIn
) -> None:
    client, before = browser_of(name, signed_in), Entry.objects.count()
    for method in ("GET", "POST"):
        absent = client.generic(method, "/absent").content
        for one, route in ADDRESSES.items():
            if (status := expected(RULES[one], EVERYBODY[name], method)) != LET_IN:
                answer = client.generic(method, example(route))
                assert (one, answer.status_code) == (one, status)
                assert answer.content == {404: absent, 401: SIGNED_OUT}.get(status, b""), one
    assert Entry.objects.count() == before


def test_somebody_of_every_role_is_among_them() -> None:
    assert sorted(role for role in EVERYBODY.values() if role) == sorted(Role)


def test_the_table_covers_every_address_and_nothing_else() -> None:
    assert every_address_has_a_rule() == []
    assert set(ADDRESSES) == set(RULES)


def test_a_new_address_without_a_rule_stops_the_start() -> None:
    names = {*address_names([path("new", let_in, name="new"), path("unnamed", let_in)])}
    assert [fault.id for fault in faults(names, {"gone": RULES["desk"]})] == ["web.E001", "web.E001", "web.E002"]


@pytest.mark.django_db
def test_an_address_without_a_rule_does_not_exist_for_anybody(
    settings: Settings, signed_in: SignIn, kim: Staff
) -> None:
    settings.ROOT_URLCONF = (path("new", let_in, name="new"), path("no-name", let_in))
    for client in (Client(), signed_in(kim)):
        assert [client.get(address).status_code for address in ("/new", "/no-name")] == [404, 404]


@pytest.mark.usefixtures("only_doors")
def test_who_left_the_helpline_is_nobody_from_that_moment(kim: Staff, signed_in: SignIn) -> None:
    client = signed_in(kim)
    assert client.get("/desk/conversations").status_code == LET_IN
    kim.is_active = False
    kim.save()
    assert client.get("/desk/conversations").status_code == 401


def test_a_refused_page_sends_to_the_form_for_signing_in(db: None) -> None:  # noqa: ARG001
    assert Client().get("/office/").headers["Location"] == "/office/sign-in/"
