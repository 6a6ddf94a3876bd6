"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Visitors as persons and their registrations."""

    name = "zichtbaar.helpline.registration"
    label = "registration"
