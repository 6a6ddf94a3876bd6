"""The words that the partners' script shows; `frontend/src/partner/words.ts` holds the same keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.web.shared.words import TALK_WORDS

WORDS = {
    **TALK_WORDS,
    "you": _("You"),
    "others": _("Visitor"),
    "counsellor": _("Counsellor"),
    "visitor_writing": _("The visitor is writing…"),
    "counsellor_writing": _("The counsellor is writing…"),
    "digits": _("The digits of your key: {digits}. Two people of the helpline call you. Read the digits out to both."),
    "not_confirmed": _("Your key is not confirmed by two people yet, so nothing can be sent to you."),
    "not_bound": _("Your account does not belong to an organisation yet. Call the helpline."),
    "confirmed": _("Your key is confirmed."),
    "is_agreed": _("These are exactly the words that the visitor agreed to."),
    "is_not_agreed": _("These are not the words that the visitor agreed to. Do not use them. Call the helpline."),
    "is_not_confirmed": _("These are not the words that two people of the helpline read. Call the helpline at once."),
    "cannot_open": _("This does not open with your key. Call the helpline."),
    "are_gone": _("The words are deleted, with the chat. You can still say what came of it."),
    "asked_in": _("You asked to join. The visitor decides."),
    "kept_out": _("The visitor does not want you to join now. You can agree on a safe moment instead."),
    "not_running": _("The chat is over. Agree on a safe moment with the counsellor."),
    "written": _("The counsellor and the shift leads can read it now."),
    "room_over": _("The chat is over, or you were let out of it."),
    "no_recipient": _("This is no age recipient. It begins with age1 and has 62 signs."),
    "not_sent_signed_out": _("You are signed out, so this is not sent. Copy it before you load this page again."),
    "signed_out": _("You are signed out. Load this page again to sign in."),
}
