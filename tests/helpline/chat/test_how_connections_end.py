"""A connection ends with the session that it was opened with, and nobody minds a client that went by itself."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from helpline.chat.browsers import SECONDS, Browser
from helpline.chat.talking import begin
from helpline.chat.test_relay import Talk, in_thread, relay, session_of, talk
from zichtbaar.helpline.chat import connection
from zichtbaar.helpline.chat.reading import signed_in
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.chat.sockets import Message, serve
from zichtbaar.helpline.people.actions import sign_in, sign_out
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.errors import SignInRefusedError
from zichtbaar.helpline.people.models import DESK_ROLES, Staff
from zichtbaar.helpline.people.sessions import end_sessions
from zichtbaar.helpline.sealing.envelope import Role
from zichtbaar.helpline.sealing.password import split_password

__all__ = ["relay", "talk"]  # fixtures


async def test_signing_out_ends_the_connections_of_that_session_and_no_other(talk: Talk, rf: RequestFactory) -> None:
    vera, kim = talk
    elsewhere = await Browser(kim.relay, kim.chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
    request = rf.post("/desk/sign-out")
    request.session, request.user = SessionStore(kim.session_key), AnonymousUser()
    await in_thread(sign_out, request)
    await kim.until(lambda: kim.closed_with == connection.SIGNED_OUT)
    await vera.say("still there?")
    await elsewhere.until(lambda: elsewhere.last == 1)
    assert kim.last == 0
    await elsewhere.drop()


def auth_of(name: str) -> str:
    """The half of a colleague's password that her browser sends."""
    staff = Staff.objects.get(name=name)
    salt = from_text(staff.salt)
    return to_text(split_password(f"{name.lower()}-password", salt, memory=staff.memory, passes=staff.passes).auth)


@pytest.mark.parametrize("who", ["Kim", "Lena"])
async def test_signing_in_over_an_older_session_ends_its_connections_and_no_other(
    talk: Talk, rf: RequestFactory, who: str
) -> None:
    vera, kim = talk
    elsewhere = await Browser(kim.relay, kim.chat, Role.COUNSELLOR, await in_thread(session_of, "Kim")).come_in()
    request = rf.post("/desk/sign-in")
    request.session, request.user = SessionStore(kim.session_key), AnonymousUser()
    await in_thread(sign_in, request, who, await in_thread(auth_of, who), roles=DESK_ROLES)
    await kim.until(lambda: kim.closed_with == connection.SIGNED_OUT)
    await vera.say("still there?")
    await elsewhere.until(lambda: elsewhere.last == 1)
    assert kim.last == 0
    await elsewhere.drop()


async def test_signing_in_with_a_wrong_password_over_a_session_leaves_it_as_it_is(
    talk: Talk, rf: RequestFactory
) -> None:
    vera, kim = talk
    request = rf.post("/desk/sign-in")
    request.session, request.user = SessionStore(kim.session_key), AnonymousUser()
    with pytest.raises(SignInRefusedError):
        await in_thread(sign_in, request, "Kim", "wrong", roles=DESK_ROLES)
    await vera.say("still there?")
    await kim.until(lambda: kim.last == 1)


async def test_ending_all_sessions_of_a_colleague_ends_every_connection_but_the_one_that_is_kept(talk: Talk) -> None:
    vera, kim = talk
    her_other, lenas = [
        await Browser(kim.relay, kim.chat, Role.COUNSELLOR, await in_thread(session_of, name)).come_in()
        for name in ("Kim", "Lena")
    ]
    await in_thread(end_sessions, await in_thread(Staff.objects.get, name="Kim"), but=her_other.session_key)
    await kim.until(lambda: kim.closed_with == connection.SIGNED_OUT)
    await vera.say("still there?")
    await her_other.until(lambda: her_other.last == 1)
    assert await in_thread(signed_in, kim.session_key) is None
    assert await in_thread(signed_in, her_other.session_key) is not None
    assert lenas.closed_with is None
    for browser in (her_other, lenas):
        await browser.drop()


@pytest.mark.parametrize("at", ["websocket.send", "websocket.close"])
async def test_a_client_that_went_while_we_speak_is_forgotten_without_noise(
    relay: Relay, caplog: pytest.LogCaptureFixture, at: str
) -> None:
    vera, newer = [Browser(relay, chat) for chat in [await in_thread(begin)] * 2]
    inbox: asyncio.Queue[Message] = asyncio.Queue()
    for message in ({"type": "websocket.connect"}, {"type": "websocket.receive", "text": json.dumps(vera.entrance)}):
        inbox.put_nowait(message)
    sent = []

    async def send(message: Message) -> None:
        sent.append(message["type"])
        if message["type"] == at:
            raise BrokenPipeError

    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
    gone = asyncio.create_task(serve(relay, {"type": "websocket", "headers": headers}, inbox.get, send))
    async with asyncio.timeout(SECONDS):
        while "websocket.send" not in sent:
            await asyncio.sleep(0)
        await newer.come_in()  # and whoever is still connected with her older page is sent away
        await gone
    assert sent[-1] == at
    assert {following.connection for following in relay._followers[vera.chat.identifier]} == relay._connections
    await newer.drop()
    assert relay._connections == set()
    assert caplog.record_tuples == []
