"""Who cannot come in, and whose chat stopped for want of a connection, reads why on a page that everyone can use."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import looked_at
from journeys.bad_network import BadNetwork
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.test_a_bad_network import over
from zichtbaar.helpline.chat.actions import LONGEST_QUEUE
from zichtbaar.helpline.languages.reading import language

LANGUAGES = pytest.mark.parametrize("code", ["en", "ar"])

FILL = """WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {most})
    INSERT INTO chat_conversation ({columns}) SELECT {values} FROM chat_conversation, number"""


@contextmanager
def database(helpline: Helpline) -> Iterator[sqlite3.Connection]:
    """The database of a helpline that runs, changed behind its back."""
    with closing(sqlite3.connect(helpline.data / "helpline.sqlite3")) as connection, connection:
        yield connection


def fill_the_queue(helpline: Helpline) -> None:
    """From the one who waits make as many as can wait; none of them has been away for long."""
    with database(helpline) as connection:
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(chat_conversation)") if name != "id"]
        values = ["lower(hex(randomblob(16)))" if name == "identifier" else name for name in columns]
        connection.execute(FILL.format(most=LONGEST_QUEUE, columns=", ".join(columns), values=", ".join(values)))


def come_to_the_box(page: Page, code: str) -> None:
    text = language(code).page
    page.get_by_role("button", name=text["start"]).click()
    page.get_by_role("button", name=text["go_on"]).click()


def wait(page: Page, code: str) -> None:
    page.get_by_role("button", name=language(code).page["wait_without"]).click()


@LANGUAGES
def test_the_queue_is_full_and_then_there_is_no_key(helpline: Helpline, open_door: OpenDoor, code: str) -> None:
    script = language(code).script
    somebody, vera = (open_door(f"{helpline.door('visitor')}?language={code}", width=320, height=568) for _ in range(2))
    for page in (somebody, vera):
        come_to_the_box(page, code)
    wait(somebody, code)
    expect(somebody.get_by_role("log")).to_be_visible()
    fill_the_queue(helpline)
    wait(vera, code)
    expect(vera.get_by_text(script["queue_full"])).to_be_visible()
    looked_at(vera, "the queue is full")

    with database(helpline) as connection:
        connection.execute("DELETE FROM people_teamkeywrap")
        connection.execute("DELETE FROM people_teamkey")
    wait(vera, code)
    expect(vera.get_by_text(script["door_closed"])).to_be_visible()
    looked_at(vera, "there is no key")
    vera.reload()
    expect(vera.get_by_role("button", name=language(code).page["start"])).to_have_count(0)
    looked_at(vera, "no helpline has been founded here")


@LANGUAGES
def test_whoever_had_no_connection_for_too_long_reads_that_the_chat_has_stopped(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor, code: str
) -> None:
    door = f"{over(helpline.door('visitor'), bad_network)}?language={code}"
    vera = open_door(door, width=320, height=568)
    come_to_the_box(vera, code)
    wait(vera, code)
    expect(vera.locator("#waiting")).to_be_visible()
    bad_network.cut()
    expect(vera.get_by_text(language(code).script["line_lost"])).to_be_visible()
    with database(helpline) as connection:  # what the helpline does after ten minutes
        connection.execute("UPDATE chat_conversation SET state = 'left', ended_at = created_at")
    bad_network.mend()
    expect(vera.get_by_text(language(code).script["ended_by_time"])).to_be_visible()
    expect(vera.get_by_role("heading", name=language(code).page["over_title"])).to_be_focused()
    looked_at(vera, "stopped for want of a connection")
