"""What an approver sees of a release: what is said otherwise than before, and what is not said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from zichtbaar.helpline.publishing.comparing import Change, KeptBack, Why, changes, kept_back


def figure(name: str, text: str, protection: str = "exact", answered: int | None = 20) -> dict[str, Any]:
    return {
        "id": name,
        "label": {"nl": name.upper(), "en": name.title()},
        "text": {"nl": f"nl {text}", "en": text},
        "protection": protection,
        "base": {"eligible": 20, "answered": answered},
    }


def left_out(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "label": {"nl": name.upper(), "en": name.title()},
        "why": {"nl": "verschillend", "en": "differently"},
    }


def figures_json(*figures: dict[str, Any], gone: tuple[dict[str, Any], ...] = ()) -> bytes:
    return json.dumps({"figures": figures, "left_out": gone}).encode()


BEFORE = figures_json(figure("one", "ten"), figure("two", "twenty"), figure("three", "thirty"), figure("four", "forty"))
NOW = figures_json(figure("one", "ten"), figure("two", "21"), figure("five", "fifty"), gone=(left_out("four"),))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                Change("Two", "twenty", "21"),
                Change("Three", "thirty", ""),
                Change("Four", "forty", "differently"),
                Change("Five", "", "fifty"),
            ),
        ),
        (
            "nl",
            (
                Change("TWO", "nl twenty", "nl 21"),
                Change("THREE", "nl thirty", ""),
                Change("FOUR", "nl forty", "verschillend"),
                Change("FIVE", "", "nl fifty"),
            ),
        ),
    ],
)
def test_changed_new_and_gone_figures_are_told_side_by_side(language: str, expected: tuple[Change, ...]) -> None:
    assert changes(BEFORE, NOW, language) == expected


def test_nothing_changed_where_nothing_was_before_or_all_is_the_same() -> None:
    assert changes(None, NOW, "en") == changes(NOW, NOW, "en") == ()


def test_what_is_hidden_whole_or_in_part_or_left_out_is_told_with_its_reason() -> None:
    content = figures_json(
        figure("one", "ten"),
        figure("two", "…", "hidden", None),
        figure("three", "thirty", "rounded", None),
        gone=(left_out("four"),),
    )
    assert kept_back(content, "en") == (
        KeptBack("Two", Why.PROTECTED),
        KeptBack("Three", Why.IN_PART),
        KeptBack("Four", Why.UNRELIABLE),
    )
