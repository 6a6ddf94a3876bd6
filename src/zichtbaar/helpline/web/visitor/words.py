"""The words that the visitor's script shows; `frontend/src/visitor/words.ts` holds the same keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.web.shared.words import TALK_WORDS

WORDS = {
    **TALK_WORDS,
    "you": _("You"),
    "counsellor": _("Counsellor"),
    "starting": _("One moment…"),
    "place_in_queue": _("You are number {place}. Stay on this page. You can write already."),
    "next_in_queue": _("You are next. Stay on this page. You can write already."),
    "talking": _("A counsellor is here and reads what you write."),
    "door_closed": _("The chat is closed at the moment. Please try again later."),
    "queue_full": _("It is very busy. Please try again in a while."),
    "page_too_old": _("This page is too old. Load it again, then start the chat."),
    "failed": _("That did not work. Please try again."),
    "no_connection": _("There is no connection. Check your internet, then try again."),
    "not_secure": _("Your browser cannot keep a chat secret. Please use a newer browser."),
    "press_twice_more": _("Shift. Press it 2 more times to leave."),
    "press_once_more": _("Shift. Press it 1 more time to leave."),
}
