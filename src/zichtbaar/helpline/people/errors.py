"""What can go wrong with people and keys, named."""

from __future__ import annotations


class PeopleError(Exception):
    """Something asked about people or keys was refused; nothing was changed."""


class SignInRefusedError(PeopleError):
    """The name is unknown, the password is wrong or the door is another's: the answer is the same."""


class TooManyRefusalsError(PeopleError):
    """So many were refused just now that nobody's password is looked at; try again in a moment."""


class AlreadyFoundedError(PeopleError):
    """This helpline has a team key already; founding it again would lock everybody out."""


class NotAllowedError(PeopleError):
    """Somebody with this role does not do this, or not to herself."""


class NameTakenError(PeopleError):
    """A colleague has this name already, or had it."""


class BadNameError(PeopleError):
    """The name is empty, too long, or holds signs that nobody can see."""


class InvitationGoneError(PeopleError):
    """There is no such invitation (any more): it was used, replaced, ran out or was never made."""


class LastOneError(PeopleError):
    """Nobody else has this role, and the helpline cannot do without."""


class PasskeyRefusedError(PeopleError):
    """The passkey is not known, or does not answer this question of ours."""


class WrongCodeError(PeopleError):
    """The code does not fit, was used before, or the secret behind it was drawn too long ago."""
