"""The words that the desk's script shows; `frontend/src/desk/words.ts` holds the same keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.web.shared.words import TALK_WORDS

WORDS = {
    **TALK_WORDS,
    "you": _("You"),
    "visitor": _("Visitor"),
    "visitor_number": _("Visitor {number}"),
    "registration_of": _("Registration {reference}"),
    "told_before": _("Answered before the chat: {answers}"),
    "who_me": _("it is about the visitor"),
    "who_other": _("it is about somebody else"),
    "age_under_12": _("under 12"),
    "age_12_15": _("12 to 15 years old"),
    "age_16_17": _("16 or 17 years old"),
    "age_18_plus": _("18 or older"),
    "safe_yes": _("safe now"),
    "safe_no": _("not safe now"),
    "safe_unsure": _("does not know whether it is safe now"),
    "new_messages": _("{count} new"),
    "away": _("gone for the moment"),
    "visitor_away": _(
        "The visitor has had no connection since {time}. What you write is kept and arrives when it is back."
    ),
    "ended": _("ended"),
    "left": _("left fast"),
    "chat_ended": _("The chat has ended. The text goes when you put it away."),
    "chat_left": _("The visitor left fast, or has had no connection for ten minutes. Nothing can be sent any more."),
    "nobody_waiting": _("Nobody is waiting."),
    "not_taken": _("The visitor could not be taken. Please try again."),
    "not_ended": _("The chat could not be ended. Please try again."),
    "cannot_open": _("The key of this conversation does not open here. End the chat, and tell the administrator."),
    "not_loaded": _("The registration could not be loaded."),
    "not_a_number": _("A number has twelve signs, such as K7MQ-3XHT-9PRA. Check it sign by sign."),
    "no_such_registration": _("There is no registration with this number, or it is not yours to open."),
    "draft_of": _("draft of {name}"),
    "open_questions": _("{count} open"),
    "not_signed_out": _("You are not signed out yet. Check the connection, then try again."),
    "other_codebook": _("other codebook"),
    "handovers_open": _("Handovers without explanation: {count}. Explain them first, or press “Sign out” again."),
    "not_found_out": _("The directory could not be asked. Check the connection, then try again."),
    "call_first": _("There is danger now: call {number} first, or have the visitor call."),
    "looked_in": _("Looked in: {region}"),
    "place_not_certain": _("This place is in no list. Only who serves the whole country is shown. Was this meant:"),
    "place_not_found": _("This place is in no list. Only who serves the whole country is shown."),
    "or_meant": _("Or was this meant:"),
    "nobody_found": _("The directory has nobody for this. Ask {name}."),
    "last_resort": _("Always possible, anywhere: {name}"),
    "more_found": _("{count} more are not shown: say more about age, danger or form."),
    "unconfirmed": _("{count} would fit, but nobody confirmed them in time. Ask the administrator."),
    "choose": _("Choose {name}"),
    "website": _("Website"),
    "suggested": _("From the handovers: {what}."),
    "suggested_later": _("From the handovers: {what}. Code first what the visitor asks for; then it can be filled in."),
    "take_suggestion": _("Fill this in"),
    "gap_noted": _("Noted. Code the registration too: not possible in the region."),
    "signed_out": _("You are signed out. Load this page again to sign in."),
}
