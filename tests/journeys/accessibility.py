"""What axe-core finds on a page, and going through a page by keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
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


def tab_to(page: Page, name: str, *, most: int = 40) -> None:
    """Press Tab until the element with this name, text or label has the focus; it must be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(
            """() => { const at = document.activeElement; const style = getComputedStyle(at);
            const labels = Array.from(at.labels ?? [], one => one.textContent.trim());
            return {names: [at.textContent.trim(), at.ariaLabel, ...labels],
                    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2} }"""
        )
        if name in focused["names"]:
            assert focused["outline"], f"{name} has the focus, and nobody can see it"
            return
    raise AssertionError(f"Tab does not come to {name!r}")
