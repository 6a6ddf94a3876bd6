"""The words that every page with a conversation has; `frontend/src/talk/words.ts` holds the same keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TALK_WORDS = {
    "sending": _("Sending…"),
    "waiting_for_connection": _(
        "Your message is not sent yet. It stays here, and is sent by itself when the connection is back."
    ),
    "too_long": _("Your message is too long. Make it shorter, or send it in two parts."),
    "too_fast": _("That was too fast. Wait a moment, then send it again."),
    "closed": _("Your message was not sent: the chat is closed."),
    "not_sent": _("Your message was not sent. Please send it again."),
    "may_not_have_arrived": _("The last message may not have arrived."),
    "unreadable": _("A message came in that could not be checked. It is not shown."),
    "line_lost": _("The connection is gone. We are trying again."),
    "line_back": _("The connection is back."),
    "sent": _("sent"),
    "arrived": _("arrived"),
    "read": _("read"),
    "no_pictures": _("Pictures and films cannot be sent here."),
}
