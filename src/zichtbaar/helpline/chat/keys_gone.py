"""What was sealed to a colleague's key goes with the key."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.models import BreakGlass, KeyWrap
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.news import key_gone


@receiver(key_gone)
def delete_wraps(staff: Staff, **_: Any) -> None:
    """Delete the keys of conversations that were sealed to this colleague, for good."""
    KeyWrap.objects.filter(staff=staff).delete()
    BreakGlass.objects.filter(staff=staff).delete()
    forget_after_commit()
