"""Whether a helpline may open for visitors: every reason why not, and what to do about it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from zichtbaar.helpline.audit.reading import last_time, verify
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.retention import last_look
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops.demo_folder import MARK
from zichtbaar.helpline.ops.found import Found
from zichtbaar.helpline.people.access import known_staff, recovery_key, team_key_in_use
from zichtbaar.helpline.people.models import DESK_ROLES, Role, Staff

LONGEST_WITHOUT_A_LOOK = timedelta(hours=25)
LONGEST_WITHOUT_A_BACKUP = timedelta(days=2)
ONLY_HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})
MOST_NAMED = 5
"""Files that others can read are named one by one up to here."""


def check(configuration: Configuration) -> Found:
    """Look at the settings, the folder, the keys and the people. Raises DatabaseError and OSError."""
    reasons = reasons_against(configuration)
    if not reasons:
        return Found(True, (f"Nothing speaks against opening the helpline in {configuration.data}.", HELD))
    first = f"The helpline in {configuration.data} must not open for visitors yet:"
    return Found(False, (first, *(f"  - {reason}" for reason in reasons)))


def reasons_against(configuration: Configuration, *, at_start: bool = False) -> list[str]:
    """Why it must not open for visitors. At its start the clock of forgetting has stood still, and begins to run."""
    looks = [look for look in LOOKS if not (at_start and look is _clock)]
    return [reason for look in looks for reason in look(configuration)]


INVITES = {
    Role.COUNSELLOR: "An administrator invites one, under People in the office.",
    Role.SHIFT_LEAD: "An administrator invites one, under People in the office.",
    Role.ADMINISTRATOR: "Make a link for one on the server: zichtbaar invite NAME.",
}
"""What to do where nobody has a role."""


GIVES = (
    "Who has them gives them at the desk; the first shift lead gets hers in the office, under Recovery, with two of "
    "the printed shares."
)
"""What to do where somebody joined and lacks the keys."""


HELD = (
    "Looked at: settings, secret, HTTPS, files, keys, people, second factors, the record, the clock of forgetting, and "
    "when the last backup was made."
)


def _demo(configuration: Configuration) -> Iterator[str]:
    if (configuration.data / MARK).exists():
        yield "It is a demo: its people are invented, and their passwords lie in the folder. Use `zichtbaar found`."


def _settings(configuration: Configuration) -> Iterator[str]:
    if settings.DEBUG:
        yield "Errors are shown to visitors (DEBUG). Switch it off."
    if not configuration.https:
        yield "Browsers may reach it without HTTPS. Set ZICHTBAAR_HTTPS to yes, and put a proxy with TLS in front."
    if set(configuration.hosts) <= ONLY_HERE:
        yield "It answers to no name but this machine's. Set ZICHTBAAR_HOSTS to the name under which people reach it."


def _protections_of_django(configuration: Configuration) -> Iterator[str]:
    """What Django itself looks at: cookies, the secret, headers. Without a secret it cannot."""
    if not configuration.secret_file.exists():
        yield f"There is no secret: {configuration.secret_file} is not there. `zichtbaar serve` says what to do."
        return
    for fault in run_checks(include_deployment_checks=True):
        if not fault.is_silenced():
            yield f"{fault.msg} ({fault.id})"


def _files(configuration: Configuration) -> Iterator[str]:
    open_to_others = [path for path in (*_all_of(configuration.data), configuration.secret_file) if _is_open(path)]
    if not open_to_others:
        return
    named = ", ".join(map(str, open_to_others[:MOST_NAMED]))
    more = f" and {len(open_to_others) - MOST_NAMED} more" if len(open_to_others) > MOST_NAMED else ""
    yield f"Others on this machine can read {named}{more}. Take that away: chmod -R go= {configuration.data}"


def _all_of(folder: Path) -> list[Path]:
    return [folder, *sorted(folder.rglob("*"))]


def _is_open(path: Path) -> bool:
    """Whether others than the owner may do anything with it. A file that just went is not there to be read."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & 0o077)


def _keys(_: Configuration) -> Iterator[str]:
    if recovery_key() is None:
        yield "There is no recovery key: with a password conversations would be lost too. Found the helpline anew."
    team_key = team_key_in_use()
    if team_key is None:
        yield "There is no team key: no visitor could start a conversation. Found the helpline anew."
    elif team_key.is_due:
        yield "Somebody has left who held the team key. A shift lead renews it at the desk."


def _people(_: Configuration) -> Iterator[str]:
    joined = Staff.objects.filter(is_active=True).exclude(public_key="")
    for role, invites in INVITES.items():
        if not joined.filter(role=role).exists():
            yield f"There is no {role.value.replace('_', ' ')}. {invites}"
        elif role in DESK_ROLES and not known_staff().filter(role=role).exists():
            yield f"No {role.value.replace('_', ' ')} has the keys, so none can take or read a chat. {GIVES}"


def _second_factors(configuration: Configuration) -> Iterator[str]:
    if not configuration.second_factor:
        yield "A password alone opens the desk. Set ZICHTBAAR_SECOND_FACTOR to yes."


def _record(_: Configuration) -> Iterator[str]:
    if verify().broken is not None:
        yield "The record of what was done was changed. `zichtbaar check audit` says where."


def _database(_: Configuration) -> Iterator[str]:
    with connection.cursor() as cursor:
        found = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        yield "The database is damaged. Bring back a backup."


def _clock(_: Configuration) -> Iterator[str]:
    start = "Start the server, or run `zichtbaar forget --due`."
    looked = last_look()
    if looked is None:
        yield f"It was never looked whether conversations are due to be forgotten. {start}"
    elif timezone.now() - looked > LONGEST_WITHOUT_A_LOOK:
        yield f"The clock of forgetting stopped on {timezone.localtime(looked):%Y-%m-%d at %H:%M}. {start}"


def _backups(_: Configuration) -> Iterator[str]:
    made = last_time(Kind.BACKUP_MADE)
    if made is None:
        yield "There is no backup yet. Make one each day: `zichtbaar backup`."
    elif timezone.now() - made > LONGEST_WITHOUT_A_BACKUP:
        yield f"The last backup was made on {timezone.localtime(made):%Y-%m-%d at %H:%M}. Look why there is none since."


LOOKS: tuple[Callable[[Configuration], Iterator[str]], ...] = (
    _demo,
    _settings,
    _protections_of_django,
    _files,
    _keys,
    _people,
    _second_factors,
    _record,
    _database,
    _clock,
    _backups,
)
