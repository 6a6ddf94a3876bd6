"""Ending what somebody is signed in to, everywhere at once."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.errors import NotAllowedError
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.people.news import sessions_ended


@transaction.atomic
def end_all(by: Staff, staff: Staff) -> None:
    """Sign a colleague out everywhere, because somebody else may have her open laptop. Raises NotAllowedError."""
    if by.role != Role.ADMINISTRATOR or by == staff or not staff.is_active:
        raise NotAllowedError
    end_sessions(staff)
    record(Kind.SESSIONS_ENDED, by=by, subject=f"staff {staff.pk}")


def end_sessions(staff: Staff, *, but: str = "") -> None:
    """End every session of a colleague, and the open connections of each; `but` is the key of one that goes on."""
    keys = [
        session.session_key
        for session in Session.objects.exclude(session_key=but)
        if session.get_decoded().get(SESSION_KEY) == str(staff.pk)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    transaction.on_commit(lambda: sessions_ended.send(Staff, staff=staff.pk, but=but))
