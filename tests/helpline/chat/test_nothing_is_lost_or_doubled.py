"""Whatever happens to connections and to the server: what was acknowledged is there, once, for everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from chance import tries
from helpline.chat.browsers import Browser
from helpline.chat.talking import begin
from helpline.chat.test_relay import session_of
from zichtbaar.helpline.chat.relay import Relay
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role

PEOPLE = st.sampled_from(["vera", "kim"])


class Talking(RuleBasedStateMachine):
    """Vera and Kim talk over a bad line, with a server that falls over."""

    database: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()

    @initialize()
    def come_in(self) -> None:
        self.chat = begin(counsellor=Staff.objects.get(name="Kim"))
        session = session_of("Kim")
        self.relay = self.started()
        self.browsers = {
            "vera": Browser(self.relay, self.chat),
            "kim": Browser(self.relay, self.chat, Role.COUNSELLOR, session),
        }
        self.promised: list[bytes] = []
        self.online = {"vera": False, "kim": False}

    def started(self) -> Relay:
        relay = Relay(self.database)
        self.run(relay.start())
        return relay

    def run(self, doing: Coroutine[Any, Any, Any]) -> None:
        self.loop.run_until_complete(doing)

    @precondition(lambda self: not all(self.online.values()))
    @rule(person=PEOPLE)
    def line_is_there(self, person: str) -> None:
        """The browser comes in, and sends again what it has no acknowledgement for."""
        browser = self.browsers[person]
        if self.online[person]:
            return
        self.online[person] = True
        self.run(browser.come_in())
        if browser.pending:
            self.run(browser.send(browser.pending))

    @rule(person=PEOPLE)
    def says_something(self, person: str) -> None:
        """One message is under way at a time; the next waits for the acknowledgement."""
        browser = self.browsers[person]
        if self.online[person] and browser.pending is None:
            self.run(browser.say("something"))

    @rule(person=PEOPLE)
    def hears_the_acknowledgement(self, person: str) -> None:
        browser = self.browsers[person]
        if self.online[person] and browser.pending is not None:
            pending = browser.pending
            self.run(browser.said())
            self.promised.append(pending)

    @rule(person=PEOPLE)
    def sends_it_again(self, person: str) -> None:
        browser = self.browsers[person]
        if self.online[person] and browser.pending is not None:
            self.run(browser.send(browser.pending))

    @rule(person=PEOPLE)
    def line_breaks(self, person: str) -> None:
        if self.online[person]:
            self.online[person] = False
            self.run(self.browsers[person].drop())

    @rule(turns=st.integers(0, 3))
    def a_moment_passes(self, turns: int) -> None:
        for _ in range(turns):
            self.run(asyncio.sleep(0))

    @rule()
    def server_falls_over(self) -> None:
        """Everybody is cut off; a new relay begins with nothing but the file."""
        for person in self.browsers:
            self.line_breaks(person)
        self.run(self.relay.stop())
        self.relay = self.started()
        for browser in self.browsers.values():
            browser.relay = self.relay

    def teardown(self) -> None:
        if hasattr(self, "browsers"):
            self.everybody_has_everything()
        self.loop.close()

    def everybody_has_everything(self) -> None:
        for person, browser in self.browsers.items():
            self.line_is_there(person)
            if browser.pending:
                self.hears_the_acknowledgement(person)
        stored = dict(self.chat.stored())
        assert list(stored) == list(range(1, len(stored) + 1))
        assert len(set(stored.values())) == len(stored)
        assert set(self.promised) <= set(stored.values())
        for browser in self.browsers.values():
            self.run(self.hears_up_to(browser, len(stored)))
            assert browser.known == stored
            self.run(browser.drop())
        self.run(self.relay.stop())

    async def hears_up_to(self, browser: Browser, number: int) -> None:
        await browser.until(lambda: browser.last == number)


@pytest.mark.hypothesis
def test_nothing_is_lost_or_doubled(database_file: Path) -> None:
    class Here(Talking):
        database = database_file

    few = settings(
        max_examples=tries(15),
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Here, settings=few)
