"""Bytes as they travel in JSON: base64url without padding."""

from __future__ import annotations

import base64


def to_text(content: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes in a base64url text without padding. Raises ValueError for anything else.

    A text that another spelling of the same bytes would make is refused too: each has one spelling.
    """
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise ValueError("not base64url") from error
    if to_text(content) != text:
        raise ValueError("not base64url in its one spelling")
    return content
