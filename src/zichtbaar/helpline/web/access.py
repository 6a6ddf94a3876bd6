"""Who may use which address: the one table. An address without a line here is refused, and stops the start.

`docs/reference/access.md` shows the same table; a test compares them, and tries every address as everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from zichtbaar.helpline.people.models import DESK_ROLES, OFFICE_ROLES, PARTNER_ROLES, RELEASING_ROLES, Role


class Door(Enum):
    """What kind of address it is; decides what somebody hears who is not signed in."""

    VISITOR = "visitor"  # no session is read, no cookie is set
    OPEN = "open"  # staff addresses that come before signing in
    SCRIPT = "script"  # called by a page's script: it is told `signed_out`
    PAGE = "page"  # seen by a person, who is sent to the form for signing in


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use an address. `roles` counts behind the doors SCRIPT and PAGE only."""

    door: Door
    roles: frozenset[Role] = frozenset()

    @property
    def anyone(self) -> bool:
        """Whether nobody needs to be signed in."""
        return self.door in (Door.VISITOR, Door.OPEN)


VISITOR = Rule(Door.VISITOR)
ANYONE = Rule(Door.OPEN)
DESK = Rule(Door.SCRIPT, DESK_ROLES)
PARTNER = Rule(Door.SCRIPT, PARTNER_ROLES)
OFFICE = Rule(Door.PAGE, OFFICE_ROLES)
RESEARCHER = Rule(Door.PAGE, frozenset({Role.RESEARCHER}))
RELEASING = Rule(Door.PAGE, RELEASING_ROLES)
ADMINISTRATOR = Rule(Door.PAGE, frozenset({Role.ADMINISTRATOR}))
DIRECTORY = Rule(Door.PAGE, frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD}))
"""Who may read the directory in the office. Only an administrator can change it; the desk has addresses of its own."""

SIGN_IN_PAGE = "office-sign-in"
"""Where somebody goes who asks for a PAGE and is not signed in. The desk signs in on its own first page."""

RULES: Mapping[str, Rule] = {
    "visitor-page": VISITOR,
    "visitor-start": VISITOR,
    "visitor-end": VISITOR,
    "visitor-leave": VISITOR,
    "visitor-consent": VISITOR,
    "visitor-words": VISITOR,
    "visitor-code": VISITOR,
    "visitor-keep": VISITOR,
    "visitor-return": VISITOR,
    "visitor-message": VISITOR,
    "visitor-forget": VISITOR,
    "visitor-after": VISITOR,
    "desk": ANYONE,
    "desk-salt": ANYONE,
    "desk-sign-in": ANYONE,
    "desk-sign-out": DESK,
    "desk-take": DESK,
    "desk-take-message": DESK,
    "desk-see-duress": DESK,
    "desk-conversations": DESK,
    "desk-wraps": DESK,
    "desk-end": DESK,
    "registrations": DESK,
    "registration": DESK,
    "registration-answers": DESK,
    "registration-rest": DESK,
    "registration-complete": DESK,
    "registration-reopen": DESK,
    "registration-of-conversation": DESK,
    "registration-recognise": DESK,
    "desk-handovers": DESK,
    "desk-receivers": DESK,
    "desk-propose": DESK,
    "desk-ground": DESK,
    "desk-handover": DESK,
    "partner": ANYONE,
    "partner-salt": ANYONE,
    "partner-sign-in": ANYONE,
    "partner-sign-out": PARTNER,
    "partner-handovers": PARTNER,
    "partner-open": PARTNER,
    "partner-answer": PARTNER,
    "office-sign-in": ANYONE,
    "office-salt": ANYONE,
    "office-sign-in-keys": ANYONE,
    "office-sign-out": OFFICE,
    "office-home": OFFICE,
    "office-freeze-snapshot": RESEARCHER,
    "office-freeze-handovers": RESEARCHER,
    "office-make-release": RESEARCHER,
    "office-releases": RELEASING,
    "office-release": RELEASING,
    "office-release-file": RELEASING,
    "office-approve-release": RELEASING,
    "office-refuse-release": RELEASING,
    "office-publish-release": RESEARCHER,
    "office-withdraw-release": RELEASING,
    "office-correct-release": RESEARCHER,
    "office-figures": RESEARCHER,
    "office-unprotected": RESEARCHER,
    "office-feedback": RESEARCHER,
    "office-people": ADMINISTRATOR,
    "office-partners": ADMINISTRATOR,
    "office-bind-partner": ADMINISTRATOR,
    "office-add-recipient": ADMINISTRATOR,
    "office-confirm-key": ADMINISTRATOR,
    "office-distrust-key": ADMINISTRATOR,
    "office-permit-unprotected": ADMINISTRATOR,
    "office-directory": DIRECTORY,
    "office-organisation": DIRECTORY,
    "office-new-organisation": ADMINISTRATOR,
    "office-confirm-organisation": ADMINISTRATOR,
    "office-directory-sheets": ADMINISTRATOR,
    "office-directory-sheet": ADMINISTRATOR,
    "desk-proposals": DESK,
    "desk-gap": DESK,
    "desk-suggestion": DESK,
}
"""Rules by the name of the address."""
