"""Whatever anybody does in whatever order: nothing leaves without consent, and no handover falls between two people."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from chance import tries
from helpline.handover.people import (
    AGREED,
    GROUND,
    RECIPIENT,
    confirmed,
    open_chat,
    organisation,
    packages,
    partner,
    proposal,
)
from zichtbaar.helpline.chat import actions as chat_actions
from zichtbaar.helpline.chat import retention
from zichtbaar.helpline.chat.errors import ChatError
from zichtbaar.helpline.handover import access, actions, minding, partner_actions, receivers, visitor_actions
from zichtbaar.helpline.handover.codes import Contact, Explanation, Ground, Outcome, WhyDeclined, WhyLost
from zichtbaar.helpline.handover.errors import HandoverError
from zichtbaar.helpline.handover.handover_models import Handover, Package
from zichtbaar.helpline.handover.lifecycle import LEFT_HANGING, OPEN, SHARED, Actor, Basis, Move, Route, State, possible
from zichtbaar.helpline.handover.moving import standing
from zichtbaar.helpline.people.models import Role, Staff

MOST = 4
"""Handovers at once: with more of them most would never move."""

some = st.integers(0, MOST - 1)
CODES = {Move.DECLINE: WhyDeclined.NO_PLACE, Move.MEET: Contact.BY_PHONE, Move.FINISH: Outcome.CARE}
VISITORS = st.sampled_from(["agree", "refuse", "withdraw", "let_in", "keep_out"])
BY_VISITOR = [Move.REFUSE, Move.WITHDRAW]
RECEIVING = [Move.OPEN, Move.ACCEPT, Move.DECLINE, Move.MEET, Move.FINISH]
STRAIGHT = (State.SENT, State.OPENED, None, State.ACCEPTED, State.MET)
"""Where a receiver's moves set out from, in the order of `RECEIVING`, when all goes well."""

CONSENT = (("propose", 0, 0, None, 0),)
DANGER = (("propose", 0, 0, Ground.LIFE, 0),)
ALL_WELL = "goes_well", 0

WAYS: Mapping[State, Sequence[tuple[object, ...]]] = {
    State.PROPOSED: CONSENT,
    State.AGREED: (*CONSENT, (*ALL_WELL, 1)),
    State.AUTHORISED: (*DANGER, (*ALL_WELL, 1)),
    State.SENT: (*CONSENT, (*ALL_WELL, 2)),
    State.OPENED: (*DANGER, (*ALL_WELL, 3)),
    State.ACCEPTED: (("propose", 1, 2, None, 0), (*ALL_WELL, 4)),
    State.MET: (*CONSENT, (*ALL_WELL, 5)),
    State.FINISHED: (*CONSENT, (*ALL_WELL, 6)),
    State.REFUSED: (*CONSENT, ("visitor", 0, 0, "refuse")),
    State.DECLINED: (*CONSENT, (*ALL_WELL, 3), ("partner", 0, 0, Move.DECLINE)),
    State.WITHDRAWN: (*CONSENT, (*ALL_WELL, 2), ("visitor", 0, 0, "withdraw")),
    State.EXPIRED: (*CONSENT, ("clock", 24 * 20)),
    State.LOST: (*CONSENT, (*ALL_WELL, 2), ("helpline", 0, "sam", "lose")),
}
"""For each state a way to it by the rules of `Shifts`: chance can come everywhere."""


class Shifts(RuleBasedStateMachine):
    """Two counsellors, a shift lead, two partners, a visitor for each counsellor, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = contextlib.ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.kim, self.sam, self.ada = (Staff.objects.get(name=name) for name in ("Kim", "Sam", "Ada"))
        self.lead = Staff.objects.create(
            name="Mo", role=Role.SHIFT_LEAD, salt="", memory=64, passes=1, public_key=self.sam.public_key
        )
        self.partners = [partner("Piet van Zorg"), partner("Petra van Blijf")]
        self.houses = [organisation("Zorg"), organisation("Blijf"), organisation("Post")]
        for one, house in zip(self.partners, self.houses, strict=False):
            confirmed(self.ada, receivers.bind(self.ada, one, house))
        confirmed(self.ada, receivers.add_recipient(self.ada, self.houses[2], RECIPIENT))
        self.chats = [open_chat(self.kim), open_chat(self.lead)]
        self.agreed: set[int] = set()
        self.made: set[int] = set()
        self.now: datetime = timezone.now()

    def teardown(self) -> None:
        """Everything as it was."""
        transaction.set_rollback(True)
        self.undo.close()

    def pick(self, number: int) -> Handover | None:
        """One of the handovers there are."""
        found = list(Handover.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    @precondition(lambda self: len(self.made) < MOST)
    @rule(chat=st.integers(0, 1), house=st.integers(0, 2), ground=st.sampled_from([None, Ground.LIFE]), after=some)
    def propose(self, chat: int, house: int, ground: Ground | None, after: int) -> None:
        """A counsellor, or a shift lead who talks herself."""
        conversation = self.chats[chat].conversation
        maker = (self.kim, self.lead)[chat]
        route = Route.FILE if house == 2 else Route.DOOR
        with contextlib.suppress(HandoverError):
            wanted = proposal(self.houses[house], route=route, ground=ground, follows=self.pick(after))
            handover = actions.propose(maker, conversation, wanted)
            self.made.add(handover.pk)
            if ground:
                actions.store_ground(maker, handover, dict.fromkeys(actions.readers_of_ground(handover), "x"), GROUND)

    @rule(number=some, chat=st.integers(0, 1), does=VISITORS)
    def visitor(self, number: int, chat: int, does: str) -> None:
        """A visitor, with the token of her own chat."""
        one, handover = self.chats[chat], self.pick(number)
        if handover is None:
            return
        with contextlib.suppress(HandoverError, ChatError):
            found = visitor_actions.handover_of_visitor(one.conversation.identifier, one.token, handover.reference)
            match does:
                case "agree":
                    visitor_actions.agree(found, AGREED, may_be_counted=True)
                    self.agreed.add(found.pk)
                case "refuse":
                    visitor_actions.refuse(found)
                case "withdraw":
                    visitor_actions.withdraw(found)
                    self.agreed.discard(found.pk)
                case "let_in":
                    visitor_actions.let_in(found, chat_actions.NewPart(f"{found.pk:032x}", b"t" * 32))
                case "keep_out":
                    visitor_actions.keep_out(found)

    @rule(
        number=some,
        who=st.sampled_from(["kim", "sam", "lead", "ada"]),
        does=st.sampled_from(["authorise", "forbid", "send", "call_back", "lose", "explain", *RECEIVING]),
    )
    def helpline(self, number: int, who: str, does: str) -> None:
        """A colleague, whether it is her handover or not."""
        staff, handover = getattr(self, who), self.pick(number)
        if handover is None:
            return
        with contextlib.suppress(HandoverError):
            found = access.one_of_helpline(staff, handover.reference)
            match does:
                case "send":
                    actions.send(staff, found, packages(found), found.told_hash)
                case "lose":
                    actions.lose(staff, found, WhyLost.RECEIVER_SILENT)
                case "explain":
                    actions.explain(staff, found, Explanation.NOBODY_ELSE)
                case "authorise":
                    actions.authorise(staff, found, found.told_hash)
                case "forbid" | "call_back":
                    getattr(actions, does)(staff, found)
                case _:
                    actions.report(staff, found, Move(does), CODES.get(Move(does), ""))

    @rule(number=some, who=st.integers(0, 1), does=st.sampled_from(["ask_in", *RECEIVING]))
    def partner(self, number: int, who: int, does: str) -> None:
        """A partner, whether it was sent to her or not."""
        staff, handover = self.partners[who], self.pick(number)
        if handover is None:
            return
        with contextlib.suppress(HandoverError):
            found = access.one_of_partner(staff, handover.reference)
            if does == "ask_in":
                partner_actions.ask_in(staff, found)
            elif does is Move.OPEN:
                partner_actions.open_package(staff, found)
            else:
                partner_actions.answer(staff, found, Move(does), CODES.get(Move(does), ""))

    @rule(number=some, steps=st.integers(1, 4))
    def goes_well(self, number: int, steps: int) -> None:
        """So many steps on the straight way, by whoever has to take them: chance alone rarely comes far."""
        for step in range(steps):
            if step:
                self.check()
            if handover := self.pick(number):
                self._goes_on(number, handover)

    def _goes_on(self, number: int, handover: Handover) -> None:
        chat, house = self._between(handover)
        match State(handover.state):
            case State.PROPOSED if handover.basis == Basis.CONSENT:
                self.visitor(number, chat, "agree")
            case State.PROPOSED:
                self.helpline(number, "sam", "authorise")
            case State.AGREED | State.AUTHORISED:
                self.helpline(number, "sam", "send")
            case state if state in STRAIGHT and house == 2:
                self.helpline(number, "sam", RECEIVING[STRAIGHT.index(state)])
            case state if state in STRAIGHT:
                self.partner(number, house, RECEIVING[STRAIGHT.index(state)])

    @rule(number=some, how=st.sampled_from([*BY_VISITOR, Move.FORBID, Move.CALL_BACK, Move.LOSE, Move.DECLINE]))
    def goes_wrong(self, number: int, how: Move) -> None:
        """An end before the last step, by whoever may end it."""
        handover = self.pick(number)
        if handover is None:
            return
        chat, house = self._between(handover)
        if how in BY_VISITOR:
            self.visitor(number, chat, how)
        elif how is Move.DECLINE and house != 2:
            self.partner(number, house, how)
        else:
            self.helpline(number, "sam", how)

    def _between(self, handover: Handover) -> tuple[int, int]:
        """The numbers of the chat that a handover comes from, or 0, and of the organisation that it goes to."""
        chat = next((n for n, one in enumerate(self.chats) if one.conversation.pk == handover.conversation_id), 0)
        return chat, [one.pk for one in self.houses].index(handover.organisation_id)

    @rule(hours=st.sampled_from([1, 5, 30, 24 * 20]))
    def clock(self, hours: int) -> None:
        """Time goes by: for the clock, all handovers are so much older."""
        for handover in Handover.objects.all():
            handover.since -= timedelta(hours=hours)
            handover.save()
        minding.mind(self.now)

    @rule(chat=st.integers(0, 1))
    @precondition(lambda self: len(self.made) > 2)
    def chat_ends(self, chat: int) -> None:
        """A visitor leaves fast."""
        one = self.chats[chat]
        chat_actions.leave(one.conversation.identifier, one.token)

    @rule(chat=st.integers(0, 1))
    @precondition(lambda self: len(self.made) > 2)
    def is_forgotten(self, chat: int) -> None:
        """A visitor deletes everything; somebody else comes."""
        retention.forget([self.chats[chat].conversation.pk])
        self.chats[chat] = open_chat((self.kim, self.lead)[chat])

    @invariant()
    def check(self) -> None:
        """What must hold after every step."""
        self.nothing_is_outside_without_consent_or_a_second_person()
        self.no_handover_is_lost()
        self.what_is_over_is_sealed_nowhere_and_a_partner_sees_only_what_was_sent_to_her()
        self.what_is_forgotten_has_no_words()

    def nothing_is_outside_without_consent_or_a_second_person(self) -> None:
        for one in Handover.objects.filter(state__in=[str(state) for state in SHARED]):
            if one.basis == Basis.CONSENT:
                assert one.pk in self.agreed
                assert one.agreed_hash == (AGREED if one.conversation else "")
            else:
                assert one.confirmed_by is not None
                assert one.confirmed_by.role == Role.SHIFT_LEAD
                assert one.confirmed_by_id != one.made_by_id

    def what_is_forgotten_has_no_words(self) -> None:
        for one in Handover.objects.filter(conversation=None):
            assert one.told_hash == ""
            assert not one.packages.exists()
            assert not one.notes.exists()

    def no_handover_is_lost(self) -> None:
        assert set(Handover.objects.values_list("pk", flat=True)) == self.made
        listed = {one.pk for one in access.unfinished()}
        for one in Handover.objects.all():
            failed = one.state in LEFT_HANGING or one.is_unheard
            is_hanging = failed and not one.explanation and not one.followed_by.exists()
            assert (one.pk in listed) == (one.state in OPEN or is_hanging)
            if one.state in OPEN:
                assert possible(standing(one), Actor.COUNSELLOR, Actor.SECOND, Actor.CLOCK)

    def what_is_over_is_sealed_nowhere_and_a_partner_sees_only_what_was_sent_to_her(self) -> None:
        for package in Package.objects.select_related("handover"):
            assert package.handover.state in SHARED
        for one, house in zip(self.partners, self.houses, strict=False):
            for seen in access.of_partner(one):
                assert (seen.organisation_id, seen.route) == (house.pk, Route.DOOR)
                assert State(seen.state) in SHARED


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("state", State)
def test_chance_can_come_to_every_state(state: State) -> None:
    shifts = Shifts()
    for name, *given in WAYS[state]:
        getattr(shifts, str(name))(*given)
        shifts.check()
    reached = State(Handover.objects.get().state)
    shifts.teardown()
    assert reached is state


@pytest.mark.hypothesis
@pytest.mark.usefixtures("founded")
def test_no_sequence_of_moves_by_anybody_shares_without_consent_or_loses_a_handover() -> None:
    careful = settings(
        max_examples=tries(15), stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(Shifts, settings=careful)
