"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Conversations and their sealed envelopes."""

    name = "zichtbaar.helpline.chat"
    label = "chat"

    def ready(self) -> None:
        """Hear of colleagues whose key is gone."""
        from zichtbaar.helpline.chat import keys_gone  # noqa: F401, PLC0415 - Django asks for it here
