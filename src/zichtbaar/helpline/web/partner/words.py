"""The words that the partners' script shows; `frontend/src/partner/words.ts` holds the same keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.web.shared.words import TALK_WORDS

WORDS = {
    **TALK_WORDS,
    "you": _("You"),
    "others": _("Visitor"),
    "counsellor": _("Counsellor"),
    "digits": _("The digits of your key: {digits}. Read them out when the helpline calls you."),
    "not_confirmed": _("Nobody of the helpline has confirmed your key yet, so nothing can be sent to you."),
    "not_bound": _("Your account does not belong to an organisation yet. Call the helpline."),
    "confirmed": _("Your key is confirmed."),
    "is_agreed": _("These are exactly the words that the visitor agreed to."),
    "is_not_agreed": _("These are not the words that the visitor agreed to. Do not use them. Call the helpline."),
    "cannot_open": _("This does not open with your key. Call the helpline."),
    "asked_in": _("You asked to join. The visitor decides."),
    "kept_out": _("The visitor does not want you to join now. You can agree on a safe moment instead."),
    "not_running": _("The chat is over. Agree on a safe moment with the counsellor."),
    "written": _("The counsellor and the shift leads can read it now."),
    "room_over": _("The chat is over, or you were let out of it."),
    "no_recipient": _("This is no age recipient. It begins with age1 and has 62 signs."),
    "signed_out": _("You are signed out. Load this page again to sign in."),
}
