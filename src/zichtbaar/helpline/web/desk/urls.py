"""Addresses below the desk's door, apart from the registration form's."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.desk import (
    break_glass,
    colleagues,
    conversations,
    keys,
    photos,
    proposals,
    recovery_key,
    shell,
    sign_out,
    suggestions,
    take,
    team_key,
)

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
    path("conversations/<str:conversation>/take-over", colleagues.take_over, name="desk-take-over"),
    path("break-glass", break_glass.others, name="desk-break-glass"),
    path("break-glass/<int:number>/let-in", break_glass.let_in, name="desk-let-in"),
    path("break-glass/<int:number>/read", break_glass.read, name="desk-read"),
    path("keys", keys.keys, name="desk-keys"),
    path("keys/<int:number>", keys.give, name="desk-give-keys"),
    path("team-key", team_key.team_key, name="desk-team-key"),
    path("recovery-key", recovery_key.recovery_key, name="desk-recovery-key"),
    path("colleagues", colleagues.colleagues, name="desk-colleagues"),
    path("colleagues/<int:number>/left", colleagues.left, name="desk-colleague-left"),
    path("photos", photos.kept, name="desk-photos"),
    path("conversations/<str:conversation>/photos/<str:photo>", photos.look_at, name="desk-photo"),
    path("conversations/<str:conversation>/photos/<str:photo>/delete", photos.delete, name="desk-delete-photo"),
    path("conversations/<str:conversation>/block", conversations.block, name="desk-block"),
    path("conversations/<str:conversation>/end", conversations.end, name="desk-end"),
]
