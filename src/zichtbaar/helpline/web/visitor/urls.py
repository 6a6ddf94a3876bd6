"""Addresses of the visitors' door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.visitor import after, code, coming_back, consent, end, leave, message, page, photo, start

urlpatterns = [
    path("", page.page, name="visitor-page"),
    path("start", start.start, name="visitor-start"),
    path("end", end.end, name="visitor-end"),
    path("after", after.after, name="visitor-after"),
    path("leave", leave.leave, name="visitor-leave"),
    path("consent", consent.decide, name="visitor-consent"),
    path("words", consent.words, name="visitor-words"),
    path("code", code.code, name="visitor-code"),
    path("keep", code.keep, name="visitor-keep"),
    path("return", coming_back.come_back, name="visitor-return"),
    path("message", message.leave_message, name="visitor-message"),
    path("photo", photo.photo, name="visitor-photo"),
    path("forget", message.forget, name="visitor-forget"),
]
