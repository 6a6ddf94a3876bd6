"""Addresses of the visitors' door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.visitor import after, consent, end, leave, page, start

urlpatterns = [
    path("", page.page, name="visitor-page"),
    path("start", start.start, name="visitor-start"),
    path("end", end.end, name="visitor-end"),
    path("after", after.after, name="visitor-after"),
    path("leave", leave.leave, name="visitor-leave"),
    path("consent", consent.decide, name="visitor-consent"),
    path("words", consent.words, name="visitor-words"),
]
