"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Staff, team keys and the recovery key."""

    name = "zichtbaar.helpline.people"
    label = "people"
