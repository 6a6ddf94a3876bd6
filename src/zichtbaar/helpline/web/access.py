"""Who may use which address: the one table. An address without a line here is refused, and stops the start.

`docs/reference/access.md` shows the same table; a test compares them, and tries every address as everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from zichtbaar.helpline.people.models import ALL_ROLES, DESK_ROLES, OFFICE_ROLES, PARTNER_ROLES, RELEASING_ROLES, Role


class Door(Enum):
    """What kind of address it is; decides what somebody hears who is not signed in."""

    VISITOR = "visitor"  # no session is read, no cookie is set
    OPEN = "open"  # staff addresses that come before signing in
    SCRIPT = "script"  # called by a page's script: it is told `signed_out`
    PAGE = "page"  # seen by a person, who is sent to the form for signing in


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use an address. `roles` counts behind the doors SCRIPT and PAGE only.

    `sign_in` is where somebody goes who asks for a PAGE and is not signed in; the desk signs in on its own first
    page. `is_first` is true of what comes before a second factor that somebody still has to set up.
    """

    door: Door
    roles: frozenset[Role] = frozenset()
    sign_in: str = "office-sign-in"
    is_first: bool = False

    @property
    def anyone(self) -> bool:
        """Whether nobody needs to be signed in."""
        return self.door in (Door.VISITOR, Door.OPEN)


VISITOR = Rule(Door.VISITOR)
ANYONE = Rule(Door.OPEN)
DESK = Rule(Door.SCRIPT, DESK_ROLES)
PARTNER = Rule(Door.SCRIPT, PARTNER_ROLES)
SHIFT_LEAD = Rule(Door.SCRIPT, frozenset({Role.SHIFT_LEAD}))
OFFICE = Rule(Door.PAGE, OFFICE_ROLES)
RESEARCHER = Rule(Door.PAGE, frozenset({Role.RESEARCHER}))
RELEASING = Rule(Door.PAGE, RELEASING_ROLES)
ADMINISTRATOR = Rule(Door.PAGE, frozenset({Role.ADMINISTRATOR}))
DIRECTORY = Rule(Door.PAGE, frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD}))
"""Who may read the directory in the office. Only an administrator can change it; the desk has addresses of its own."""
KEYS_OF_RECEIVERS = DIRECTORY
"""Who may confirm a receiver's key: it takes two. Only an administrator invites partners and adds keys."""
RECOVERING = Rule(Door.PAGE, frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD}))
RECOVERING_SCRIPT = replace(RECOVERING, door=Door.SCRIPT)
ACCOUNT = Rule(Door.PAGE, ALL_ROLES, sign_in="account-sign-in")
ACCOUNT_FIRST = replace(ACCOUNT, is_first=True)
ACCOUNT_SCRIPT = Rule(Door.SCRIPT, ALL_ROLES)

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
    "visitor-photo": VISITOR,
    "desk-typed": ANYONE,
    "desk": ANYONE,
    "desk-salt": ANYONE,
    "desk-sign-in": ANYONE,
    "desk-sign-out": replace(DESK, is_first=True),
    "desk-take": DESK,
    "desk-take-message": DESK,
    "desk-see-duress": DESK,
    "desk-conversations": DESK,
    "desk-wraps": DESK,
    "desk-end": DESK,
    "desk-block": DESK,
    "desk-photos": DESK,
    "desk-photo": DESK,
    "desk-delete-photo": DESK,
    "desk-take-over": SHIFT_LEAD,
    "desk-break-glass": DESK,
    "desk-let-in": DESK,
    "desk-read": DESK,
    "desk-keys": DESK,
    "desk-give-keys": DESK,
    "desk-team-key": SHIFT_LEAD,
    "desk-recovery-key": SHIFT_LEAD,
    "desk-colleagues": SHIFT_LEAD,
    "desk-colleague-left": SHIFT_LEAD,
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
    "partner-typed": ANYONE,
    "partner": ANYONE,
    "partner-salt": ANYONE,
    "partner-sign-in": ANYONE,
    "partner-sign-out": PARTNER,
    "partner-handovers": PARTNER,
    "partner-open": PARTNER,
    "partner-answer": PARTNER,
    "office-typed": ANYONE,
    "office-sign-in": ANYONE,
    "office-salt": ANYONE,
    "office-sign-in-keys": ANYONE,
    "office-sign-out": replace(OFFICE, is_first=True),
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
    "office-partners": KEYS_OF_RECEIVERS,
    "office-invite-partner": ADMINISTRATOR,
    "office-bind-partner": ADMINISTRATOR,
    "office-add-recipient": ADMINISTRATOR,
    "office-confirm-key": KEYS_OF_RECEIVERS,
    "office-distrust-key": KEYS_OF_RECEIVERS,
    "office-permit-unprotected": ADMINISTRATOR,
    "office-directory": DIRECTORY,
    "office-organisation": DIRECTORY,
    "office-new-organisation": ADMINISTRATOR,
    "office-directory-sheets": ADMINISTRATOR,
    "office-directory-sheet": ADMINISTRATOR,
    "desk-proposals": DESK,
    "desk-gap": DESK,
    "desk-suggestion": DESK,
    "office-recovery": RECOVERING,
    "office-recovery-lacking": RECOVERING_SCRIPT,
    "office-recovery-give": RECOVERING_SCRIPT,
    "office-invite": ADMINISTRATOR,
    "office-colleague": ADMINISTRATOR,
    "office-new-link": ADMINISTRATOR,
    "office-take-factor": ADMINISTRATOR,
    "office-sign-out-colleague": ADMINISTRATOR,
    "office-left": ADMINISTRATOR,
    "account-typed": ANYONE,
    "account-sign-in": ANYONE,
    "account-salt": ANYONE,
    "account-sign-in-keys": ANYONE,
    "account-join": ANYONE,
    "account-join-invited": ANYONE,
    "account-join-keys": ANYONE,
    "account-sign-out": ACCOUNT_FIRST,
    "account": ACCOUNT_FIRST,
    "account-second-factor": ACCOUNT_FIRST,
    "account-recovery-codes": ACCOUNT,
    "account-passkey-challenge": ANYONE,
    "account-passkey-options": ACCOUNT_SCRIPT,
    "account-passkey-add": ACCOUNT_SCRIPT,
    "account-passkey-remove": ACCOUNT,
    "account-slot": ACCOUNT_SCRIPT,
    "account-password": ACCOUNT_SCRIPT,
}
"""Rules by the name of the address."""
