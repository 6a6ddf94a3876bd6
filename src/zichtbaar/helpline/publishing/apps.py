"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Snapshots, releases and the ledger."""

    name = "zichtbaar.helpline.publishing"
    label = "publishing"
