"""Addresses of the registration form, below the desk's door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.desk import registrations

urlpatterns = [
    path("registrations", registrations.unfinished, name="registrations"),
    path("registrations/<str:reference>", registrations.one, name="registration"),
    path("registrations/<str:reference>/answers", registrations.record_answers, name="registration-answers"),
    path("registrations/<str:reference>/rest", registrations.record_rest, name="registration-rest"),
    path("registrations/<str:reference>/complete", registrations.complete, name="registration-complete"),
    path("registrations/<str:reference>/reopen", registrations.reopen, name="registration-reopen"),
    path(
        "conversations/<str:conversation>/registration",
        registrations.of_conversation,
        name="registration-of-conversation",
    ),
    path("conversations/<str:conversation>/recognise", registrations.recognise, name="registration-recognise"),
]
