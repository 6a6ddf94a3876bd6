"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """The directory of organisations, and handovers to them."""

    name = "zichtbaar.helpline.handover"
    label = "handover"
