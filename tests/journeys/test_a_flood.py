"""While somebody floods the chat, Vera's page works for a moment and she comes in."""

from __future__ import annotations

import json
from dataclasses import asdict

from playwright.sync_api import expect

from helpline.chat.talking import wish_to_begin
from helpline.project.http_browser import HttpBrowser
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import come_in, say
from zichtbaar.helpline.pacing.proofs import solve
from zichtbaar.helpline.people.encoding import from_text

SECRET = "they took my passport"


def begin_without_a_page(stranger: HttpBrowser) -> bool:
    """One of a flood: a wish to begin that no page made. Says whether it had to work for it."""
    wish = wish_to_begin()
    status, text = stranger.post("/start", **wish)
    if status == 201:
        return False
    asked = json.loads(text)
    proof = asdict(solve(from_text(asked["challenge"]), asked["bits"]))
    assert stranger.post("/start", **wish, work=proof)[0] == 201
    return True


def test_vera_comes_in_during_a_flood_with_a_page_that_works_for_it(helpline: Helpline, open_door: OpenDoor) -> None:
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    answers: list[int] = []
    vera.on("response", lambda response: answers.append(response.status) if response.url.endswith("/start") else None)
    scripts: list[str] = []
    vera.on("request", lambda request: scripts.append(request.url) if "fourth" in request.url else None)
    come_in(vera)
    assert scripts == []
    stranger = HttpBrowser(helpline.door("visitor").rstrip("/"))
    while not begin_without_a_page(stranger):
        pass
    for _ in range(40):  # so that it is still a flood when a busy machine comes to Vera
        begin_without_a_page(stranger)
    say(vera, SECRET)
    expect(vera.get_by_role("log").get_by_text(SECRET, exact=True)).to_be_visible()
    assert answers == [429, 201]
    assert len(scripts) == 1
    expect(vera.get_by_text("You are number")).to_be_visible()
