"""What somebody who approves a release has to see: what differs from the version before, and what was kept back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is said otherwise than before; `before` or `now` is empty where there was, or is, none."""

    label: str
    before: str
    now: str


class Why(StrEnum):
    """Why a figure is not told, or not in full."""

    PROTECTED = "protected"
    IN_PART = "in_part"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A figure that is not told, or of which a number is not."""

    label: str
    why: Why


def changes(before: bytes | None, now: bytes, language: str) -> tuple[Change, ...]:
    """The figures that differ between two figures.json, in the order of the newer; none where nothing was before."""
    if before is None:
        return ()
    old, new = (_told(json.loads(content), language) for content in (before, now))
    labels = {name: label for told in (old, new) for name, (label, _) in told.items()}
    return tuple(
        Change(label, old.get(name, ("", ""))[1], new.get(name, ("", ""))[1])
        for name, label in labels.items()
        if old.get(name) != new.get(name)
    )


def kept_back(content: bytes, language: str) -> tuple[KeptBack, ...]:
    """The figures of a figures.json that are left out, or hidden as a whole or in part."""
    whole = json.loads(content)
    hidden = [KeptBack(figure["label"][language], why) for figure in whole["figures"] if (why := _why(figure))]
    return (*hidden, *(KeptBack(figure["label"][language], Why.UNRELIABLE) for figure in whole["left_out"]))


def _told(whole: Mapping[str, Any], language: str) -> dict[str, tuple[str, str]]:
    """Label and words of each figure by its id; of one that was left out, why."""
    told = {figure["id"]: (figure["label"][language], figure["text"][language]) for figure in whole["figures"]}
    return told | {figure["id"]: (figure["label"][language], figure["why"][language]) for figure in whole["left_out"]}


def _why(figure: Mapping[str, Any]) -> Why | None:
    if figure["protection"] == "hidden":
        return Why.PROTECTED
    base = figure["base"]
    return Why.IN_PART if None in (base["eligible"], base["answered"]) else None
