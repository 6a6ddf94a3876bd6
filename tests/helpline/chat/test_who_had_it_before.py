"""A message is nobody's until it is taken: who had the chat before can neither open, answer, end nor lock it."""

from __future__ import annotations

import pytest

from helpline.chat.coming_back import SEALED, keep, leave_message
from helpline.chat.talking import Chat, begin
from helpline.chat.test_returning import take
from zichtbaar.helpline.chat import access, actions, break_glass
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.chat.models import Holder, Need
from zichtbaar.helpline.people.models import Staff

pytestmark = pytest.mark.usefixtures("founded")


def comes_back_with_a_message(counsellor: Staff) -> Chat:
    """Vera has talked with somebody, that is over, and she leaves a message."""
    chat = begin(counsellor=counsellor)
    keep(chat)
    actions.end(counsellor, chat.row)
    leave_message(chat)
    return chat


@pytest.mark.parametrize("who", ["Kim", "Sam"])
def test_a_message_is_nobodys_until_somebody_takes_it(kim: Staff, who: str) -> None:
    chat, staff = comes_back_with_a_message(kim), Staff.objects.get(name=who)
    with pytest.raises(NotFoundError):
        access.conversation_of(staff, chat.identifier.hex())
    assert not access.may_write(staff, chat.row)
    taken = take(kim, chat)
    assert access.conversation_of(staff, chat.identifier.hex()) == taken
    assert access.may_write(staff, taken) is (staff == kim)


def test_who_had_it_before_cannot_take_the_key_of_a_message_from_the_team(kim: Staff, lena: Staff) -> None:
    chat = comes_back_with_a_message(kim)
    row = chat.row
    with pytest.raises(NotFoundError):
        actions.store_wraps(kim, row, receivers := actions.wrap_to(row), dict.fromkeys(receivers, SEALED))
    assert [wrap.holder for wrap in chat.row.wraps.all()] == [Holder.TEAM]
    take(lena, chat)
    assert access.wrap_for(lena, chat.row).staff == lena


def test_who_had_it_before_cannot_end_a_message_unread(kim: Staff) -> None:
    chat = begin(counsellor=kim)
    keep(chat)
    actions.end(kim, chat.row)
    as_she_last_saw_it = chat.row
    leave_message(chat)
    with pytest.raises(NotFoundError):
        actions.end(kim, as_she_last_saw_it)
    assert access.messages().count() == 1


def test_who_was_let_in_for_an_hour_does_not_read_the_message_that_follows(kim: Staff, lena: Staff) -> None:
    chat = begin(counsellor=kim)
    chat.row.wraps.create(holder=Holder.STAFF, staff=kim, sealed_key="s")
    glass = break_glass.ask(lena, chat.identifier.hex(), Need.DANGER)
    break_glass.let_in(kim, glass.pk, lena.public_key, SEALED)
    actions.end(kim, chat.row)
    leave_message(chat)
    with pytest.raises(NotFoundError):
        break_glass.read(lena, glass.pk)
