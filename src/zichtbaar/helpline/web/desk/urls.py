"""Addresses below the desk's door, apart from the registration form's."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.desk import conversations, proposals, shell, sign_out, suggestions, take

urlpatterns = [
    path("", shell.shell, name="desk"),
    path("sign-out", sign_out.sign_out, name="desk-sign-out"),
    path("take", take.take, name="desk-take"),
    path("proposals", proposals.proposals, name="desk-proposals"),
    path("gaps", proposals.note_gap, name="desk-gap"),
    path("take-message", take.take_message, name="desk-take-message"),
    path("see-duress", take.see_duress, name="desk-see-duress"),
    path("conversations", conversations.mine, name="desk-conversations"),
    path("conversations/<str:conversation>/wraps", conversations.store_wraps, name="desk-wraps"),
    path("conversations/<str:conversation>/suggestion", suggestions.suggestion, name="desk-suggestion"),
    path("conversations/<str:conversation>/end", conversations.end, name="desk-end"),
]
