"""Who has a conversation on the desk hears unasked that it is kept no longer."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from helpline.chat.browsers import Browser
from helpline.chat.coming_back import keep, new_decoy
from helpline.chat.talking import Chat
from helpline.chat.test_relay import Talk, in_thread, relay, talk
from zichtbaar.helpline.chat import actions, retention, returning
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role

__all__ = ["relay", "talk"]  # fixtures


def is_told_gone(browser: Browser) -> bool:
    """Whether this browser was told that there is no such conversation."""
    told = {"is": "error", "reason": "not_allowed", "conversation": browser.chat.identifier.hex()}
    return told in browser.told


async def test_the_desk_hears_that_the_visitor_deleted_the_chat(talk: Talk) -> None:
    vera, kim = talk
    await in_thread(returning.forget_now, vera.chat.identifier.hex(), vera.chat.token)
    await kim.until(lambda: is_told_gone(kim))
    assert [one["state"] for one in kim.of_kind("state")] == ["ended"]
    assert not is_told_gone(vera)


async def test_the_desk_hears_that_the_time_of_a_chat_that_ended_has_come(talk: Talk) -> None:
    vera, kim = talk
    await in_thread(actions.end_as_visitor, vera.chat.identifier.hex(), vera.chat.token)
    assert await in_thread(retention.forget_due, timezone.now() + timedelta(days=365)) == 1
    await kim.until(lambda: is_told_gone(kim))


def with_an_empty_chat(vera: Chat) -> Chat:
    """The empty chat of a duress word, in which somebody left a message that Kim has taken."""
    decoy = new_decoy()
    keep(vera, decoy=decoy)
    kim = Staff.objects.get(name="Kim")
    Conversation.objects.filter(identifier=decoy.identifier).update(counsellor=kim, state="open")
    return Chat(identifier=bytes.fromhex(decoy.identifier))


async def test_of_the_empty_chat_that_goes_with_it_the_desk_hears_too(talk: Talk) -> None:
    vera, kim = talk
    beside = Browser(kim.relay, await in_thread(with_an_empty_chat, vera.chat), Role.COUNSELLOR, kim.session_key)
    await beside.come_in()
    await in_thread(returning.forget_now, vera.chat.identifier.hex(), vera.chat.token)
    await beside.until(lambda: is_told_gone(beside))
    await beside.drop()


async def test_nothing_more_goes_into_what_is_gone(talk: Talk) -> None:
    vera, kim = talk
    await in_thread(returning.forget_now, vera.chat.identifier.hex(), vera.chat.token)
    await kim.until(lambda: is_told_gone(kim))
    await kim.say("still there?")
    await kim.until(lambda: bool(kim.of_kind("refused")))
    assert kim.of_kind("refused")[0]["reason"] == "wrong_conversation"
