"""Who has left gets in nowhere, and nothing on the server opens with her key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from helpline.web_account.signing_in import Browser, with_second_factor
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.chat.reading import signed_in as on_the_line
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.errors import LastOneError, NotAllowedError
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import Invitation, RecoveryCode, Role, SecondFactor, Staff, TeamKey, TeamKeyWrap

SignIn = Callable[[Staff], Client]


@pytest.mark.parametrize("who", ["sam", "ada"])
def test_access_ends_at_once_and_everything_sealed_to_her_is_gone(
    who: str,
    kim: Staff,
    lena: Staff,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    converse: Callable[..., Conversation],
) -> None:
    kims, lenas = signed_in(kim), signed_in(lena)
    with_second_factor(kim)
    for staff in (kim, lena):
        KeyWrap.objects.create(conversation=converse(staff), holder=Holder.STAFF, staff=staff, sealed_key="sealed")
    leave(request.getfixturevalue(who), kim)

    assert kims.get("/desk/conversations").status_code == 401
    assert on_the_line(kims.session.session_key or "") is None
    assert Browser("desk").sign_in("Kim", "kim-password") == (403, {"error": "refused"})
    kept = (KeyWrap.objects.filter(staff=kim), kim.team_key_wraps, SecondFactor.objects, RecoveryCode.objects)
    assert [rows.count() for rows in kept] == [0, 0, 0, 0]
    assert (kim.password_slot, kim.has_usable_password()) == ("", False)
    assert TeamKey.objects.get().is_due
    assert lenas.get("/desk/conversations").status_code == 200
    assert KeyWrap.objects.get().staff == lena
    assert (Kind.STAFF_LEFT, f"staff {kim.pk}") in [(line.kind, line.subject) for line in latest(3)]


def test_a_session_that_was_saved_opens_nothing_even_if_its_row_comes_back(
    sam: Staff, kim: Staff, signed_in: SignIn
) -> None:
    kims = signed_in(kim)
    saved = Session.objects.get(session_key=kims.session.session_key)
    leave(sam, kim)
    saved.save(force_insert=True)
    assert kims.get("/desk/conversations").status_code == 401
    assert kims.get("/account/").status_code == 303


def test_her_link_opens_nothing_any_more(ada: Staff, kim: Staff) -> None:
    joining.invite_again(ada, kim)
    leave(ada, kim)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["kim", "noor"])
def test_others_cannot_end_anybodys_access(who: str, request: pytest.FixtureRequest, lena: Staff) -> None:
    with pytest.raises(NotAllowedError):
        leave(request.getfixturevalue(who), lena)
    assert Staff.objects.get(pk=lena.pk).is_active


def test_nobody_ends_her_own_access(ada: Staff) -> None:
    with pytest.raises(NotAllowedError):
        leave(ada, ada)


@pytest.mark.parametrize("role", [Role.SHIFT_LEAD, Role.ADMINISTRATOR])
def test_the_last_of_a_role_that_is_needed_cannot_leave(ada: Staff, sam: Staff, role: Role) -> None:
    last, by = (sam, ada) if role == Role.SHIFT_LEAD else (ada, sam)
    joining.invite(ada, "Not here yet", role)
    with pytest.raises(LastOneError):
        leave(by, last)
    another = Staff.objects.filter(name="Not here yet")
    another.update(public_key="a key")
    if role == Role.SHIFT_LEAD:
        with pytest.raises(LastOneError):  # nobody has compared her key, so she could give and renew none
            leave(by, last)
        TeamKeyWrap.objects.create(team_key=TeamKey.objects.get(), staff=another.get(), sealed_private="sealed to her")
    leave(by, last)
    assert not Staff.objects.get(pk=last.pk).is_active


def test_a_shift_lead_who_never_got_keys_can_be_taken_away_again_where_there_is_another(ada: Staff, sam: Staff) -> None:
    mallory, _ = joining.invite(ada, "Mallory", Role.SHIFT_LEAD)
    Staff.objects.filter(pk=mallory.pk).update(public_key="a key")
    sam.team_key_wraps.all().delete()
    mallory.refresh_from_db()
    leave(ada, mallory)
    assert not mallory.is_active
    with pytest.raises(LastOneError):  # there is nobody else in this role
        leave(ada, sam)


def test_leaving_twice_is_leaving_once(ada: Staff, kim: Staff) -> None:
    leave(ada, kim)
    leave(ada, kim)
    assert [line.kind for line in latest(9)].count(Kind.STAFF_LEFT) == 1
