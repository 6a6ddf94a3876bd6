"""In danger without consent: on a ground, and with a second person who has read the words of it."""

from __future__ import annotations

import pytest

from helpline.handover.people import (
    AGREED,
    GROUND,
    Chat,
    in_danger,
    makes_a_new_key,
    open_chat,
    packages,
    proposal,
)
from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.chat.actions import leave
from zichtbaar.helpline.handover import actions, visitor_actions
from zichtbaar.helpline.handover.codes import Ground
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import NotFoundError, NotTheirMoveError, RefusedError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import State
from zichtbaar.helpline.people.models import Role, Staff, TeamKey


def again(handover: Handover) -> tuple[str, str]:
    found = Handover.objects.get(pk=handover.pk)
    return found.state, found.told_hash


def test_without_consent_only_with_a_ground_and_a_second_person(
    kim: Staff, sam: Staff, vera: Chat, zorg: Organisation
) -> None:
    handover = in_danger(kim, vera, zorg)
    with pytest.raises(WrongStateError):
        actions.send(kim, handover, packages(handover), handover.told_hash)
    with pytest.raises(NotTheirMoveError):
        actions.authorise(kim, handover, GROUND)
    authorised = actions.authorise(sam, handover, GROUND)
    assert (authorised.state, authorised.confirmed_by) == (State.AUTHORISED, sam)
    assert actions.send(kim, authorised, packages(authorised), authorised.told_hash).state == State.SENT
    kinds = list(Entry.objects.order_by("number").values_list("kind", flat=True))
    assert [kind for kind in kinds if "consent" in kind or "authorised" in kind] == [
        "handover_without_consent",
        "handover_authorised",
    ]


def test_without_consent_what_goes_is_what_the_second_person_read(
    kim: Staff, sam: Staff, vera: Chat, zorg: Organisation
) -> None:
    handover = in_danger(kim, vera, zorg)
    for other in (AGREED, ""):
        with pytest.raises(RefusedError, match="other_words"):
            actions.authorise(sam, handover, other)
    with pytest.raises(NotFoundError):
        actions.store_ground(kim, handover, dict.fromkeys(actions.readers_of_ground(handover), "others"), AGREED)
    authorised = actions.authorise(sam, handover, GROUND)
    for other in (AGREED, ""):
        with pytest.raises(RefusedError, match="other_words"):
            actions.send(kim, authorised, packages(authorised), other)
    assert again(authorised) == (State.AUTHORISED, GROUND)
    assert actions.send(kim, authorised, packages(authorised), GROUND).state == State.SENT


def test_when_the_second_person_has_a_new_key_the_same_words_are_sealed_to_it(
    kim: Staff, sam: Staff, vera: Chat, zorg: Organisation
) -> None:
    handover = in_danger(kim, vera, zorg)
    assert actions.ground_awaited_by(handover) == {}
    makes_a_new_key(sam)
    with pytest.raises(RefusedError, match="no_ground"):
        actions.authorise(sam, handover, GROUND)

    awaited = actions.ground_awaited_by(handover)
    assert awaited.keys() == {str(kim.pk), str(sam.pk)}
    anew = dict.fromkeys(awaited, "sealed-anew")
    with pytest.raises(RefusedError, match="other_words"):
        actions.store_ground(kim, handover, anew, AGREED)
    with pytest.raises(NotFoundError):
        actions.store_ground(sam, handover, anew, GROUND)
    actions.store_ground(kim, handover, anew, GROUND)
    assert [note.sealed for note in handover.notes.all()] == ["sealed-anew"] * 2
    assert actions.ground_awaited_by(handover) == {}
    assert actions.authorise(sam, handover, GROUND).state == State.AUTHORISED
    makes_a_new_key(sam)
    assert actions.ground_awaited_by(Handover.objects.get(pk=handover.pk)) == {}


def test_a_shift_lead_does_not_confirm_her_own(sam: Staff, zorg: Organisation) -> None:
    with pytest.raises(RefusedError, match="nobody_second"):
        actions.propose(sam, open_chat(sam).conversation, proposal(zorg, ground=Ground.LIFE))


def test_a_ground_without_its_words_cannot_be_confirmed(kim: Staff, sam: Staff, vera: Chat, zorg: Organisation) -> None:
    handover = actions.propose(kim, vera.conversation, proposal(zorg, ground=Ground.CHILD))
    with pytest.raises(RefusedError, match="no_ground"):
        actions.authorise(sam, handover, GROUND)
    with pytest.raises(RefusedError, match="sealed"):
        actions.store_ground(kim, handover, {str(kim.pk): "sealed"}, GROUND)


def test_in_danger_it_can_go_after_the_visitor_has_left(kim: Staff, vera: Chat, zorg: Organisation) -> None:
    leave(vera.conversation.identifier, vera.token)
    vera.conversation.refresh_from_db()
    with pytest.raises(RefusedError, match="chat_over"):
        actions.propose(kim, vera.conversation, proposal(zorg))
    assert in_danger(kim, vera, zorg).state == State.PROPOSED


def test_the_second_person_says_no_and_nothing_goes(kim: Staff, sam: Staff, vera: Chat, zorg: Organisation) -> None:
    danger = in_danger(kim, vera, zorg)
    with pytest.raises(NotTheirMoveError):
        actions.forbid(kim, danger)
    forbidden = actions.forbid(sam, danger)
    assert (forbidden.state, forbidden.confirmed_by) == (State.REFUSED, sam)
    assert not danger.notes.exists()
    with pytest.raises(WrongStateError):
        actions.send(kim, forbidden, packages(forbidden), GROUND)


def test_words_without_a_hash_can_be_confirmed_by_nobody(
    kim: Staff, sam: Staff, vera: Chat, zorg: Organisation
) -> None:
    danger = actions.propose(kim, vera.conversation, proposal(zorg, ground=Ground.LIFE))
    actions.store_ground(kim, danger, dict.fromkeys(actions.readers_of_ground(danger), "sealed"), "")
    with pytest.raises(RefusedError, match="other_words"):
        actions.authorise(sam, danger, "")


@pytest.mark.parametrize("is_agreed", [False, True])
def test_what_a_visitor_is_asked_has_no_ground(kim: Staff, vera: Chat, zorg: Organisation, *, is_agreed: bool) -> None:
    asked = actions.propose(kim, vera.conversation, proposal(zorg))
    if is_agreed:
        asked = visitor_actions.agree(asked, AGREED, may_be_counted=False)
    with pytest.raises((NotFoundError, WrongStateError)):
        actions.store_ground(kim, asked, dict.fromkeys(actions.readers_of_ground(asked), "sealed"), GROUND)
    assert not asked.notes.exists()


def test_of_two_shift_leads_neither_confirms_nor_forbids_her_own(sam: Staff, zorg: Organisation) -> None:
    mo = Staff.objects.create(name="Mo", role=Role.SHIFT_LEAD, memory=0, passes=0, public_key=sam.public_key)
    mo.team_key_wraps.create(team_key=TeamKey.objects.get(), sealed_private="sealed")
    danger = in_danger(sam, open_chat(sam), zorg)
    with pytest.raises(NotTheirMoveError):
        actions.authorise(sam, danger, GROUND)
    with pytest.raises(NotTheirMoveError):
        actions.forbid(sam, danger)
    assert actions.authorise(mo, danger, GROUND).confirmed_by == mo
