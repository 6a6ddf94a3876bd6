"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from zichtbaar.helpline.handover.regions.reading import read_country


class HandoverConfig(AppConfig):
    """The directory of organisations, and handovers to them."""

    name = "zichtbaar.helpline.handover"
    label = "handover"

    def ready(self) -> None:
        """Hear of what is forgotten, and read the country's regions.

        Raises InvalidInputError: without them nobody could be found in the directory.
        """
        from zichtbaar.helpline.handover import forgetting  # noqa: F401, PLC0415 - Django asks for it here

        read_country(settings.REGIONS)
