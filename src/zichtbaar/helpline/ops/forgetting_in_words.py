"""What was forgotten and what is kept, in sentences."""

from __future__ import annotations

from django.utils import timezone

from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.retention import Terms, forget_due, next_due, terms


def forget() -> str:
    """Forget what is due, and tell of it. Raises DatabaseError."""
    count = forget_due()
    done = (
        f"{_conversations(count)} forgotten: keys, envelopes, and the links to registrations."
        if count
        else ("Nothing is due.")
    )
    return f"{done}\n{_kept(Conversation.objects.count())}\n{_in_words(terms())}"


def _kept(count: int) -> str:
    moment = next_due()
    if moment is None:
        return f"{_conversations(count)} kept; none of them is over."
    local = timezone.localtime(moment)
    return f"{_conversations(count)} kept; the time of the next one comes on {local:%Y-%m-%d at %H:%M}."


def _conversations(count: int) -> str:
    return f"{count} conversation is" if count == 1 else f"{count} conversations are"


def _in_words(kept: Terms) -> str:
    return (
        f"After its end a conversation is kept for {_days(kept.taken)}, one that nobody took for {_days(kept.untaken)}."
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
