"""References: random names for persons that can be read aloud and typed over without mistakes."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals without look-alikes: no 0 or O, no 1, I or L. 31 signs, so 12 of them are 59 bits."""

GROUPS = 3
SIGNS_IN_A_GROUP = 4


def new_reference() -> str:
    """A random reference such as `K7MQ-3XHT-9PRA`. It is derived from nothing."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(SIGNS_IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def read_reference(text: str) -> str | None:
    """The reference somebody typed, however they spaced or cased it; None when it cannot be one."""
    signs = "".join(text.upper().replace("-", " ").split())
    if len(signs) != GROUPS * SIGNS_IN_A_GROUP or not set(signs) <= set(ALPHABET):
        return None
    starts = range(0, len(signs), SIGNS_IN_A_GROUP)
    return "-".join(signs[start : start + SIGNS_IN_A_GROUP] for start in starts)
