"""What each of the cast may do with a handover, and what is refused; the allowed and the refused side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.handover.people import (
    AGREED,
    Chat,
    confirmed,
    open_chat,
    organisation,
    packages,
    partner,
    proposal,
)
from zichtbaar.helpline.chat.actions import NewPart, begin_part
from zichtbaar.helpline.handover import access, actions, partner_actions, receivers, visitor_actions
from zichtbaar.helpline.handover.codes import Contact, Explanation, Guardian, Outcome, WhyDeclined
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand
from zichtbaar.helpline.handover.errors import NotFoundError, NotTheirMoveError, RefusedError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Package, ReceiverKey
from zichtbaar.helpline.handover.lifecycle import Move, Route, State
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.errors import NotAllowedError
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.sealing.hpke import make_key_pair
from zichtbaar.helpline.sealing.package import fingerprint


@pytest.fixture
def proposed(kim: Staff, vera: Chat, zorg: Organisation) -> Handover:
    return actions.propose(kim, vera.conversation, proposal(zorg))


@pytest.fixture
def sent(kim: Staff, proposed: Handover) -> Handover:
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=False)
    return actions.send(kim, agreed, packages(agreed), agreed.told_hash)


def test_a_handover_goes_its_way_and_every_step_is_kept(sent: Handover, piet: Staff) -> None:
    assert partner_actions.open_package(piet, sent) == "sealed"
    for move, code in ((Move.ACCEPT, ""), (Move.MEET, Contact.IN_CHAT), (Move.FINISH, Outcome.CARE)):
        done = partner_actions.answer(piet, sent, move, code)
    assert (done.state, done.contact, done.outcome) == (State.FINISHED, Contact.IN_CHAT, Outcome.CARE)
    steps = [step.move for step in sent.steps.order_by("pk")]
    assert steps == ["propose", "agree", "send", "open", "accept", "meet", "finish"]
    assert not Package.objects.exists()


def test_nothing_goes_before_the_visitor_has_agreed(kim: Staff, proposed: Handover) -> None:
    with pytest.raises(WrongStateError):
        actions.send(kim, proposed, packages(proposed), proposed.told_hash)
    visitor_actions.refuse(proposed)
    with pytest.raises(WrongStateError):
        visitor_actions.agree(proposed, AGREED, may_be_counted=True)


def test_the_visitor_takes_it_back_until_it_is_opened(sent: Handover, piet: Staff) -> None:
    visitor_actions.withdraw(sent)
    assert not Package.objects.exists()
    with pytest.raises(NotFoundError):
        access.one_of_partner(piet, sent.reference)
    with pytest.raises(WrongStateError):
        partner_actions.open_package(piet, sent)


def test_once_it_is_opened_it_cannot_be_taken_back(sent: Handover, piet: Staff, kim: Staff) -> None:
    partner_actions.open_package(piet, sent)
    with pytest.raises(WrongStateError):
        visitor_actions.withdraw(sent)
    with pytest.raises(WrongStateError):
        actions.call_back(kim, sent)


def test_who_agrees_again_has_agreed_to_the_last(proposed: Handover) -> None:
    visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    again = visitor_actions.agree(proposed, "cd" * 32, may_be_counted=False)
    assert (again.state, again.agreed_hash, again.may_be_counted) == (State.AGREED, "cd" * 32, False)


def test_the_same_agreement_said_again_is_one_step(proposed: Handover) -> None:
    for _ in range(3):
        visitor_actions.agree(Handover.objects.get(pk=proposed.pk), AGREED, may_be_counted=True)
    assert proposed.steps.filter(move="agree").count() == 1


def test_nobody_fills_the_record_by_agreeing_again_and_again(proposed: Handover) -> None:
    for number in range(visitor_actions.MOST_AGREEMENTS):
        visitor_actions.agree(proposed, f"{number:064x}", may_be_counted=True)
    with pytest.raises(WrongStateError):
        visitor_actions.agree(proposed, "ab" * 32, may_be_counted=True)
    visitor_actions.withdraw(proposed)


def test_what_was_sealed_before_the_visitor_agreed_again_does_not_go(kim: Staff, proposed: Handover) -> None:
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    sealed = packages(agreed)
    visitor_actions.agree(proposed, "cd" * 32, may_be_counted=True)
    with pytest.raises(RefusedError, match="other_words"):
        actions.send(kim, agreed, sealed, AGREED)
    agreed.refresh_from_db()
    assert agreed.state == State.AGREED
    assert not Package.objects.exists()
    assert actions.send(kim, agreed, sealed, "cd" * 32).state == State.SENT


def test_only_the_visitor_of_that_chat_can_agree(proposed: Handover, kim: Staff, vera: Chat) -> None:
    other = open_chat(kim)
    with pytest.raises(NotFoundError):
        visitor_actions.handover_of_visitor(other.conversation.identifier, other.token, proposed.reference)
    identifier = vera.conversation.identifier
    assert visitor_actions.handover_of_visitor(identifier, vera.token, proposed.reference) == proposed


def test_a_package_goes_to_every_confirmed_key_and_to_no_other(kim: Staff, ada: Staff, proposed: Handover) -> None:
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    waits = receivers.bind(ada, partner("Paula"), agreed.organisation)
    right = packages(agreed)
    for wrong in ({}, {**right, str(waits.pk): "sealed"}, dict.fromkeys(right, "")):
        with pytest.raises(RefusedError, match="sealed"):
            actions.send(kim, agreed, wrong, agreed.told_hash)
    actions.send(kim, agreed, right, agreed.told_hash)


def test_a_receiver_whose_key_not_two_people_confirmed_gets_nothing(
    kim: Staff, ada: Staff, sam: Staff, vera: Chat
) -> None:
    post = organisation("Post")
    key = receivers.bind(ada, partner("Paula"), post)
    digits = fingerprint(key.public).replace(" ", "-")

    def is_refused(why: str, by: Staff, digits: str = digits) -> None:
        with pytest.raises(RefusedError, match=why):
            receivers.confirm(by, key, digits, "phone")
        with pytest.raises(RefusedError, match="no_confirmed_key"):
            actions.propose(kim, vera.conversation, proposal(post))

    is_refused("other_digits", ada, "1" * 30)
    for nobody in (kim, key.staff):
        assert nobody is not None
        with pytest.raises(NotFoundError):
            receivers.confirm(nobody, key, digits, "phone")
    receivers.confirm(ada, key, digits, "phone")
    is_refused("same_person", ada)
    is_refused("no_shift_lead", Staff.objects.create(name="Ada too", role=Role.ADMINISTRATOR, memory=0, passes=0))
    mallory = Staff.objects.create(name="Mallory", role=Role.SHIFT_LEAD, public_key="x", memory=0, passes=0)
    with pytest.raises(NotFoundError):  # for Ada opened Mallory's link herself
        receivers.confirm(mallory, key, digits, "phone")
    is_refused("other_digits", sam, "1" * 30)
    receivers.confirm(sam, key, digits, "phone")
    actions.propose(kim, vera.conversation, proposal(post))
    receivers.distrust(sam, key)
    is_refused("other_digits", sam, "1" * 30)


def test_the_database_itself_holds_no_key_that_one_person_confirmed_twice(ada: Staff, zorg: Organisation) -> None:
    key = zorg.receiver_keys.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceiverKey.objects.filter(pk=key.pk).update(second_by=ada)


def test_a_partner_is_invited_for_an_organisation_and_her_key_is_noted_once_she_has_one(ada: Staff, kim: Staff) -> None:
    post, other = organisation("Post"), organisation("Other")
    paula, token = receivers.invite(ada, "Paula", post)
    assert (paula.role, receivers.organisation_of(paula)) == (Role.PARTNER, post)
    assert joining.invited(token) == paula
    assert paula not in receivers.unbound()
    with pytest.raises(RefusedError, match="not_a_partner"):
        receivers.bind(ada, paula, post)
    Staff.objects.filter(pk=paula.pk).update(public_key=to_text(make_key_pair().public))
    paula = receivers.unbound().get(name="Paula")
    with pytest.raises(RefusedError, match="bound_already"):
        receivers.bind(ada, paula, other)
    receivers.bind(ada, paula, post)
    assert paula not in receivers.unbound()
    with pytest.raises(NotAllowedError):
        receivers.invite(kim, "Mila", post)


def test_an_account_that_made_a_new_key_is_sent_nothing_until_that_is_confirmed(
    kim: Staff, ada: Staff, piet: Staff, proposed: Handover
) -> None:
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    piet.public_key = to_text(make_key_pair().public)
    piet.save()
    with pytest.raises(RefusedError, match="no_confirmed_key"):
        actions.send(kim, agreed, {}, agreed.told_hash)
    assert list(receivers.unbound()) == [piet]
    confirmed(ada, receivers.bind(ada, piet, agreed.organisation))
    assert list(receivers.unbound()) == []
    with pytest.raises(RefusedError, match="bound_already"):
        receivers.bind(ada, piet, agreed.organisation)
    assert actions.send(kim, agreed, packages(agreed), agreed.told_hash).state == State.SENT


@pytest.mark.parametrize(
    ("age", "guardian", "is_allowed"),
    [
        (AgeBand.UNDER_12, Guardian.NOT_NEEDED, False),
        (AgeBand.UNDER_12, Guardian.CHILDS_WISH, False),
        (AgeBand.UNDER_12, Guardian.AGREED, True),
        (AgeBand.FROM_12_TO_15, Guardian.NOT_NEEDED, False),
        (AgeBand.FROM_12_TO_15, Guardian.CHILDS_WISH, True),
        (AgeBand.FROM_16_TO_17, Guardian.NOT_NEEDED, True),
        (AgeBand.FROM_18, Guardian.AGREED, False),
    ],
)
def test_who_must_agree_depends_on_the_age(
    kim: Staff, vera: Chat, zorg: Organisation, age: AgeBand, guardian: Guardian, is_allowed: bool
) -> None:
    wanted = proposal(zorg, age=age, guardian=guardian)
    if is_allowed:
        assert actions.propose(kim, vera.conversation, wanted).guardian == guardian
        return
    with pytest.raises(RefusedError, match="guardian"):
        actions.propose(kim, vera.conversation, wanted)


def test_the_database_itself_refuses_what_has_neither_consent_nor_a_second_person(
    proposed: Handover, kim: Staff
) -> None:
    for changes in ({"state": "sent"}, {"state": "sent", "basis": "danger", "ground": "life", "confirmed_by": kim}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.filter(pk=proposed.pk).update(**changes)


def test_a_counsellor_sees_her_own_a_shift_lead_all_and_others_none(
    proposed: Handover, kim: Staff, lena: Staff, sam: Staff, noor: Staff, piet: Staff
) -> None:
    for staff in (kim, sam):
        assert access.one_of_helpline(staff, proposed.reference) == proposed
    for staff in (lena, noor, piet):
        with pytest.raises(NotFoundError):
            access.one_of_helpline(staff, proposed.reference)


def test_who_has_another_role_now_sees_nothing_of_what_she_saw_before(sent: Handover, kim: Staff, piet: Staff) -> None:
    for staff in (kim, piet):
        staff.role = Role.RESEARCHER
        staff.save()
    with pytest.raises(NotFoundError):
        access.one_of_helpline(kim, sent.reference)
    with pytest.raises(NotFoundError):
        access.one_of_partner(piet, sent.reference)


def test_nobody_answers_in_words_before_it_is_opened(sent: Handover, piet: Staff) -> None:
    words = dict.fromkeys(partner_actions.readers_of_answer(sent), "sealed")
    with pytest.raises(WrongStateError):
        partner_actions.write(piet, sent, words)
    partner_actions.open_package(piet, sent)
    partner_actions.write(piet, sent, words)


def test_a_partner_sees_what_was_sent_to_her_and_nothing_else(sent: Handover, piet: Staff, ada: Staff) -> None:
    petra = partner("Petra")
    confirmed(ada, receivers.bind(ada, petra, organisation("Blijf")))
    colleague = partner("Paula")
    receivers.bind(ada, colleague, sent.organisation)
    assert access.one_of_partner(piet, sent.reference) == sent
    for staff in (petra, colleague):
        with pytest.raises(NotFoundError):
            access.one_of_partner(staff, sent.reference)


def test_declined_is_not_over_until_another_follows_or_somebody_explains(
    sent: Handover, piet: Staff, kim: Staff, vera: Chat, blijf: Organisation
) -> None:
    partner_actions.open_package(piet, sent)
    with pytest.raises(RefusedError, match="code"):
        partner_actions.answer(piet, sent, Move.DECLINE, "because")
    partner_actions.answer(piet, sent, Move.DECLINE, WhyDeclined.NO_PLACE)
    sent.refresh_from_db()
    assert list(access.unfinished()) == [sent]
    following = actions.propose(kim, vera.conversation, proposal(blijf, route=Route.FILE, follows=sent))
    assert list(access.unfinished()) == [following]
    actions.call_back(kim, following)
    assert list(access.unfinished()) == []


def test_an_explanation_holds_for_one_shift(sent: Handover, kim: Staff) -> None:
    actions.explain(kim, sent, Explanation.NEXT_SHIFT)
    now = timezone.now()
    assert access.is_explained(sent, now)
    assert not access.is_explained(sent, now + timedelta(hours=13))
    with pytest.raises(RefusedError):
        actions.explain(kim, sent, "nobody asked")


def test_a_receiver_with_a_file_tells_the_counsellor_who_notes_it(
    kim: Staff, vera: Chat, blijf: Organisation, lena: Staff
) -> None:
    proposed = actions.propose(kim, vera.conversation, proposal(blijf, route=Route.FILE))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    sent = actions.send(kim, agreed, {}, agreed.told_hash)
    with pytest.raises(WrongStateError):
        visitor_actions.withdraw(sent)
    for move, code in ((Move.OPEN, ""), (Move.ACCEPT, ""), (Move.MEET, Contact.BY_PHONE)):
        done = actions.report(kim, sent, move, code)
    assert done.state == State.MET
    with pytest.raises(NotTheirMoveError):
        actions.report(lena, done, Move.WITHDRAW)


def test_only_who_is_in_the_chat_proposes_and_only_out_of_the_whole_of_it(
    kim: Staff, lena: Staff, sam: Staff, vera: Chat, zorg: Organisation, piet: Staff
) -> None:
    for other in (lena, sam):
        with pytest.raises(NotFoundError):
            actions.propose(other, vera.conversation, proposal(zorg))
    part = begin_part(vera.conversation, piet, NewPart("0" * 32, b"t" * 32))
    with pytest.raises(NotFoundError):
        actions.propose(kim, part, proposal(zorg))
    assert not Handover.objects.exists()


def test_while_one_is_open_no_other_goes_to_the_same_organisation(kim: Staff, vera: Chat, proposed: Handover) -> None:
    with pytest.raises(RefusedError, match="open_already"):
        actions.propose(kim, vera.conversation, proposal(proposed.organisation))
    visitor_actions.refuse(proposed)
    actions.propose(kim, vera.conversation, proposal(proposed.organisation))


def test_of_what_goes_as_a_file_nothing_comes_here(kim: Staff, vera: Chat, blijf: Organisation) -> None:
    proposed = actions.propose(kim, vera.conversation, proposal(blijf, route=Route.FILE))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    with pytest.raises(RefusedError, match="sealed"):
        actions.send(kim, agreed, {str(blijf.receiver_keys.get().pk): "sealed"}, agreed.told_hash)
    assert not Package.objects.exists()


def test_each_of_two_at_the_door_opens_what_was_sealed_to_her(
    kim: Staff, ada: Staff, piet: Staff, proposed: Handover
) -> None:
    paula = partner("Paula")
    keys = {confirmed(ada, receivers.bind(ada, paula, proposed.organisation)): "for Paula"}
    keys[piet.receiver_keys.get()] = "for Piet"
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    sent = actions.send(kim, agreed, {str(key.pk): text for key, text in keys.items()}, agreed.told_hash)
    assert [partner_actions.open_package(one, sent) for one in (piet, paula)] == ["for Piet", "for Paula"]
