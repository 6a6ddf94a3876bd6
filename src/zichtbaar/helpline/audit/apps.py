"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of what was done."""

    name = "zichtbaar.helpline.audit"
    label = "audit"
