"""What a stranger's bytes are tried against: the pages and the relay of a helpline with one visitor who waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from zichtbaar.helpline.chat.access import hash_of_token
from zichtbaar.helpline.chat.frames import Frame
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.people import actions
from zichtbaar.helpline.people.refusals import Refusals

CONVERSATION, TOKEN = "ab" * 16, bytes(32)
SECONDS = 60


def ask(method: str, address: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> int:
    """One request; its status. Whatever it stored is undone. A fault of ours comes out as itself."""
    vars(actions).update(REFUSALS=Refusals())
    client = Client(headers={"host": "localhost", **(headers or {})})
    with transaction.atomic():
        make_visitor()
        answer = client.generic(method, address, body, content_type="application/json")
        transaction.set_rollback(True)
    return int(answer.status_code)


class Loop:
    """A relay that runs in an event loop of its own, and a connection for each try."""

    def __init__(self) -> None:
        self._relay = Relay(Path(str(connection.settings_dict["NAME"])))
        self._runner = asyncio.Runner()
        self._runner.run(self._relay.start())

    def receive(self, sent: Sequence[Frame]) -> list[Frame]:
        """What a client hears that sends these frames, until the relay has nothing more to say."""
        return self._runner.run(self._receive(sent))

    def stop(self) -> None:
        """End it."""
        self._runner.run(self._relay.stop())
        self._runner.close()

    async def _receive(self, sent: Sequence[Frame]) -> list[Frame]:
        client = await self._relay.connect()
        for frame in (*sent, '{"do":"ping"}'):
            await self._relay.receive(client, frame)
        heard: list[Frame] = []
        async with asyncio.timeout(SECONDS):
            while not heard or heard[-1] != '{"is":"pong"}':
                heard.append(await client.outbox.take())
        self._relay.disconnect(client)
        return heard


class Relays:
    """The relay in use; started when it is first needed."""

    loop: Loop | None = None

    def receive(self, sent: Sequence[Frame]) -> list[Frame]:
        """See `Loop`."""
        if self.loop is None:
            make_visitor()
            self.loop = Loop()
        return self.loop.receive(sent)

    @contextmanager
    def stopped_at_the_end(self) -> Iterator[None]:
        """For a test, whose database goes."""
        try:
            yield
        finally:
            if self.loop is not None:
                self.loop.stop()
                self.loop = None


RELAYS = Relays()


def make_visitor() -> None:
    """See that somebody waits, so that there is a conversation to come into."""
    waits = {
        "state": State.WAITING,
        "language": "nl",
        "epoch": 1,
        "token_hash": hash_of_token(TOKEN),
        "created_at": timezone.now(),
    }
    Conversation.objects.get_or_create(identifier=CONVERSATION, defaults=waits)
