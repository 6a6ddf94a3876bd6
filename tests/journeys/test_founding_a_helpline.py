"""An organisation begins: its administrator founds a helpline, its people come in, and nobody loses a child's story.

Everything as it really is: no demo, and a second factor for everybody.
"""

from __future__ import annotations

from playwright.sync_api import expect

from journeys.conftest import OpenDoor
from journeys.founded_helpline import WITHIN_MS, FoundedHelpline, Member
from journeys.people import begin_chat, hears, is_at_the_desk, say, take_next
from journeys.test_keys_among_colleagues import gets_keys
from journeys.test_passkeys import device


def somebody(open_door: OpenDoor, name: str) -> Member:
    return Member(open_door("about:blank"), name, f"{name} picks five words")


def test_from_the_founding_to_a_lost_password_and_back_in_the_open_chat(
    begun: FoundedHelpline, open_door: OpenDoor
) -> None:
    ada, sam, kim = (somebody(open_door, name) for name in ("Ada", "Sam", "Kim"))
    ada.joins(begun.link_in(begun.printed))
    sam.joins(begun.link_in(ada.invites("Sam", "Shift lead")))
    sam.signs_in(begun.address("desk/"))
    gets_keys_with_two_shares(sam, ada, begun)

    kim.joins(begun.link_in(ada.invites("Kim", "Counsellor")))
    device(kim.page, locks_keys=False)
    adds_a_passkey(kim, begun, "This passkey cannot lock a key")
    kim.signs_in(begun.address("desk/"))
    gets_keys(kim.page, sam.page, "Kim")

    kim.page = open_door("about:blank")
    device(kim.page, locks_keys=True)
    kim.signs_in(begun.address("account/"))
    adds_a_passkey(kim, begun, "The passkey is added.")
    kim.page.goto(begun.address("desk/"))
    kim.page.get_by_role("button", name="Use a passkey").click()
    is_at_the_desk(kim.page)
    vera = open_door(begun.address())
    begin_chat(vera)
    take_next(kim.page)
    say(vera, "before the password was lost")
    hears(kim.page, "before the password was lost")

    kim.password = "Kim picks other words"  # of nobody
    kim.joins(begun.link_in(ada.makes_a_new_link_for("Kim")))
    expect(kim.page.get_by_role("button", name="Sign in")).to_be_visible(timeout=WITHIN_MS)
    kim.signs_in(begun.address("desk/"))
    expect(kim.page.get_by_text("You cannot open this chat yet.")).to_be_visible(timeout=WITHIN_MS)
    say(vera, "while nobody could read it")
    gets_keys(kim.page, sam.page, "Kim")
    for text in ("before the password was lost", "while nobody could read it"):
        hears(kim.page, text)
    say(kim.page, "I am back")
    hears(vera, "I am back")

    assert begun.run("check", "audit")[0] == 0
    code, said = begun.run("check", "deploy")
    cookies = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    on_ones_own_machine = ("without HTTPS", "no name but this machine's", *cookies, "There is no backup yet.")
    reasons = said.splitlines()[1:]
    assert (code, len(reasons)) == (1, len(on_ones_own_machine)), said
    assert all(any(why in reason for reason in reasons) for why in on_ones_own_machine), said


def gets_keys_with_two_shares(sam: Member, ada: Member, begun: FoundedHelpline) -> None:
    """The first shift lead: nobody else could give her the keys."""
    expect(sam.page.locator("#own-number")).not_to_be_empty(timeout=WITHIN_MS)
    ada.page.goto(begun.address("office/recovery/"))
    ada.page.get_by_label("First share").fill(begun.shares[2])
    ada.page.get_by_label("Second share").fill(begun.shares[0])
    ada.page.get_by_role("button", name="Put the shares together").click()
    expect(ada.page.locator("#lacking code")).to_have_text(sam.page.locator("#own-number").inner_text())
    ada.page.get_by_role("button", name="give Sam the keys").click()
    expect(ada.page.get_by_text("The keys are given.")).to_be_visible()
    expect(sam.page.locator("#no-keys")).to_be_hidden(timeout=WITHIN_MS)


def adds_a_passkey(kim: Member, begun: FoundedHelpline, said: str) -> None:
    """She tries, on the device that she has, and hears what came of it."""
    expect(kim.page.get_by_role("link", name="Your account").first).to_be_visible(timeout=WITHIN_MS)
    kim.page.goto(begun.address("account/"))
    kim.page.get_by_label("Your password", exact=True).fill(kim.password)
    kim.page.get_by_role("button", name="Add a passkey").click()
    expect(kim.page.get_by_text(said)).to_be_visible(timeout=WITHIN_MS)


def test_the_only_administrator_lost_password_and_phone_and_the_server_lets_her_in_again(
    begun: FoundedHelpline, open_door: OpenDoor
) -> None:
    ada = somebody(open_door, "Ada")
    ada.joins(begun.link_in(begun.printed))
    code, said = begun.run("invite", "Ada", "--without-second-factor")
    assert code == 0
    ada.page.context.clear_cookies()
    ada.app, ada.password = None, "Ada begins again now"
    ada.joins(begun.link_in(said))
    ada.page.goto(begun.address("office/people/"))
    for sentence in (
        "A link for an administrator was made on the server",
        "A second factor was taken away on the server",
    ):
        expect(ada.page.get_by_text(sentence).first).to_be_visible()
