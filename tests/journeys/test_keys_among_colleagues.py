"""Keys, their whole life, in real browsers: invited, given, lost, restored, and what remains to who has left."""

from __future__ import annotations

import re
import secrets
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from helpline.chat.talking import first_envelope
from helpline.project.http_browser import HttpBrowser
from journeys.accessibility import faults, scrolls_sideways
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline, SignIn
from journeys.people import begin_chat, hears, is_refused, say, sign_in, take_next
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.sealing.errors import ForgedError
from zichtbaar.helpline.sealing.hpke import Purpose, open_key
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES, open_slot, split_password

MILA = SignIn(name="Mila", role="counsellor", password="mila picks five words")
ANEW = SignIn(name="Mila", role="counsellor", password="mila picks other words")


def link_of(office: Page) -> str:
    return office.locator("#link").inner_text()


def joins(page: Page, address: str, person: SignIn) -> None:
    """Somebody opens her link and chooses a password."""
    page.goto(address)
    expect(page.locator("#name")).to_have_text(person["name"])
    assert page.url.endswith("/account/join/"), "the token does not stay in the address"
    assert faults(page) == []
    page.get_by_label("New password", exact=True).fill(person["password"])
    page.get_by_label("New password again").fill(person["password"])
    page.get_by_role("button", name="Make my key").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()


def gets_keys(desk: Page, giver: Page, name: str) -> None:
    """She reads out her number, and a colleague who sees the same one gives her the keys."""
    expect(desk.locator("#own-number")).to_have_text(re.compile(r"^(\d{5} ){4}\d{5}$"))
    number = desk.locator("#own-number").inner_text()
    expect(giver.locator("#lacking .number")).to_have_text(number)
    giver.get_by_role("button", name=f"give {name} the keys").click()
    expect(giver.get_by_text("The keys are given.")).to_be_visible()
    expect(desk.locator("#no-keys")).to_be_hidden()


def test_invited_takes_a_chat_loses_the_password_is_restored_and_reads_the_open_chat(
    demo: Helpline, open_door: OpenDoor
) -> None:
    office = open_door(demo.door("office"))
    sign_in(office, demo.staff("administrator"))
    expect(office.get_by_role("heading", name="People")).to_be_visible()
    office.get_by_label("Name").fill("Mila")
    office.get_by_label("Role").select_option(label="Counsellor")
    assert faults(office) == []
    office.get_by_role("button", name="Make a link").click()
    link = link_of(office)
    assert faults(office) == []

    mila = open_door("about:blank")
    joins(mila, link, MILA)
    again = open_door(demo.door("desk"))
    again.goto(f"{demo.description['url']}account/join/")
    expect(again.get_by_role("alert")).to_contain_text("This link opens nothing any more.")

    sam = open_door(demo.door("desk"))
    sign_in(sam, demo.staff("shift_lead"))
    mila.goto(demo.door("desk"))
    sign_in(mila, MILA)
    gets_keys(mila, sam, "Mila")
    assert faults(sam) == []

    vera = open_door(demo.door("visitor"))
    begin_chat(vera)
    take_next(mila)
    say(vera, "before the password was lost")
    hears(mila, "before the password was lost")

    office.goto(f"{demo.door('office')}people/")
    office.get_by_role("link", name="Mila").click()
    expect(office.get_by_role("button", name="Make a new link")).to_be_visible()
    assert faults(office) == []
    office.get_by_role("button", name="Make a new link").click()
    joins(mila, link_of(office), ANEW)
    mila.goto(demo.door("desk"))
    sign_in(mila, MILA)
    is_refused(mila)
    sign_in(mila, ANEW)
    expect(mila.get_by_text("You cannot open this chat yet.")).to_be_visible()
    say(vera, "while nobody could read it")
    gets_keys(mila, sam, "Mila")
    for text in ("before the password was lost", "while nobody could read it"):
        hears(mila, text)
    say(mila, "I am back")
    hears(vera, "I am back")
    assert effort_of(demo, MILA) == effort_of(demo, demo.staff("administrator")) == (MEMORY_KIB, PASSES)


def test_two_printed_shares_open_the_chat_when_nobody_at_the_desk_can(helpline: Helpline, open_door: OpenDoor) -> None:
    printed = re.findall(r"^  \d  ((?:[A-Z2-7]{4} ?){16})$", helpline.screen.read_text("utf-8"), re.MULTILINE)
    before = helpline.staff("counsellor")
    kim, vera, office = (open_door(helpline.door(door)) for door in ("desk", "visitor", "office"))
    sign_in(kim, before)
    begin_chat(vera)
    take_next(kim)
    say(vera, "nobody but Kim has read this")
    hears(kim, "nobody but Kim has read this")

    sign_in(office, helpline.staff("administrator"))
    office.get_by_role("link", name=before["name"]).click()
    office.get_by_role("button", name="Make a new link").click()
    after = SignIn(name=before["name"], role="counsellor", password="kim begins again now")
    joins(kim, link_of(office), after)
    kim.goto(helpline.door("desk"))
    sign_in(kim, after)
    expect(kim.locator("#own-number")).to_have_text(re.compile(r"\d{5}$"))

    office.goto(f"{helpline.door('office')}recovery/")
    assert faults(office) == []
    office.get_by_label("First share").fill(printed[0].replace("A", "B", 1) if "A" in printed[0] else printed[0][:-1])
    office.get_by_label("Second share").fill(printed[2].lower())
    office.get_by_role("button", name="Put the shares together").click()
    expect(office.get_by_role("alert")).to_contain_text("not as it was printed")
    office.get_by_label("First share").fill(printed[0])
    office.get_by_role("button", name="Put the shares together").click()
    expect(office.locator("#lacking code")).to_have_text(kim.locator("#own-number").inner_text())
    assert faults(office) == []
    office.get_by_role("button", name=f"give {before['name']} the keys").click()
    expect(office.get_by_text("The keys are given.")).to_be_visible()
    expect(kim.locator("#no-keys")).to_be_hidden()
    hears(kim, "nobody but Kim has read this")
    say(kim, "I can read you again")
    hears(vera, "I can read you again")


def test_a_sheet_is_lost_and_new_shares_take_the_place_of_all_three(helpline: Helpline, open_door: OpenDoor) -> None:
    printed = re.findall(r"^  \d  ((?:[A-Z2-7]{4} ?){16})$", helpline.screen.read_text("utf-8"), re.MULTILINE)
    sam, office = (open_door(helpline.door(door)) for door in ("desk", "office"))
    sign_in(sam, helpline.staff("shift_lead"))
    sam.get_by_text("Replace the recovery key").click()
    sam.get_by_role("button", name="Make new shares").click()
    shares = sam.locator("#new-shares code")
    expect(shares).to_have_count(3)
    new = shares.all_inner_texts()
    assert faults(sam) == []
    sam.get_by_label("First share").fill(new[1])
    sam.get_by_label("Second share").fill(printed[0])
    sam.get_by_role("button", name="Put the new shares in use").click()
    expect(sam.get_by_text("not as it stands above")).to_be_visible()
    sam.get_by_label("Second share").fill(new[2].lower())
    sam.get_by_role("button", name="Put the new shares in use").click()
    expect(sam.get_by_text("Done: the new shares are in use")).to_be_visible()
    expect(shares).to_have_count(0)

    sign_in(office, helpline.staff("administrator"))
    expect(office.get_by_text("Sam put another recovery key in the place of the old one")).to_be_visible()
    for shares_typed, said in ((printed, "not two different shares"), (new, "The shares are right.")):
        office.goto(f"{helpline.door('office')}recovery/")
        office.get_by_label("First share").fill(shares_typed[0])
        office.get_by_label("Second share").fill(shares_typed[1])
        office.get_by_role("button", name="Put the shares together").click()
        expect(office.get_by_text(said)).to_be_visible()


def test_lena_reads_a_chat_of_kim_in_need_and_the_whole_desk_sees_it(helpline: Helpline, open_door: OpenDoor) -> None:
    kim_signs_in, lena_signs_in = [one for one in helpline.description["staff"] if one["role"] == "counsellor"]
    vera = open_door(helpline.door("visitor"))
    kim, lena, sam = (open_door(helpline.door("desk")) for _ in range(3))
    for page, person in ((kim, kim_signs_in), (lena, lena_signs_in), (sam, helpline.staff("shift_lead"))):
        sign_in(page, person)
    begin_chat(vera)
    take_next(kim)
    say(vera, "I am afraid")
    say(kim, "I am with you")
    hears(vera, "I am with you")

    lena.get_by_text("Read a colleague's chat in need").click()
    lena.get_by_label("Why").select_option(label="somebody is in danger")
    expect(lena.locator("#others-chat option")).to_have_text([re.compile(r"^Kim, since \d\d:\d\d$")])
    since = lena.locator("#others-chat option").inner_text().removeprefix("Kim, ")
    assert faults(lena) == []
    lena.get_by_role("button", name="Ask", exact=True).click()
    for page in (kim, sam):
        asked = page.get_by_text(f"Lena asks to read a chat of Kim ({since}): somebody is in danger.")
        expect(asked).to_be_visible()
    expect(kim.get_by_text("On your desk it is “Visitor 1”.")).to_be_visible()
    expect(sam.get_by_text("On your desk")).to_have_count(0)
    sam.get_by_role("button", name="Let Lena read it for an hour").click()
    lena.get_by_role("button", name="Read it").click()
    for text in ("I am afraid", "I am with you"):
        hears(lena, text)
    expect(lena.get_by_role("textbox", name="Your message")).to_be_hidden()
    assert faults(lena) == []
    say(vera, "please stay")
    lena.get_by_role("button", name="Look again").click()
    hears(lena, "please stay")
    expect(kim.get_by_text(f"Lena reads a chat of Kim ({since}) until")).to_be_visible()


def test_who_has_left_opens_nothing_with_a_saved_session_or_a_saved_key(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    kim_signs_in = helpline.staff("counsellor")
    kim, sam, vera = (open_door(helpline.door(door)) for door in ("desk", "desk", "visitor"))
    sign_in(kim, kim_signs_in)
    sign_in(sam, helpline.staff("shift_lead"))
    begin_chat(vera)
    take_next(kim)
    say(vera, "to Kim")
    hears(kim, "to Kim")
    saved = kim.context.storage_state()
    held = keys_of(helpline, kim_signs_in)
    waits = open_door(helpline.door("visitor"))
    begin_chat(waits)
    leave_message_with_made_up_key(helpline)

    sam.get_by_text("Somebody has left", exact=True).click()
    sam.get_by_label("Who").select_option(label=kim_signs_in["name"])
    sam.get_by_role("button", name="Has left").click()
    expect(sam.get_by_text("Done: access has ended, and the team has another key.")).to_be_visible()
    assert faults(sam) == []
    sam.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(sam)
    sam.set_viewport_size({"width": 1280, "height": 800})

    expect(kim.locator("#signed-out")).to_contain_text("You are signed out.")
    kim.context.add_cookies(saved["cookies"])  # type: ignore[arg-type]  # playwright's own answer
    for address in ("conversations", "keys", "registrations"):
        assert kim.request.get(f"{helpline.door('desk')}{address}").status == 401
    kim.goto(helpline.door("desk"))
    sign_in(kim, kim_signs_in)
    is_refused(kim)

    sam.get_by_role("button", name="Go on with a chat of Kim").click()
    hears(sam, "to Kim")
    say(vera, "still there?")
    hears(sam, "still there?")
    take_next(sam)
    assert opened_with(helpline, held) == 0


def leave_message_with_made_up_key(helpline: Helpline) -> None:
    """What a stranger can send at any time: the server cannot know that this is no sealed key."""
    name = secrets.token_hex(16)
    drawn = {"token": to_text(secrets.token_bytes(32)), "sealed_key": to_text(b"\x01" + secrets.token_bytes(113))}
    words = {"conversation": name, "epoch": 1, "language": "nl", "envelope": to_text(first_envelope(name))}
    status, _ = HttpBrowser(helpline.door("visitor").rstrip("/")).post("/start", **words, **drawn, message=True)
    assert status == 201


def effort_of(helpline: Helpline, person: SignIn) -> tuple[int, int]:
    """How much work it is to try a password of hers."""
    with closing(sqlite3.connect(helpline.data / "helpline.sqlite3")) as database:
        effort: tuple[int, int] = database.execute(
            "SELECT memory, passes FROM people_staff WHERE name = ?", (person["name"],)
        ).fetchone()
    return effort


def keys_of(helpline: Helpline, person: SignIn) -> list[bytes]:
    """What a colleague could have copied: her private key, and the team key that it opens."""
    with closing(sqlite3.connect(helpline.data / "helpline.sqlite3")) as database:
        salt, memory, passes, slot, number = database.execute(
            "SELECT salt, memory, passes, password_slot, id FROM people_staff WHERE name = ?", (person["name"],)
        ).fetchone()
        wraps = database.execute(
            "SELECT team_key_id, sealed_private FROM people_teamkeywrap WHERE staff_id = ?", (number,)
        ).fetchall()
    split = split_password(person["password"], from_text(salt), memory=memory, passes=passes)
    own = open_slot(from_text(slot), split.kek)
    teams = [open_key(from_text(text), own, Purpose.TEAM_KEY_FOR_STAFF, epoch=epoch) for epoch, text in wraps]
    assert teams
    return [own, *teams]


def opened_with(helpline: Helpline, held: list[bytes]) -> int:
    """How many sealed keys in the database open with one of these."""
    with closing(sqlite3.connect(helpline.data / "helpline.sqlite3")) as database:
        chats = database.execute(
            "SELECT sealed_key, identifier, epoch FROM chat_keywrap JOIN chat_conversation c ON c.id = conversation_id"
        ).fetchall()
        teams = database.execute("SELECT sealed_private, team_key_id FROM people_teamkeywrap").fetchall()
    assert len(chats) > 3
    sealed = [*((text, bytes.fromhex(name), epoch) for text, name, epoch in chats)]
    sealed += [(text, bytes(16), epoch) for text, epoch in teams]
    opened = 0
    for text, conversation, epoch in sealed:
        for key in held:
            for purpose in Purpose:
                try:
                    open_key(from_text(text), key, purpose, conversation=conversation, epoch=epoch)
                    opened += 1
                except ForgedError:
                    pass
    return opened
