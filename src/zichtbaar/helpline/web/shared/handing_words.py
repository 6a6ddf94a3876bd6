"""The words of handovers, for the desk and for partners; `frontend/src/handing/words.ts` holds the same keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.handover import codes

HANDING_WORDS = {
    "state_proposed": _("shown, no answer yet"),
    "state_agreed": _("agreed, not sent yet"),
    "state_authorised": _("confirmed by a second person, not sent yet"),
    "state_sent": _("sent, not opened yet"),
    "state_opened": _("opened"),
    "state_accepted": _("taken"),
    "state_met": _("in contact"),
    "state_finished": _("finished"),
    "state_refused": _("not agreed"),
    "state_declined": _("not taken"),
    "state_withdrawn": _("taken back"),
    "state_expired": _("no answer in time"),
    "state_lost": _("given up"),
    "waits_for_second": _("waits for a second person"),
    "urgency_now": _("at once"),
    "urgency_within_48_hours": _("within 48 hours"),
    "urgency_planned": _("as planned"),
    "without_consent": _("Without consent: acute danger."),
    "due": _("Before {time}."),
    "late": _("Late: was to be done before {time}."),
    "very_late": _("Very late: was to be done before {time}. The shift leads were told."),
    "no_confirmed_key": _("No key of this receiver is confirmed. An administrator can do that."),
    "guardian": _("At this age the law asks for more. Look at the line about custody."),
    "open_already": _("There is an open handover to this receiver already."),
    "chat_over": _("The chat is over, so nobody can agree any more."),
    "nobody_second": _("There is no other shift lead who could confirm it. Call the emergency number."),
    "no_ground": _("The words of the ground are missing."),
    "not_now": _("That is not possible any more, or not yet. The list was loaded again."),
    "not_done": _("That did not work. Try it again."),
    "nobody_agreed": _("These are not the words that the visitor agreed to. Nothing was sent. Tell the administrator."),
    "other_words": _("What may be told has changed, or these are not those words. Nothing was done. Read it again."),
    "with_three": _("From here on {name} reads along."),
    "without_three": _("{name} does not read along any more."),
    "said_yes": _("The visitor agreed to what may go to {name}."),
    "said_no": _("The visitor said no. Nothing goes to {name}."),
    "took_back": _("The visitor took it back. Nothing goes to {name}."),
    "keeps_out": _("The visitor does not want {name} to join now."),
    "asks_in": _("They ask to join the chat."),
    "has_answer": _("There is an answer in words."),
    "is_writing": _("{name} is writing…"),
    "unheard": _("The visitor decided this when the chat was over."),
    "need_police": _("Police"),
    "need_protection": _("Protection"),
    "need_care": _("Care or treatment"),
    "need_shelter": _("Shelter"),
    "need_legal_help": _("Legal help"),
    "need_images_removed": _("Having images removed"),
}


def handing_context() -> dict[str, object]:
    """What the templates of handovers need to be drawn."""
    return {
        "handing_words": HANDING_WORDS,
        "why_declined": codes.WhyDeclined.choices,
        "why_lost": codes.WhyLost.choices,
        "contacts": codes.Contact.choices,
        "outcomes": codes.Outcome.choices,
        "explanations": codes.Explanation.choices,
    }
