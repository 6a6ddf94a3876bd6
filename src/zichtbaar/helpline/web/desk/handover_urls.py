"""Addresses of handovers, below the desk's door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.desk import handovers, receivers

urlpatterns = [
    path("handovers", handovers.unfinished, name="desk-handovers"),
    path("handovers/receivers", receivers.listed, name="desk-receivers"),
    path("conversations/<str:conversation>/handovers", handovers.propose, name="desk-propose"),
    path("handovers/<str:reference>/ground", handovers.ground, name="desk-ground"),
    path("handovers/<str:reference>/<str:move>", handovers.move, name="desk-handover"),
]
