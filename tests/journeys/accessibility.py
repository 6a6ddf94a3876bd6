"""What axe-core finds on a page, and going through a page by keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
CONTROLS = (
    "a[href], button:not(:disabled), input:not(:disabled), select, textarea:not(:disabled), summary, [tabindex='0']"
)
SHOWN = "Array.from(document.querySelectorAll(controls)).filter(one => one.checkVisibility({visibilityProperty: true}))"
STOPS = f"controls => {{ window.stops = {SHOWN}; return stops.length; }}"
SAME_STOPS = f"""controls => {{ const now = {SHOWN};
    return now.length === stops.length && now.every(one => stops.includes(one)); }}"""
# Which stop has the focus (-1: none), and what is wrong with how that can be seen.
FOCUSED = """() => { const at = document.activeElement; const place = stops.indexOf(at);
    if (place < 0) return [place, ""];
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return [place, "has no ring"];
    const { left, width, top, height } = at.getClientRects()[0];
    const isSeen = part => at.contains(document.elementFromPoint(left + width / 2, top + height * part));
    return [place, [.1, .5, .9].some(isSeen) ? "" : "is covered, or out of sight"]; }"""
NAME = """place => { const one = stops[place]; return (one.labels?.[0] ?? one).textContent.trim() || one.id; }"""
NAMES = "[one.textContent.trim(), one.ariaLabel, ...Array.from(one.labels ?? [], label => label.textContent.trim())]"
IS_THERE = f"([controls, name]) => {SHOWN}.some(one => {NAMES}.includes(name))"
FOCUSED_NAMES = f"""() => {{ const one = document.activeElement; const ring = getComputedStyle(one);
    return [{NAMES}, ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2]; }}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page, within: str = ":root") -> list[str]:
    """What axe-core finds: its rule, and the elements that break it. Empty for a page, or a part, without a fault."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("([within, rules]) => axe.run(within, {runOnly: rules})", [within, RULES])
    assert found["passes"], "axe-core tried nothing"
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    """Whether something is wider than the screen."""
    wide: bool = page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth")
    return wide


def walk(page: Page, state: str = "") -> None:
    """Go round the page by Tab, and back: every control is reached, and can be seen to have the focus."""
    for key in ("Tab", "Shift+Tab"):
        count = list_stops(page)
        missed = go_round(page, key, count, state)
        if missed and not page.evaluate(SAME_STOPS, CONTROLS):  # it showed something else meanwhile
            missed = go_round(page, key, list_stops(page), state)
        assert missed == [], f"{state}: {key} does not come to {missed}"


def list_stops(page: Page) -> int:
    """Look up what has to be reached, and count it."""
    count: int = page.evaluate(STOPS, CONTROLS)
    return count


def go_round(page: Page, key: str, count: int, state: str) -> list[str]:
    """Press a key until it came to every stop, and no more than twice round: the names of those it did not come to."""
    reached = set()
    for _ in range(2 * (count + 2)):  # twice, for a script may move the focus meanwhile
        page.keyboard.press(key)
        place, problem = page.evaluate(FOCUSED)
        assert not problem, f"{state}: {page.evaluate(NAME, place)!r} has the focus and {problem}"
        reached.add(place)
        if reached >= set(range(count)):
            break
    return [page.evaluate(NAME, place) for place in range(count) if place not in reached]


def looked_at(page: Page, state: str) -> None:
    """Look at a visitor's page as it is: with axe-core, by keys alone, and for what is wider than the screen."""
    assert faults(page) == [], state
    assert not scrolls_sideways(page), state
    assert page.title() == "Start", state
    walk(page, state)


def tab_to(page: Page, name: str, *, most: int = 40) -> None:
    """Press Tab until the element with this name, text or label has the focus; it must be seen to have it."""
    page.wait_for_function(IS_THERE, arg=[CONTROLS, name])
    for _ in range(most):
        page.keyboard.press("Tab")
        names, outlined = page.evaluate(FOCUSED_NAMES)
        if name in names:
            assert outlined, f"{name} has the focus, and nobody can see it"
            return
    raise AssertionError(f"Tab does not come to {name!r}")
