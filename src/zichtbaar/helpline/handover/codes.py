"""Everything that is noted about a handover is one of these codes. What was told is sealed, and never here."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """Why something is told without consent."""

    LIFE = "life", _("A life is in danger now")
    CHILD = "child", _("A child is being harmed, or will be very soon")
    HELD = "held", _("Somebody is held against their will")


class Guardian(TextChoices):
    """How it stands with the agreement of who has custody of a child."""

    NOT_NEEDED = "not_needed", _("Not needed at this age")
    AGREED = "agreed", _("They agreed")
    CHILDS_WISH = "childs_wish", _("They were not asked: the child has thought it over and keeps wanting it")
    SERIOUS_HARM = "serious_harm", _("They were not asked: asking would do the child serious harm")
    RECEIVER_ASKS = "receiver_asks", _("The receiver looks after this, and knows that nobody was asked yet")


class WhyDeclined(TextChoices):
    """Why a receiver cannot take a handover."""

    NO_PLACE = "no_place", _("No place free in time")
    OTHER_REGION = "other_region", _("Not our region")
    OTHER_AGE = "other_age", _("Not our age group")
    OTHER_WORK = "other_work", _("Not what we do")
    TOO_LITTLE = "too_little", _("We know too little to help")
    NO_CONTACT = "no_contact", _("We could not make contact")


class WhyLost(TextChoices):
    """Why a handover was given up."""

    RECEIVER_SILENT = "receiver_silent", _("The receiver does not answer")
    VISITOR_GONE = "visitor_gone", _("The visitor cannot be reached any more")
    MADE_WRONGLY = "made_wrongly", _("It was made by mistake")


class Contact(TextChoices):
    """How the receiver and the visitor met."""

    IN_CHAT = "in_chat", _("In the chat, with the counsellor")
    BY_PHONE = "by_phone", _("By telephone")
    IN_PERSON = "in_person", _("In person")
    OTHER = "other", _("In another way")


class Outcome(TextChoices):
    """What came of a handover."""

    CARE = "care", _("Gets care or treatment")
    SHELTER = "shelter", _("Has a safe place to stay")
    REPORT = "report", _("Talked with the police or made a report")
    IMAGES = "images", _("Images were removed")
    OTHER_HELP = "other_help", _("Was helped in another way")
    PASSED_ON = "passed_on", _("Was handed on to another organisation")
    STOPPED = "stopped", _("Did not want to go on")
    NOT_HEARD = "not_heard", _("Nobody could tell what came of it")


class Explanation(TextChoices):
    """Why a handover may lie open at the end of a shift, or why nothing follows on one that failed."""

    NEXT_SHIFT = "next_shift", _("The next shift knows and goes on")
    RECEIVER = "receiver", _("The receiver was called and is at work on it")
    NOBODY_ELSE = "nobody_else", _("Nobody else in this region can take it")
    NO_OTHER_WANTED = "no_other_wanted", _("The visitor does not want another organisation")
    VISITOR_GONE = "visitor_gone", _("The visitor is gone")


class KeyConfirmed(TextChoices):
    """How it was made sure that a key is the receiver's."""

    PHONE = "phone", _("Read out by telephone, on a number that we knew before")
    IN_PERSON = "in_person", _("Read out face to face")
