"""`{% fingerprint %}`: the scripts that this helpline hands out, in four groups that can be compared by eye."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django import template

register = template.Library()

HASHES = Path(__file__).parents[1] / "static/shared/built/hashes.txt"
"""A line for each script: its SHA-256 and its name. Made with the scripts, and part of the package."""


@register.simple_tag
@cache
def fingerprint() -> str:
    """The first sixteen digits of the hash of all hashes; a dash where the scripts were not built."""
    if not HASHES.exists():
        return "–"
    digits = hashlib.sha256(HASHES.read_bytes()).hexdigest()
    return " ".join(digits[begin : begin + 4] for begin in range(0, 16, 4))
