"""What can be chosen in the form with which a counsellor proposes a handover."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zichtbaar.helpline.handover.codes import Ground, Guardian
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need, Urgency
from zichtbaar.helpline.web.desk.words import WORDS
from zichtbaar.helpline.web.shared.handing_words import HANDING_WORDS

NEEDS = {
    Need.POLICE: _("The police"),
    Need.PROTECTION: _("Protection"),
    Need.CARE: _("Care or treatment"),
    Need.SHELTER: _("A place to stay"),
    Need.LEGAL_HELP: _("Legal help"),
    Need.IMAGES_REMOVED: _("Images removed"),
}


def handing_form_context() -> dict[str, object]:
    """What `desk/handing.html` needs to be drawn."""
    return {
        "needs": [(need.value, NEEDS[need]) for need in Need],
        "urgencies": [(urgency.value, HANDING_WORDS[f"urgency_{urgency}"]) for urgency in Urgency],
        "age_bands": [(band.value, WORDS[f"age_{band}"]) for band in AgeBand],
        "guardians": Guardian.choices,
        "grounds": Ground.choices,
    }
