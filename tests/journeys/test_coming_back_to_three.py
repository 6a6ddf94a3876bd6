"""Vera comes back with her code: what was asked is asked still, and who was let in is there still."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from journeys.bad_network import BadNetwork
from journeys.codes import make_code, type_code
from journeys.conftest import OpenDoor
from journeys.handing import LINES, agree, card_of, partner_named, press, propose, read, send, sent_to_piet, talking
from journeys.helpline_server import Helpline
from journeys.people import hears, say
from journeys.test_a_bad_network import over

TYPE_THE_WORD = "Is it still you? Type the word"


def code_of(vera: Page, agreed: str = "") -> str:
    """Vera asks for a code while she chats, and may choose a word with it."""
    vera.get_by_role("button", name="Come back later with a code").click()
    return make_code(vera, "Twenty digits", agreed=agreed)[0]


def goes_dead(vera: Page, bad_network: BadNetwork) -> None:
    """The battery is empty: nothing tells the server that she is gone.

    A page that is closed leaves its word of farewell behind, and the browser would bring it as soon as the network is
    back.
    """
    vera.evaluate("batteryIsEmpty = true")
    bad_network.cut()
    vera.context.close()
    bad_network.mend()


def come_back(door: str, open_door: OpenDoor, code: str) -> Page:
    """On another phone."""
    vera = open_door(f"{door}?language=en", width=360, height=740)
    type_code(vera, code)
    expect(vera.locator("#chat")).to_be_visible()
    return vera


def three_with_a_code(
    helpline: Helpline, door: str, open_door: OpenDoor, agreed: str = ""
) -> tuple[Page, Page, Page, str]:
    """Vera has a code, and what she agreed to is with Piet, who is not in the chat yet."""
    vera, kim = open_door(door), open_door(helpline.door("desk"))
    piet = open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    talking(helpline, vera, kim)
    code = code_of(vera, agreed)
    propose(kim, "Demo Care")
    agree(vera)
    send(kim, "Demo Care")
    return vera, kim, piet, code


def let_in(vera: Page, kim: Page, piet: Page) -> Locator:
    """Piet takes it, asks to join, and Vera says yes; his room."""
    handover = read(piet)
    press(handover, "It is taken")
    press(handover, "Ask to join the chat")
    card_of(kim, "Demo Care").get_by_role("button", name="Ask the visitor whether they may join").click()
    vera.get_by_role("button", name="Yes, they may join").click()
    room = piet.locator(".room")
    expect(room).to_be_visible()
    expect(kim.get_by_text("From here on Demo Care reads along.")).to_be_visible()
    return room


def still_her(vera: Page, kim: Page, word: str) -> None:
    """Kim asks, and Vera answers with this word."""
    kim.get_by_role("button", name="Is it still you?").click()
    vera.get_by_label(TYPE_THE_WORD).fill(word)
    vera.get_by_role("button", name="Answer").click()
    expect(vera.get_by_label(TYPE_THE_WORD)).to_be_hidden()


def test_a_question_that_was_open_is_asked_still(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    door = over(helpline.door("visitor"), bad_network)
    vera, kim = open_door(door), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    code = code_of(vera)
    propose(kim, "Demo Care")
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    goes_dead(vera, bad_network)
    vera = come_back(door, open_door, code)
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    agree(vera, strike=2)
    expect(card_of(kim, "Demo Care").get_by_text("agreed, not sent yet")).to_be_visible()
    goes_dead(vera, bad_network)
    # What was answered is not asked again; it can be taken back from the other phone too.
    vera = come_back(door, open_door, code)
    expect(vera.get_by_role("heading", name="You said yes. This may go to Demo Care:")).to_be_visible()
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_have_count(0)
    expect(vera.locator(".card li")).to_have_text([LINES[0], LINES[2]])
    vera.get_by_role("button", name="I changed my mind").click()
    expect(vera.get_by_text("You took it back.")).to_be_visible()
    heard = kim.get_by_role("log").get_by_text("The visitor took it back. Nothing goes to Demo Care.")
    expect(heard).to_be_visible()
    goes_dead(vera, bad_network)
    vera = come_back(door, open_door, code)
    expect(vera.get_by_text("You took it back.")).to_be_visible()
    expect(vera.get_by_role("button", name="I changed my mind")).to_have_count(0)


def test_who_was_let_in_is_there_still_and_reads_nothing_from_before(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    door = over(helpline.door("visitor"), bad_network)
    vera, kim, piet, code = three_with_a_code(helpline, door, open_door)
    room = let_in(vera, kim, piet)
    say(vera, "hello both of you")
    hears(kim, "hello both of you")
    goes_dead(vera, bad_network)

    vera = come_back(door, open_door, code)
    hears(vera, "only for you")
    hears(vera, "hello both of you")
    expect(vera.get_by_text("From here on Demo Care reads too.")).to_be_visible()
    expect(vera.get_by_role("button", name="Yes, they may join")).to_have_count(0)
    say(kim, "good that you are back")
    hears(vera, "good that you are back")
    say(vera, "I had to go away for a moment")
    hears(kim, "I had to go away for a moment")
    expect(room.get_by_text("I had to go away for a moment", exact=True)).to_be_visible()
    room.get_by_label("Your message").fill("no problem at all")
    room.get_by_role("button", name="Send").click()
    hears(vera, "no problem at all")
    assert "only for you" not in piet.locator("body").inner_text()
    press(card_of(kim, "Demo Care"), "Go on without them")
    expect(vera.get_by_text("Demo Care does not read any more.")).to_be_visible()
    say(vera, "and this is for Kim alone")
    hears(kim, "and this is for Kim alone")


def test_with_three_in_the_chat_kim_still_asks_whether_it_is_her_and_only_kim_hears_the_word(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    door = over(helpline.door("visitor"), bad_network)
    vera, kim, piet, code = three_with_a_code(helpline, door, open_door, agreed="Oma Mientje")
    room = let_in(vera, kim, piet)
    still_her(vera, kim, "oma mientje")
    expect(kim.get_by_text("The visitor typed the agreed word.")).to_have_count(1)
    goes_dead(vera, bad_network)

    vera = come_back(door, open_door, code)
    expect(vera.get_by_text("From here on Demo Care reads too.")).to_be_visible()
    expect(vera.get_by_label(TYPE_THE_WORD)).to_be_hidden()  # that one was answered
    still_her(vera, kim, "oma truus")
    expect(kim.get_by_text("The visitor typed another word than the agreed one.")).to_be_visible()
    expect(kim.get_by_text("The visitor came back with the code, perhaps on another phone.")).to_be_visible()
    say(vera, "it is me, really")
    expect(room.get_by_text("it is me, really", exact=True)).to_be_visible()
    expect(room.locator(".said")).to_have_count(1)


def test_with_three_in_the_chat_and_without_a_word_the_question_stands_in_the_log(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera, kim, piet = sent_to_piet(helpline, open_door)
    room = let_in(vera, kim, piet)
    ask = kim.get_by_role("button", name="Is it still you?")
    ask.click()
    expect(kim.get_by_text("There is no agreed word: Demo Care would read the answer too.")).to_be_visible()
    expect(kim.get_by_role("button", name="Do not ask")).to_be_focused()
    kim.keyboard.press("Enter")
    expect(ask).to_be_focused()
    hears(vera, "Is it still you? On which day did we first talk?", times=0)
    ask.click()
    kim.get_by_role("button", name="Ask all the same").click()
    hears(vera, "Is it still you? On which day did we first talk?")
    expect(ask).to_be_visible()
    say(vera, "on Thursday")
    hears(kim, "on Thursday")
    expect(room.get_by_text("on Thursday", exact=True)).to_be_visible()
    press(card_of(kim, "Demo Care"), "Go on without them")
    expect(kim.get_by_text("Demo Care does not read along any more.")).to_be_visible()
    ask.click()
    hears(vera, "Is it still you? On which day did we first talk?", times=2)
