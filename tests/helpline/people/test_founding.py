"""Founding a helpline makes every key once, and each opens for its holder only."""

from __future__ import annotations

import pytest

from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people.access import known_staff, shift_leads
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.errors import AlreadyFoundedError
from zichtbaar.helpline.people.models import RecoveryKey, Role, Staff, TeamKey, TeamKeyWrap
from zichtbaar.helpline.people.setup import Founded, NewStaff, found_helpline
from zichtbaar.helpline.sealing.errors import ForgedError
from zichtbaar.helpline.sealing.hpke import Purpose, open_key, seal_key
from zichtbaar.helpline.sealing.password import open_slot, split_password


def private_key(staff: Staff, password: str) -> bytes:
    split = split_password(password, from_text(staff.salt), memory=staff.memory, passes=staff.passes)
    return open_slot(from_text(staff.password_slot), split.kek)


def team_key(private: bytes, purpose: Purpose, staff: Staff | None) -> bytes:
    wrap = TeamKeyWrap.objects.get(staff=staff)
    return open_key(from_text(wrap.sealed_private), private, purpose, epoch=wrap.team_key_id)


def test_counsellors_shift_leads_and_recovery_hold_the_team_key(founded: Founded, kim: Staff, sam: Staff) -> None:
    keys = {
        team_key(private_key(kim, "kim-password"), Purpose.TEAM_KEY_FOR_STAFF, kim),
        team_key(private_key(sam, "sam-password"), Purpose.TEAM_KEY_FOR_STAFF, sam),
        team_key(from_text(founded.recovery_key), Purpose.TEAM_KEY_FOR_RECOVERY, None),
    }
    (private,) = keys
    public = from_text(TeamKey.objects.get().public_key)
    sealed = seal_key(b"k" * 32, public, Purpose.CONVERSATION_KEY_FOR_TEAM, epoch=1)
    assert open_key(sealed, private, Purpose.CONVERSATION_KEY_FOR_TEAM, epoch=1) == b"k" * 32


def test_while_there_is_no_team_key_nobody_at_the_desk_is_known(sam: Staff) -> None:
    assert list(shift_leads()) == [sam]
    TeamKey.objects.all().delete()
    assert list(known_staff()) == list(shift_leads()) == []


def test_nobody_else_holds_it(founded: Founded) -> None:
    holders = {wrap.staff.role for wrap in TeamKeyWrap.objects.exclude(staff=None) if wrap.staff}
    assert holders == {Role.COUNSELLOR, Role.SHIFT_LEAD}
    assert len(founded.staff) == 6


def test_one_colleague_cannot_open_what_is_anothers(kim: Staff, sam: Staff) -> None:
    with pytest.raises(ForgedError):
        team_key(private_key(kim, "kim-password"), Purpose.TEAM_KEY_FOR_STAFF, sam)
    with pytest.raises(ForgedError):
        private_key(kim, "sam-password")


def test_a_helpline_is_founded_once_and_it_is_recorded(founded: Founded) -> None:
    with pytest.raises(AlreadyFoundedError):
        found_helpline([NewStaff("Otto", Role.ADMINISTRATOR, "otto-password")])
    assert not Staff.objects.filter(name="Otto").exists()
    assert RecoveryKey.objects.count() == 1
    kinds = [line.kind for line in latest(10)]
    assert kinds == [Kind.STAFF_ADDED] * len(founded.staff) + [Kind.HELPLINE_FOUNDED]


@pytest.mark.django_db
def test_two_with_one_name_found_nothing() -> None:
    with pytest.raises(Exception, match="name"):
        found_helpline([NewStaff("Kim", Role.COUNSELLOR, "a-password")] * 2)
    assert not TeamKey.objects.exists()
    assert not Staff.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe\xfd", bytes(range(64))])
def test_bytes_survive_the_journey(content: bytes) -> None:
    assert from_text(to_text(content)) == content


@pytest.mark.parametrize("text", ["AB==", "A", "A+B/", "AB", "é", "A B", "AAAA\n"])
def test_only_the_one_spelling_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_text(text)
