"""What can be chosen in the form with which a counsellor proposes a handover; needs are those of the directory."""

from __future__ import annotations

from zichtbaar.helpline.handover.codes import Ground, Guardian
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Urgency
from zichtbaar.helpline.web.desk.words import WORDS
from zichtbaar.helpline.web.shared.handing_words import HANDING_WORDS


def handing_form_context() -> dict[str, object]:
    """What `desk/handing.html` needs to be drawn."""
    return {
        "urgencies": [(urgency.value, HANDING_WORDS[f"urgency_{urgency}"]) for urgency in Urgency],
        "age_bands": [(band.value, WORDS[f"age_{band}"]) for band in AgeBand],
        "guardians": Guardian.choices,
        "grounds": Ground.choices,
    }
