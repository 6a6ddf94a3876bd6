"""Addresses below the partners' door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.partner import handovers, shell, sign_out

urlpatterns = [
    path("", shell.shell, name="partner"),
    path("sign-out", sign_out.sign_out, name="partner-sign-out"),
    path("handovers", handovers.mine, name="partner-handovers"),
    path("handovers/<str:reference>/open", handovers.open_one, name="partner-open"),
    path("handovers/<str:reference>/<str:move>", handovers.answer, name="partner-answer"),
]
