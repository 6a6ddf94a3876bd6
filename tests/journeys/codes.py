"""Vera's codes, in the words of the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def make_code(vera: Page, kind: str, *, alarm: bool = False, agreed: str = "") -> tuple[str, str]:
    """Vera chooses the kind of code, learns it and types it back: the code, and the same with the other end."""
    vera.get_by_role("button", name=kind).click()
    code = vera.locator(".code").inner_text()
    word = ""
    if alarm:
        vera.get_by_label("Give me an alarm word too").check()
        word = vera.get_by_text("in the place of the last").inner_text().rpartition(": ")[2].rstrip(".")
    if agreed:
        vera.get_by_label("A word for you and us.").fill(agreed)
    vera.get_by_role("button", name="I know it now").click()
    expect(vera.get_by_text(code)).to_have_count(0)
    vera.get_by_label("Type your code").fill(f" {code.upper()} ")
    if alarm:
        vera.get_by_label("Type only your alarm word").fill(word)
    vera.get_by_role("button", name="Check it").click()
    expect(vera.get_by_role("heading", name="Your code works now.")).to_be_visible()
    vera.get_by_role("button", name="Back to the chat").click()
    return code, " ".join([*code.split()[:-1], word])


def type_code(page: Page, code: str) -> None:
    """Somebody at a page reads how to leave, and types a code."""
    page.get_by_role("button", name="I have a code").click()
    page.get_by_role("button", name="I understand").click()
    page.get_by_label("Your code", exact=True).fill(code)
    page.get_by_role("button", name="Open it").click()
