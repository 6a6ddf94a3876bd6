"""A link lets one colleague make a key, once and soon; and nobody makes one for herself or for who has left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.errors import BadNameError, InvitationGoneError, NameTakenError, NotAllowedError
from zichtbaar.helpline.people.models import Invitation, Role, Staff
from zichtbaar.helpline.people.passwords import NewPassword
from zichtbaar.helpline.sealing.hpke import make_key_pair
from zichtbaar.helpline.sealing.password import close_slot

NEW = NewPassword(salt=bytes(16), auth=bytes(32), slot=close_slot(bytes(32), bytes(32)))


@pytest.fixture
def request_of_somebody(rf: RequestFactory) -> HttpRequest:
    """A request of a browser in which nobody is signed in."""
    request = rf.post("/account/join/keys")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def test_ada_invites_mila_who_makes_a_key_and_is_signed_in(ada: Staff, request_of_somebody: HttpRequest) -> None:
    mila, token = joining.invite(ada, " Mila ", Role.COUNSELLOR)
    assert (mila.name, mila.public_key, mila.has_usable_password()) == ("Mila", "", False)
    assert joining.invited(token) == mila
    own = make_key_pair()
    joining.join(request_of_somebody, token, own.public, NEW)
    mila.refresh_from_db()
    assert mila.public_key == to_text(own.public)
    assert request_of_somebody.user == mila
    assert [line.kind for line in latest(3)] == [Kind.SIGNED_IN, Kind.STAFF_JOINED, Kind.STAFF_INVITED]


def test_a_link_opens_once(ada: Staff, request_of_somebody: HttpRequest) -> None:
    _, token = joining.invite(ada, "Mila", Role.COUNSELLOR)
    joining.join(request_of_somebody, token, make_key_pair().public, NEW)
    for again in (joining.invited, lambda one: joining.join(request_of_somebody, one, make_key_pair().public, NEW)):
        with pytest.raises(InvitationGoneError):
            again(token)


def test_a_link_runs_out(ada: Staff) -> None:
    _, token = joining.invite(ada, "Mila", Role.COUNSELLOR)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationGoneError):
        joining.invited(token)


def test_a_newer_link_takes_the_place_of_the_older_one(ada: Staff) -> None:
    mila, token = joining.invite(ada, "Mila", Role.COUNSELLOR)
    newer = joining.invite_again(ada, mila)
    assert joining.invited(newer) == mila
    with pytest.raises(InvitationGoneError):
        joining.invited(token)


@pytest.mark.parametrize("token", ["", "A", "x" * 43])
def test_a_made_up_link_opens_nothing(founded: object, token: str) -> None:  # noqa: ARG001
    with pytest.raises(InvitationGoneError):
        joining.invited(token)


def test_the_token_is_kept_nowhere(ada: Staff) -> None:
    _, token = joining.invite(ada, "Mila", Role.COUNSELLOR)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names()
        kept = [cursor.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608  # our own tables
    assert "Mila" in repr(kept)
    assert token not in repr(kept)


@pytest.mark.parametrize("who", ["kim", "sam", "noor"])
def test_only_an_administrator_invites(who: str, request: pytest.FixtureRequest, lena: Staff) -> None:
    with pytest.raises(NotAllowedError):
        joining.invite(request.getfixturevalue(who), "Mila", Role.COUNSELLOR)
    with pytest.raises(NotAllowedError):
        joining.invite_again(request.getfixturevalue(who), lena)
    assert not Invitation.objects.exists()


def test_a_partner_is_invited_for_an_organisation_only(ada: Staff) -> None:
    """`handover.receivers` does that."""
    with pytest.raises(NotAllowedError):
        joining.invite(ada, "Paula", Role.PARTNER)
    assert not Staff.objects.filter(name="Paula").exists()


def test_no_link_for_oneself_nor_for_who_has_left(ada: Staff, kim: Staff) -> None:
    Staff.objects.filter(pk=kim.pk).update(is_active=False)
    kim.refresh_from_db()
    for staff in (ada, kim):
        with pytest.raises(NotAllowedError):
            joining.invite_again(ada, staff)


@pytest.mark.parametrize("name", ["Kim", "kim", " KIM "])
def test_two_colleagues_never_have_one_name(ada: Staff, name: str) -> None:
    with pytest.raises(NameTakenError):
        joining.invite(ada, name, Role.COUNSELLOR)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u200bb", "a\nb"])
def test_a_name_can_be_read(ada: Staff, name: str) -> None:
    with pytest.raises(BadNameError):
        joining.invite(ada, name, Role.COUNSELLOR)


def test_who_was_invited_again_goes_on_until_she_uses_the_link(
    ada: Staff, kim: Staff, request_of_somebody: HttpRequest
) -> None:
    token = joining.invite_again(ada, kim)
    kim.refresh_from_db()
    assert kim.has_usable_password()
    assert kim.team_key_wraps.exists()
    joining.join(request_of_somebody, token, make_key_pair().public, NEW)
    assert not kim.team_key_wraps.exists(), "what was sealed to the old key opens for nobody"
