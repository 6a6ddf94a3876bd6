"""Ended for good: nothing that a visitor holds leads back into the conversation, and nobody else notices anything."""

from __future__ import annotations

import pytest

from helpline.chat.coming_back import come_back, keep, leave_message, new_decoy
from helpline.chat.talking import begin, first_envelope
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import access, returning
from zichtbaar.helpline.chat.blocking import block
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, ReturnCode
from zichtbaar.helpline.people.models import Staff

pytestmark = pytest.mark.usefixtures("founded")


@pytest.mark.parametrize("state", [State.OPEN, State.ENDED, State.LEFT])
def test_its_code_its_alarm_word_and_its_page_open_nothing_any_more(kim: Staff, state: State) -> None:
    chat, decoy = begin(counsellor=kim, state=state), new_decoy()
    code = keep(chat, decoy=decoy)
    block(kim, chat.row)

    assert chat.row.state == (State.ENDED if state is State.OPEN else state)
    for one in (code, decoy.code):
        with pytest.raises(NotFoundError):
            come_back(one)
    for act in (lambda: leave_message(chat), lambda: keep(chat)):
        with pytest.raises(NotFoundError):
            act()
    with pytest.raises(NotFoundError):
        access.conversation_with_token(chat.identifier.hex(), chat.token)
    assert not ReturnCode.objects.exists()
    assert not Conversation.objects.filter(identifier=decoy.identifier).exists()


def test_what_was_said_stays_for_its_term_and_the_record_has_who_did_it(kim: Staff, sam: Staff) -> None:
    chat = begin(counsellor=kim, state=State.OPEN)
    said = first_envelope(chat.identifier.hex())
    chat.row.envelopes.create(number=1, session=bytes(16), sequence=1, stored_at=1, content=said)
    block(sam, chat.row)
    assert [bytes(one.content) for one in chat.row.envelopes.all()] == [said]
    line = latest(1)[0]
    assert (line.kind, line.by, line.subject) == (Kind.VISITOR_BLOCKED, "Sam", chat.identifier.hex())


def test_another_counsellor_cannot_and_nobody_can_before_it_was_taken(kim: Staff, lena: Staff, sam: Staff) -> None:
    taken, waits = begin(counsellor=kim, state=State.OPEN), begin()
    for who, chat in ((lena, taken), (sam, waits)):
        code = keep(chat)
        with pytest.raises(NotFoundError):
            block(who, chat.row)
        assert come_back(code) == chat.row


def test_the_other_conversations_and_their_codes_stay(kim: Staff) -> None:
    abused, other = (begin(counsellor=kim, state=State.OPEN) for _ in range(2))
    keep(abused)
    code = keep(other)
    block(kim, abused.row)
    assert come_back(code) == other.row
    assert returning.come_back(code.lookup, code.token, b"m" * 32).conversation.state == State.OPEN
