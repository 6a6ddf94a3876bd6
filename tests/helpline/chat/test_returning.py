"""Coming back with a code, leaving a message, the duress word, and having all forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpline.chat.coming_back import SEALED, come_back, keep, leave_message, new_code, new_decoy
from helpline.chat.talking import Chat, begin, first_envelope
from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import access, actions, door, retention, returning
from zichtbaar.helpline.chat.access import HIDDEN_AFTER_DURESS
from zichtbaar.helpline.chat.errors import (
    NobodyWaitingError,
    NotFoundError,
    OldEpochError,
    QueueFullError,
)
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Envelope, ForgottenOnDay, Holder, KeyWrap, ReturnCode
from zichtbaar.helpline.chat.presence import VISITORS
from zichtbaar.helpline.chat.returning import NewCode
from zichtbaar.helpline.people.models import Staff, TeamKey

pytestmark = pytest.mark.usefixtures("founded")

NOW = timezone.now()


def take(staff: Staff, chat: Chat) -> Conversation:
    """A colleague takes a message, and gets its key alone."""
    taken = actions.take_message(staff, chat.identifier.hex())
    actions.store_wraps(staff, taken, receivers := actions.wrap_to(taken), dict.fromkeys(receivers, SEALED))
    return taken


# Coming back


@pytest.mark.parametrize("state", State)
def test_a_code_opens_its_conversation_whatever_became_of_it(kim: Staff, state: State) -> None:
    chat = begin(counsellor=None if state is State.WAITING else kim, state=state)
    code = keep(chat)
    assert come_back(code).identifier == chat.identifier.hex()
    assert chat.row.state == state


def test_the_page_that_came_back_is_the_visitors_and_the_older_one_is_not() -> None:
    chat = begin()
    come_back(keep(chat), b"n" * 32)
    assert access.conversation_with_token(chat.identifier.hex(), b"n" * 32) == chat.row
    with pytest.raises(NotFoundError):
        access.conversation_with_token(chat.identifier.hex(), chat.token)


def test_lookup_and_token_must_both_be_right() -> None:
    code = keep(begin())
    for lookup, token in ((code.lookup, bytes(32)), (bytes(32), code.token), (bytes(32), bytes(32))):
        with pytest.raises(NotFoundError):
            returning.come_back(lookup, token, bytes(32))


def test_nothing_that_is_stored_leads_to_the_code() -> None:
    code = keep(begin())
    stored = str(ReturnCode.objects.values())
    for secret in (code.lookup, code.token):
        assert secret.hex() not in stored
    assert access.hash_of_lookup(code.lookup) in stored


def test_a_new_code_takes_the_place_of_the_older_one() -> None:
    chat = begin()
    older = keep(chat, decoy=new_decoy())
    come_back(keep(chat))
    with pytest.raises(NotFoundError):
        come_back(older)
    assert (ReturnCode.objects.count(), Conversation.objects.count()) == (1, 1)


def test_asking_again_after_a_lost_answer_keeps_the_same() -> None:
    chat, code, decoy = begin(), new_code(), new_decoy()
    for _ in range(2):
        returning.keep(chat.identifier.hex(), chat.token, code, decoy)
    assert (ReturnCode.objects.count(), Conversation.objects.count(), Envelope.objects.count()) == (2, 2, 1)
    come_back(code)


def test_who_does_not_hold_the_token_makes_no_code() -> None:
    chat = begin()
    with pytest.raises(NotFoundError):
        returning.keep(chat.identifier.hex(), bytes(32), new_code(), None)


def test_codes_that_open_nothing_cost_the_same_work_and_write_nothing(kim: Staff) -> None:
    """Wrong, unknown, forgotten, and hidden after a duress word."""
    hidden_chat, decoy = begin(counsellor=kim), new_decoy()
    hidden = keep(hidden_chat, decoy=decoy)
    come_back(decoy.code)
    forgotten_chat = begin(counsellor=kim)
    forgotten = keep(forgotten_chat)
    returning.forget_now(forgotten_chat.identifier.hex(), forgotten_chat.token)
    wrong = NewCode(hidden.lookup, bytes(32), bytes(61))
    asked = []
    for code in (wrong, new_code(), forgotten, hidden):
        with CaptureQueriesContext(connection) as queries, pytest.raises(NotFoundError):
            come_back(code)
        asked.append([re.sub(r"'[^']*'", "a moment", query["sql"].split(" WHERE ")[0]) for query in queries])
    assert [len(one) for one in asked] == [1, 1, 1, 1]
    assert len({str(one) for one in asked}) == 1
    assert asked[0][0].startswith("SELECT")


# A duress word


def test_a_duress_word_opens_an_empty_chat_and_warns_the_desk(kim: Staff) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    code = keep(chat, decoy=decoy)
    opened = come_back(decoy.code)
    assert (opened.identifier, opened.state) == (decoy.identifier, State.ENDED)
    assert [bytes(one.content) for one in opened.envelopes.all()] == [decoy.envelope]
    assert [one.identifier for one in access.under_duress()] == [chat.identifier.hex()]
    assert code != decoy.code


def test_a_code_and_a_duress_word_cost_the_same_work(kim: Staff) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    code = keep(chat, decoy=decoy)
    asked = []
    for one in (code, decoy.code):
        with CaptureQueriesContext(connection) as queries:
            come_back(one)
        asked.append([query["sql"].partition(" ")[0] for query in queries])
    assert asked[0] == asked[1]


def test_after_a_duress_word_the_code_opens_nothing_for_an_hour_and_then_everything(
    kim: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    code = keep(chat, decoy=decoy)
    come_back(decoy.code)
    with pytest.raises(NotFoundError):
        come_back(code)
    come_back(decoy.code)
    later = timezone.now() + HIDDEN_AFTER_DURESS
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert come_back(code) == chat.row


def test_who_forces_her_can_do_in_the_empty_chat_all_that_can_be_done_in_a_chat_and_harms_nothing(kim: Staff) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    keep(chat, decoy=decoy)
    come_back(decoy.code, b"f" * 32)
    returning.leave_message(decoy.identifier, b"f" * 32, 1, SEALED)
    (left,) = access.messages()
    assert left.return_code.guards == chat.row
    again = new_code()
    returning.keep(decoy.identifier, b"f" * 32, again, new_decoy())
    chat.row.__class__.objects.update(duress_at=None)
    come_back(again, b"f" * 32)
    assert [one.identifier for one in access.under_duress()] == [chat.identifier.hex()]
    returning.forget_now(decoy.identifier, b"f" * 32)
    assert Conversation.objects.filter(identifier=chat.identifier.hex()).exists()
    assert not Conversation.objects.filter(identifier=decoy.identifier).exists()


def test_a_warning_stays_until_a_colleague_has_seen_it_and_comes_again_with_the_next(kim: Staff) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    keep(chat, decoy=decoy)
    with pytest.raises(NotFoundError):
        returning.see_duress(kim, chat.identifier.hex())
    come_back(decoy.code)
    returning.see_duress(kim, chat.identifier.hex())
    assert not access.under_duress()
    line = latest(1)[0]
    assert (line.kind, line.subject, line.by) == (Kind.DURESS_SEEN, chat.identifier.hex(), "Kim")
    come_back(decoy.code)
    assert access.under_duress().count() == 1


# A message


def test_a_message_may_be_left_at_any_hour_and_nobody_has_to_stay(kim: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> None:
        raise AssertionError("the hours were asked for")

    monkeypatch.setattr(door, "check_hours", closed)
    identifier = "a1" * 16
    new = actions.NewConversation(identifier, b"t" * 32, 1, SEALED, "nl", first_envelope(identifier), is_message=True)
    actions.start(new)
    VISITORS.begin()
    try:
        assert not access.waiting()
        assert not access.not_over()  # nobody looks whether she is there
        actions.leave(identifier, b"t" * 32)
        actions.leave_with_the_page(identifier)
        assert [one.identifier for one in access.messages()] == [identifier]
    finally:
        VISITORS.end()
    assert actions.take_message(kim, identifier).state == State.OPEN
    actions.leave(identifier, b"t" * 32)
    assert Conversation.objects.get().state == State.OPEN
    with pytest.raises(NobodyWaitingError):
        actions.take_message(kim, identifier)


def test_who_waits_too_long_may_leave_a_message_and_go(kim: Staff) -> None:
    chat = begin()
    leave_message(chat)
    assert (access.waiting().count(), access.messages().count()) == (0, 1)
    with pytest.raises(NobodyWaitingError):
        actions.take(kim)


def test_while_somebody_reads_already_a_message_changes_nothing(kim: Staff) -> None:
    chat = begin(counsellor=kim)
    assert leave_message(chat).state == State.OPEN
    assert chat.row.message_at is None  # so that leaving fast still ends it


def test_what_is_over_begins_again_for_whoever_is_there_and_for_nobody_else(kim: Staff, lena: Staff) -> None:
    chat = begin()
    chat.row.wraps.create(holder=Holder.TEAM, sealed_key="s")
    leave_message(chat)
    take(kim, chat)
    actions.end(kim, chat.row)
    code = keep(chat)
    chat.token = b"n" * 32
    assert come_back(code, chat.token).state == State.ENDED
    leave_message(chat)
    assert [wrap.holder for wrap in chat.row.wraps.all()] == [Holder.TEAM]
    assert take(lena, chat).counsellor == lena
    holders = {str(wrap.staff) if wrap.staff else wrap.holder for wrap in chat.row.wraps.all()}
    assert holders == {"Lena", "Sam", "recovery"}
    with pytest.raises(NotFoundError):
        access.conversation_of(kim, chat.identifier.hex())


def test_a_message_is_sealed_to_the_team_of_today(kim: Staff) -> None:
    chat = begin(counsellor=kim, state=State.ENDED)
    TeamKey.objects.create(epoch=2, public_key=TeamKey.objects.get().public_key)
    with pytest.raises(OldEpochError):
        leave_message(chat, epoch=1)
    assert chat.row.state == State.ENDED
    assert leave_message(chat, epoch=2).epoch == 2


def test_so_many_messages_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_MESSAGES", 1)
    first, second = begin(), begin(state=State.LEFT)
    leave_message(first)
    leave_message(first)
    with pytest.raises(QueueFullError):
        leave_message(second)
    identifier = "a1" * 16
    new = actions.NewConversation(identifier, b"t" * 32, 1, SEALED, "nl", first_envelope(identifier), is_message=True)
    with pytest.raises(QueueFullError):
        actions.start(new)


def test_answering_messages_does_not_lengthen_the_queue(kim: Staff) -> None:
    begin(counsellor=kim)
    chat = begin()
    leave_message(chat)
    actions.take_message(kim, chat.identifier.hex())
    Conversation.objects.update(opened_at=NOW)
    assert len(door.recent_chats()) == 1


# Forgetting


def test_a_visitor_has_everything_forgotten_at_once(kim: Staff) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    keep(chat, decoy=decoy)
    returning.forget_now(chat.identifier.hex(), chat.token)
    for model in (Conversation, ReturnCode, KeyWrap, Envelope):
        assert not model.objects.exists()
    assert ForgottenOnDay.objects.get().conversations == 1
    line = latest(1)[0]
    assert (line.kind, line.subject) == (Kind.CONVERSATIONS_FORGOTTEN, "1")


def test_forgetting_what_nobody_took_is_counted_and_no_line_of_the_record() -> None:
    before = Entry.objects.count()
    for _ in range(3):
        chat = begin()
        returning.forget_now(chat.identifier.hex(), chat.token)
    assert Entry.objects.count() == before
    assert ForgottenOnDay.objects.get().conversations == 3


def test_who_does_not_hold_the_token_forgets_nothing(kim: Staff) -> None:
    chat = begin(counsellor=kim)
    with pytest.raises(NotFoundError):
        returning.forget_now(chat.identifier.hex(), bytes(32))
    assert chat.row.state == State.OPEN


def over(chat: Chat, days: int) -> None:
    """It ended so many days ago."""
    ended = NOW - timedelta(days=days)
    Conversation.objects.filter(identifier=chat.identifier.hex()).update(state=State.LEFT, ended_at=ended)


@pytest.mark.parametrize("has_code", [False, True])
def test_of_a_chat_that_nobody_took_the_team_holds_no_key_from_its_end_on(*, has_code: bool) -> None:
    chat = begin()
    chat.row.wraps.create(holder=Holder.TEAM, sealed_key="s")
    if has_code:
        keep(chat)
    assert chat.row.wraps.exists()
    actions.leave(chat.identifier.hex(), chat.token)
    assert not chat.row.wraps.exists()


def test_who_left_untaken_can_still_have_it_read_while_her_page_is_open(kim: Staff) -> None:
    chat = begin()
    chat.row.wraps.create(holder=Holder.TEAM, sealed_key="s")
    actions.leave(chat.identifier.hex(), chat.token)
    leave_message(chat)
    assert take(kim, chat).state == State.OPEN


def test_what_a_counsellor_had_before_can_be_read_by_her_when_the_message_was_ended_unread(kim: Staff) -> None:
    chat = begin(counsellor=kim, state=State.ENDED)
    leave_message(chat)
    actions.end_as_visitor(chat.identifier.hex(), chat.token)
    conversation = access.conversation_of(kim, chat.identifier.hex())
    assert access.wrap_for(kim, conversation).holder == Holder.TEAM


def test_with_a_code_a_chat_that_nobody_took_is_kept_longer() -> None:
    chat = begin()
    keep(chat)
    over(chat, 27)
    assert not retention.due(NOW)
    over(chat, 28)
    assert retention.due(NOW).count() == 1


def test_the_empty_chat_goes_with_what_it_guards_and_not_before(kim: Staff) -> None:
    chat, decoy = begin(counsellor=kim), new_decoy()
    keep(chat, decoy=decoy)
    Conversation.objects.filter(identifier=decoy.identifier).update(ended_at=NOW - timedelta(days=40))
    assert (list(retention.due(NOW)), retention.next_due()) == ([], None)
    over(chat, 28)
    assert retention.forget_due(NOW) == 1
    assert not Conversation.objects.exists()


def test_a_message_that_nobody_reads_is_kept_no_longer_than_a_conversation() -> None:
    chat = begin()
    leave_message(chat)
    Conversation.objects.update(message_at=NOW - timedelta(days=27))
    assert not retention.due(NOW)
    Conversation.objects.update(message_at=NOW - timedelta(days=28))
    assert retention.due(NOW).count() == 1
