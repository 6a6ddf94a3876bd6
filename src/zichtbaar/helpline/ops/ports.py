"""Ports of this machine, as they are typed behind a command."""

from __future__ import annotations

import argparse

PORT = 8000
"""Unless another is named."""


def port(text: str) -> int:
    """The port that was typed. Raises ArgumentTypeError."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected a number from 1 to 65535")
    return int(text)
