"""Nothing is sealed unseen to a key that no colleague compared: an administrator may have made it with her own link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpline.chat.giving_keys import sealed_chat
from helpline.chat.test_giving import gives, makes_new_key
from zichtbaar.helpline.chat import break_glass
from zichtbaar.helpline.chat.actions import wrap_to
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.chat.models import Conversation, Need
from zichtbaar.helpline.chat.renewing import NewTeamKey, renew, renewal
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Role, Staff, TeamKey
from zichtbaar.helpline.sealing.hpke import make_key_pair

Converse = Callable[..., Conversation]


@pytest.fixture
def mallory(ada: Staff) -> Staff:
    """A shift lead whom Ada invited, and whose link Ada opened herself."""
    staff, _ = joining.invite(ada, "Mallory", Role.SHIFT_LEAD)
    staff.public_key = to_text(make_key_pair().public)
    staff.save()
    return staff


def test_a_shift_lead_whom_nobody_compared_gets_no_chat(
    kim: Staff, sam: Staff, mallory: Staff, converse: Converse
) -> None:
    chat = converse(kim)
    assert wrap_to(chat).keys() == {str(kim.pk), str(sam.pk), "recovery"}
    gives(kim, mallory)
    assert wrap_to(chat).keys() == {str(kim.pk), str(sam.pk), str(mallory.pk), "recovery"}


def test_she_gets_no_team_key_and_makes_none(kim: Staff, lena: Staff, sam: Staff, mallory: Staff) -> None:
    needs = renewal()
    assert needs.receivers.keys() == {str(kim.pk), str(lena.pk), str(sam.pk), "recovery"}
    sealed = dict.fromkeys(needs.receivers, bytes(114))
    with pytest.raises(NotFoundError):
        renew(mallory, NewTeamKey(needs.epoch, make_key_pair().public, needs.receivers, sealed, {}, frozenset()))
    assert TeamKey.objects.count() == 1


def test_she_reads_no_chat_in_need(kim: Staff, mallory: Staff, converse: Converse) -> None:
    sealed_chat(chat := converse(kim), [kim])
    mallory.role = Role.COUNSELLOR
    mallory.save()
    chat.state = "open"
    chat.save()
    with pytest.raises(NotFoundError):
        break_glass.ask(mallory, chat.identifier, Need.values[0])  # type: ignore[arg-type]


def test_a_new_key_of_a_known_colleague_is_not_known(sam: Staff, kim: Staff, converse: Converse) -> None:
    """Ada makes a link for Sam and opens it herself: then Sam's key is hers."""
    chat = converse(kim)
    makes_new_key(sam)
    assert wrap_to(chat).keys() == {str(kim.pk), "recovery"}
    assert str(sam.pk) not in renewal().receivers


def test_who_holds_only_an_older_team_key_is_not_known_yet(kim: Staff, sam: Staff, converse: Converse) -> None:
    newer = TeamKey.objects.create(epoch=2, public_key=to_text(make_key_pair().public))
    kim.team_key_wraps.create(team_key=newer, sealed_private="sealed")
    assert wrap_to(converse(kim)).keys() == {str(kim.pk), "recovery"}
    assert renewal().receivers.keys() == {str(kim.pk), "recovery"}
    assert sam.team_key_wraps.exists()
