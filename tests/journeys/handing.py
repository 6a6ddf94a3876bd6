"""Handing over, in the words of the pages: what Kim, Vera, Piet and Ada do."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next

LINES = ("I am sixteen and I sleep at a friend's.", "Somebody sells pictures of me.", "My mother must not be called.")


def talking(helpline: Helpline, vera: Page, kim: Page) -> None:
    """Kim has taken Vera, and both have said something that no partner may ever read."""
    sign_in(kim, helpline.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    say(vera, "only for you")
    hears(kim, "only for you")


def sent_to_piet(helpline: Helpline, open_door: OpenDoor) -> tuple[Page, Page, Page]:
    """Vera has agreed to all that Kim proposed, and Kim has sent it to Piet, who is at his door."""
    vera, kim = open_door(helpline.door("visitor")), open_door(helpline.door("desk"))
    piet = open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    talking(helpline, vera, kim)
    propose(kim, "Demo Care")
    agree(vera)
    send(kim, "Demo Care")
    return vera, kim, piet


def propose(kim: Page, receiver: str, lines: Sequence[str] = LINES, *, danger: str = "", age: str = "16 or 17") -> None:
    """Kim writes down what would be told, and asks: Vera, or in danger a second person."""
    panel = kim.locator(".handing:visible")
    if not panel.evaluate("one => one.open"):
        panel.get_by_text("Hand over", exact=True).click()
    form = panel.locator("form").last
    organisation = form.locator("select[name=organisation]")
    expect(organisation.locator("option", has_text=receiver)).to_be_attached()
    organisation.select_option(label=receiver)
    form.locator("select[name=need]").select_option("care")
    form.locator("select[name=urgency]").select_option("now" if danger else "planned")
    form.locator("select[name=age]").select_option(label=f"{age} years old")
    write_lines(form, lines)
    if danger:
        form.get_by_label("Acute danger: without consent").check()
        form.get_by_label("What you saw and why you did not wait").fill(danger)
    form.get_by_role("button", name="Ask a shift lead to confirm" if danger else "Show it to the visitor").click()


def write_lines(form: Locator, lines: Sequence[str]) -> None:
    """One box for each line."""
    for number, line in enumerate(lines, start=1):
        if number > 1:
            form.get_by_role("button", name="Another line").click()
        form.get_by_label(f"Line {number}", exact=True).fill(line)


def agree(vera: Page, *, strike: int = 0) -> None:
    """Vera strikes a line, or none, sets the ticks and agrees."""
    card = vera.locator(".card").last
    if strike:
        card.get_by_role("button", name=f"Take out (Line {strike})").click()
    card.get_by_label("I want them to help me.").check()
    card.get_by_label("They may read this.").check()
    card.get_by_role("button", name="Yes, they may").click()
    expect(card.get_by_text("You said yes.")).to_be_visible()


def card_of(kim: Page, receiver: str) -> Locator:
    """The handover to a receiver, beside the conversation."""
    return kim.locator(".offers:visible .handover").filter(has_text=receiver)


def send(kim: Page, receiver: str) -> None:
    """Kim sends what was agreed."""
    card_of(kim, receiver).get_by_role("button", name="Send it to them").click()


def partner_named(helpline: Helpline, page: Page, name: str) -> None:
    """A partner signs in."""
    sign_in(page, next(one for one in helpline.description["staff"] if one["name"] == name))
    expect(page.get_by_text("Your key is confirmed.")).to_be_visible()


def second_person_confirms(helpline: Helpline, open_door: OpenDoor, digits: str) -> None:
    """Sam calls the receiver too, and types what is read out."""
    sam = open_door(helpline.door("office"))
    sign_in(sam, helpline.staff("shift_lead"))
    sam.get_by_role("link", name="Partners").click()
    confirm_key(sam, digits)
    expect(sam.get_by_role("button", name="Confirm this key")).to_have_count(0)


def confirm_key(page: Page, digits: str) -> None:
    """Type the digits that a receiver read out, where a key waits for it."""
    page.get_by_label("Digits that were read out").fill(digits)
    page.get_by_role("button", name="Confirm this key").click()


def read(piet: Page) -> Locator:
    """Piet opens what was sent; the answer is the handover on his page."""
    piet.get_by_role("button", name="Open it").click()
    return piet.locator(".handover").first


def press(within: Locator, name: str, **choices: str) -> None:
    """Choose in the form of a button, then press it."""
    for label, option in choices.items():
        within.get_by_label(label.replace("_", " ")).select_option(label=option)
    within.get_by_role("button", name=name, exact=True).click()
