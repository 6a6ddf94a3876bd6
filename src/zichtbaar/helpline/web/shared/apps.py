"""The doors' common entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Refuses to start while an address has no rule."""

    name = "zichtbaar.helpline.web.shared"
    label = "shared"

    def ready(self) -> None:
        """Register the checks of this room."""
        from zichtbaar.helpline.web.shared import checks, log  # noqa: F401, PLC0415 - Django asks for it here
