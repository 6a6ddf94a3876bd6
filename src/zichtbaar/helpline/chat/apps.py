"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Conversations and their sealed envelopes."""

    name = "zichtbaar.helpline.chat"
    label = "chat"
