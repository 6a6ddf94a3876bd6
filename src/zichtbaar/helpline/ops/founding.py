"""Founding a real helpline, and links for its administrators. Imported after Django is set up: it needs the tables."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from zichtbaar.helpline.config import LONGEST_NAME, Configuration
from zichtbaar.helpline.ops.existing import RefusedError
from zichtbaar.helpline.ops.ports import PORT
from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.errors import AlreadyFoundedError, BadNameError, NameTakenError
from zichtbaar.helpline.people.joining import HOURS_TO_JOIN
from zichtbaar.helpline.people.setup import found_helpline


@dataclass(frozen=True, slots=True)
class Begun:
    """A helpline just founded: its administrator's link and for how many hours it opens, and the recovery shares."""

    link: str
    hours: int
    recovery_shares: tuple[str, ...]


@transaction.atomic
def found(configuration: Configuration, administrator: str) -> Begun:
    """Make the keys and invite the first administrator, all or nothing. Raises RefusedError.

    Nobody holds the team key yet: the first shift lead gets it with two of the shares, which tries them.
    """
    try:
        shares = found_helpline(()).recovery_shares
    except AlreadyFoundedError as error:
        raise RefusedError(f"There is a helpline in {configuration.data} already.") from error
    return Begun(invite(configuration, administrator), HOURS_TO_JOIN, shares)


def invite(configuration: Configuration, administrator: str, *, without_second_factor: bool = False) -> str:
    """The address with which an administrator chooses a password, once. Raises RefusedError."""
    try:
        token = joining.invite_administrator(administrator, without_second_factor=without_second_factor)
    except BadNameError as error:
        raise RefusedError(f"A name has 1 to {LONGEST_NAME} characters, not {administrator!r}.") from error
    except NameTakenError as error:
        raise RefusedError(f"{administrator} is no administrator here, or was one: choose another name.") from error
    host = configuration.hosts[0]
    origin = f"https://{host}" if configuration.https else f"http://{host}:{PORT}"
    return f"{origin}{reverse('account-join')}#{token}"
