"""Recipes that come with the program, by name: the factsheet of a year, and reports for those who can do something."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "recipes"

OVERVIEW, YEARLY = "overview", "yearly"
RECOGNITION_GAP, PLATFORM_EVIDENCE = "recognition-gap", "platform-evidence"
HANDOVERS = "handovers"
NAMES = (OVERVIEW, YEARLY, RECOGNITION_GAP, PLATFORM_EVIDENCE, HANDOVERS)


def shipped_recipe(name: str) -> Path:
    """The file of a recipe that comes with the program. KeyError for another name."""
    if name not in NAMES:
        raise KeyError(name)
    return _FOLDER / f"{name}.toml"


def recipe_path(text: str) -> Path:
    """The recipe that somebody asks for: one that comes with the program by its name, or a file."""
    return shipped_recipe(text) if text in NAMES else Path(text)
