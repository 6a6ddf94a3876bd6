"""What a line of the record is about, for people: a name in place of a number, words in place of a code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from zichtbaar.helpline.audit.reading import Line
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.audit.subjects import OF_ORGANISATIONS
from zichtbaar.helpline.chat.models import Need
from zichtbaar.helpline.handover.codes import Explanation, Ground, KeyConfirmed
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.lifecycle import State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.handing_words import HANDING_WORDS
from zichtbaar.helpline.web.shared.need_words import NEED_WORDS

Words = Mapping[str, str | Promise]

_MOVES: Words = {state.value: HANDING_WORDS[f"state_{state}"] for state in State} | {
    "ask_in": gettext_lazy("the receiver asks to come into the chat"),
    "answer": gettext_lazy("the receiver wrote"),
}
_CODES: Mapping[Kind, Words] = {
    Kind.BREAK_GLASS_ASKED: {need.value: NEED_WORDS[f"need_{need}"] for need in Need},
    Kind.HANDOVER_MOVED: _MOVES,
    Kind.HANDOVER_AUTHORISED: _MOVES,
    Kind.HANDOVER_ESCALATED: _MOVES,
    Kind.HANDOVER_WITHOUT_CONSENT: dict(Ground.choices),
    Kind.HANDOVER_EXPLAINED: dict(Explanation.choices),
    Kind.RECEIVER_KEY_CONFIRMED: dict(KeyConfirmed.choices),
}
_REFERENCE = re.compile("([0-9a-f]{32}) ?(.*)")


@dataclass(frozen=True, slots=True)
class About:
    """`words` for people, `reference` for finding the other lines about the same; either may be empty."""

    words: str = ""
    reference: str = ""


def names() -> Mapping[str, str]:
    """What colleagues, partners and organisations are called, by what the record calls them."""
    staff = {f"staff {one.pk}": one.name for one in Staff.objects.all()}
    organisations = Organisation.objects.values_list("pk", "identifier", "name")
    by_number = {f"organisation {number}": name for number, _, name in organisations}
    return staff | by_number | {identifier: name for _, identifier, name in organisations}


def about_in_words(line: Line, named: Mapping[str, str]) -> About:
    """In the language of the page. What is not known here stands as it is in the record."""
    codes = _CODES.get(line.kind, {})
    if line.kind in OF_ORGANISATIONS:
        known = {**codes, **named}
        return About(", ".join(str(known.get(part, part)) for part in line.subject.split(", ")))
    known = {**named, **codes}
    if found := _REFERENCE.fullmatch(line.subject):
        return About(str(known.get(found[2], found[2])), found[1])
    return About(str(known[line.subject])) if line.subject in known else About(reference=line.subject)
