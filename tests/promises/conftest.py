"""The cast of the helpline, for promises about who may see what."""

from __future__ import annotations

from helpline.conftest import founded, helpline_settings, kim, signed_in

__all__ = ["founded", "helpline_settings", "kim", "signed_in"]
