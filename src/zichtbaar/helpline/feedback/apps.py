"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What visitors say of the chat afterwards."""

    name = "zichtbaar.helpline.feedback"
    label = "feedback"
