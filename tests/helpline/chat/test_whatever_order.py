"""Whatever people do in whatever order: a conversation moves as its table says, and nobody gets a key that is not hers.

Whoever asks for something that cannot be gets its name, and nothing is changed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from chance import tries
from helpline.chat.talking import first_envelope
from zichtbaar.helpline.audit.reading import verify
from zichtbaar.helpline.chat import access, actions, retention
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES, NewConversation
from zichtbaar.helpline.chat.errors import (
    ChatError,
    KeyMissingError,
    NobodyWaitingError,
    NotFoundError,
    WrapsRefusedError,
)
from zichtbaar.helpline.chat.lifecycle import WRITABLE, State
from zichtbaar.helpline.chat.models import Conversation, Envelope, Holder, KeyWrap
from zichtbaar.helpline.people.models import Staff

COLLEAGUES = st.sampled_from(["Kim", "Lena", "Sam", "Noor", "Ada"])
AT_THE_DESK = ("Kim", "Lena", "Sam")
DAYS_UNTIL_FORGOTTEN = 29


@dataclass
class Had:
    """What we know of one conversation without asking the database."""

    new: NewConversation
    state: State = State.WAITING
    counsellor: str = ""
    handed_over: bool = False
    forgotten: bool = False
    sealed_to_team: bytes = field(default_factory=lambda: secrets.token_bytes(SEALED_KEY_BYTES))

    @property
    def is_out_of_reach(self) -> bool:
        """Over, and nobody took it: nobody can any more."""
        return self.state not in WRITABLE and not self.counsellor


class Shift(RuleBasedStateMachine):
    """Visitors, colleagues, somebody without a token, and a clock."""

    had = Bundle("had")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.known: list[Had] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def row(self, one: Had) -> Conversation:
        return Conversation.objects.get(identifier=one.new.identifier)

    @rule(target=had)
    def start(self) -> Had:
        identifier = secrets.token_hex(16)
        one = Had(NewConversation(identifier, secrets.token_bytes(32), 1, b"", "nl", first_envelope(identifier)))
        one.new = NewConversation(identifier, one.new.token, 1, one.sealed_to_team, "nl", one.new.envelope)
        actions.start(one.new)
        self.known.append(one)
        return one

    @rule(one=had)
    def start_again(self, one: Had) -> None:
        """An answer was lost. Of a conversation that is forgotten nobody knows that it was: it begins anew."""
        if not one.forgotten:
            conversation, envelope = actions.start(one.new)
            assert conversation.identifier == one.new.identifier
            assert envelope is not None
            assert envelope.number == 1

    @rule(name=COLLEAGUES)
    def take(self, name: str) -> None:
        waiting = [one for one in self.known if one.state is State.WAITING and not one.forgotten]
        staff = Staff.objects.get(name=name)
        if not waiting or name not in AT_THE_DESK:
            with pytest.raises(KeyMissingError if waiting else NobodyWaitingError):
                actions.take(staff)
            return
        taken = actions.take(staff)
        assert taken.identifier == waiting[0].new.identifier
        waiting[0].state, waiting[0].counsellor = State.OPEN, name

    @rule(one=had, name=COLLEAGUES, is_complete=st.booleans())
    def hand_over(self, one: Had, name: str, is_complete: bool) -> None:
        if one.forgotten:
            return
        conversation, staff = self.row(one), Staff.objects.get(name=name)
        receivers = actions.wrap_to(conversation)
        wraps = {holder: secrets.token_bytes(SEALED_KEY_BYTES) for holder in receivers}
        if not is_complete:
            wraps.popitem()
        if name == one.counsellor and not one.handed_over and is_complete:
            actions.store_wraps(staff, conversation, receivers, wraps)
            one.handed_over = True
            return
        is_hers = name == one.counsellor and not one.handed_over
        with pytest.raises(WrapsRefusedError if is_hers else NotFoundError):
            actions.store_wraps(staff, conversation, receivers, wraps)

    @rule(one=had, name=COLLEAGUES)
    def end(self, one: Had, name: str) -> None:
        if one.forgotten:
            return
        if name != one.counsellor:
            with pytest.raises(NotFoundError):
                actions.end(Staff.objects.get(name=name), self.row(one))
            return
        actions.end(Staff.objects.get(name=name), self.row(one))
        one.state = State.ENDED if one.state in WRITABLE else one.state

    @rule(one=had, is_hers=st.booleans(), fast=st.booleans())
    def goes(self, one: Had, is_hers: bool, fast: bool) -> None:
        act = actions.leave if fast else actions.end_as_visitor
        if not is_hers or one.forgotten:
            with pytest.raises(NotFoundError):
                act(one.new.identifier, one.new.token if is_hers else secrets.token_bytes(32))
            return
        act(one.new.identifier, one.new.token)
        if one.state in WRITABLE:
            one.state = State.LEFT if fast else State.ENDED

    @rule()
    def weeks_pass(self) -> None:
        """What is over is forgotten; who waits or talks is not."""
        over = [one for one in self.known if one.state not in WRITABLE and not one.forgotten]
        now = timezone.now()
        Conversation.objects.filter(ended_at__isnull=False).update(ended_at=now - timedelta(days=DAYS_UNTIL_FORGOTTEN))
        assert retention.forget_due(now) == len(over)
        for one in over:
            one.forgotten = True

    @rule(one=had)
    def somebody_is_told_no(self, one: Had) -> None:
        for name in ("Noor", "Ada"):
            with pytest.raises(ChatError):
                access.conversation_of(Staff.objects.get(name=name), one.new.identifier)

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        kept = {one.new.identifier: one for one in self.known if not one.forgotten}
        rows = {row.identifier: row for row in Conversation.objects.select_related("counsellor")}
        assert rows.keys() == kept.keys()
        for identifier, one in kept.items():
            row = rows[identifier]
            assert (row.state, row.counsellor.name if row.counsellor else "") == (one.state, one.counsellor)
            assert (row.ended_at is None) == (one.state in WRITABLE)
            is_sealed_to_team = not one.handed_over and not one.is_out_of_reach
            assert row.wraps.filter(holder=Holder.TEAM).exists() == is_sealed_to_team
            holders = {wrap.staff.name for wrap in row.wraps.select_related("staff") if wrap.staff}
            assert holders == ({one.counsellor, "Sam"} if one.handed_over else set())

    @invariant()
    def nothing_is_left_of_what_is_forgotten(self) -> None:
        kept = [one for one in self.known if not one.forgotten]
        assert Envelope.objects.count() == len(kept)
        with_key = [one for one in kept if not one.is_out_of_reach]
        assert KeyWrap.objects.values("conversation").distinct().count() == len(with_key)
        assert verify().broken is None


@pytest.mark.hypothesis
@pytest.mark.usefixtures("founded")
def test_conversations_move_as_they_should_in_whatever_order() -> None:
    run_state_machine_as_test(
        Shift,
        settings=settings(
            max_examples=tries(10),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
