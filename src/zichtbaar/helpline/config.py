"""What the environment may say about a helpline. A wrong value stops the program with a sentence."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from zichtbaar.helpline import opening
from zichtbaar.helpline.opening import OpeningHours

LANGUAGES = ("nl", "en")
"""Of the desk and the office."""

VISITOR_LANGUAGES = tuple(sorted(path.stem for path in (Path(__file__).parent / "languages").glob("*.toml")))
"""Of the visitors' door: one file for each."""

LONGEST_KEPT = 28
"""Days. A conversation can be kept for less, never for longer."""
LONGEST_UNCONFIRMED = 999
"""Days. An organisation that nobody confirmed for longer than the setting says is not proposed."""

REGIONS = Path(__file__).parent / "handover" / "regions"
"""Where the regions of a country are that come with the program, each in a folder of its own."""

SECRET_CHARACTERS = 50
"""A shorter secret is refused."""

LONGEST_NAME = 60
LONGEST_LINE = 120

ADDRESS_HEADERS = ("x-forwarded-for", "x-real-ip")
"""In which a proxy can say for whom it asks."""

HOST = r"[a-zA-Z0-9][a-zA-Z0-9.-]*|\[[0-9a-fA-F:]+\]"
"""A name, an IPv4 address, or an IPv6 address in brackets; no port, no wildcard."""


class ConfigurationError(Exception):
    """A setting cannot be used; the message is a whole sentence that names it."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that can be set. `docs/reference/settings.md` explains each."""

    data: Path = Path("data/helpline")
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    https: bool = True
    language: str = "nl"
    neutral_address: str = "https://www.knmi.nl/"
    visitor_languages: tuple[str, ...] = ("nl", "en")
    time_zone: str = "Europe/Amsterdam"
    opening_hours: str = opening.ALWAYS
    messages: bool = True
    organisation: str = ""
    phone_number: str = ""
    emergency_number: str = "112"
    photos: bool = False
    images_help: str = "helpwanted.nl"
    images_report: str = ""
    other_help: str = ""
    address_header: str = ""
    secret_file: Path = field(default=Path())
    second_factor: bool = True
    keep_conversations: int = LONGEST_KEPT
    keep_untaken: int = 1
    regions: Path = REGIONS / "netherlands"
    fallback: str = "CoMensha"
    fallback_number: str = ""
    confirm_directory: int = 180

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", self.data.absolute())
        if self.secret_file == Path():
            object.__setattr__(self, "secret_file", self.data / "secret")

    @property
    def database(self) -> Path:
        """The file that holds every table."""
        return self.data / "helpline.sqlite3"

    @property
    def hours(self) -> OpeningHours:
        """When the chat is open."""
        return opening.read_hours(self.opening_hours, ZoneInfo(self.time_zone))

    def environment(self) -> dict[str, str]:
        """The settings as environment variables: what `read` reads back."""
        return {
            "ZICHTBAAR_DATA": str(self.data),
            "ZICHTBAAR_HOSTS": ",".join(self.hosts),
            "ZICHTBAAR_HTTPS": "yes" if self.https else "no",
            "ZICHTBAAR_LANGUAGE": self.language,
            "ZICHTBAAR_NEUTRAL_ADDRESS": self.neutral_address,
            "ZICHTBAAR_VISITOR_LANGUAGES": ",".join(self.visitor_languages),
            "ZICHTBAAR_TIME_ZONE": self.time_zone,
            "ZICHTBAAR_OPENING_HOURS": self.opening_hours,
            "ZICHTBAAR_MESSAGES": "yes" if self.messages else "no",
            "ZICHTBAAR_ORGANISATION": self.organisation,
            "ZICHTBAAR_PHONE_NUMBER": self.phone_number,
            "ZICHTBAAR_EMERGENCY_NUMBER": self.emergency_number,
            "ZICHTBAAR_PHOTOS": "yes" if self.photos else "no",
            "ZICHTBAAR_IMAGES_HELP": self.images_help,
            "ZICHTBAAR_IMAGES_REPORT": self.images_report,
            "ZICHTBAAR_OTHER_HELP": self.other_help,
            "ZICHTBAAR_ADDRESS_HEADER": self.address_header,
            "ZICHTBAAR_SECRET_FILE": str(self.secret_file),
            "ZICHTBAAR_SECOND_FACTOR": "yes" if self.second_factor else "no",
            "ZICHTBAAR_KEEP_CONVERSATIONS": str(self.keep_conversations),
            "ZICHTBAAR_KEEP_UNTAKEN": str(self.keep_untaken),
            "ZICHTBAAR_REGIONS": str(self.regions),
            "ZICHTBAAR_FALLBACK": self.fallback,
            "ZICHTBAAR_FALLBACK_NUMBER": self.fallback_number,
            "ZICHTBAAR_CONFIRM_DIRECTORY": str(self.confirm_directory),
        }


SETTINGS = frozenset(Configuration().environment())
"""The names of all settings."""


def read(environment: Mapping[str, str] = os.environ) -> Configuration:
    """The configuration in these environment variables. Raises ConfigurationError.

    A variable that begins with `ZICHTBAAR_` and is not known is refused: it is a typing error.
    """
    given = {name: value for name, value in environment.items() if name.startswith("ZICHTBAAR_")}
    if unknown := sorted(set(given) - SETTINGS):
        known = ", ".join(sorted(SETTINGS))
        raise ConfigurationError(f"{unknown[0]} is no setting of the helpline; known are {known}.")
    plain = Configuration()
    data = _path(given, "ZICHTBAAR_DATA", plain.data)
    return Configuration(
        data=data,
        hosts=_hosts(given, plain.hosts),
        https=_yes_or_no(given, "ZICHTBAAR_HTTPS", plain.https),
        language=(language := _language(given, plain.language)),
        neutral_address=_address(given, "ZICHTBAAR_NEUTRAL_ADDRESS", plain.neutral_address),
        visitor_languages=_visitor_languages(given, plain.visitor_languages, language),
        time_zone=_time_zone(given, plain.time_zone),
        opening_hours=_opening_hours(given, plain.opening_hours),
        messages=_yes_or_no(given, "ZICHTBAAR_MESSAGES", plain.messages),
        organisation=_name(given, "ZICHTBAAR_ORGANISATION", plain.organisation),
        phone_number=_phone_number(given, "ZICHTBAAR_PHONE_NUMBER", plain.phone_number),
        emergency_number=_emergency_number(given, plain.emergency_number),
        photos=_photos(given, plain.photos),
        images_help=_images_help(given, plain.images_help),
        images_report=_line(given, "ZICHTBAAR_IMAGES_REPORT", plain.images_report),
        other_help=_line(given, "ZICHTBAAR_OTHER_HELP", plain.other_help),
        address_header=_address_header(given, plain.address_header),
        secret_file=_path(given, "ZICHTBAAR_SECRET_FILE", data / "secret"),
        second_factor=_yes_or_no(given, "ZICHTBAAR_SECOND_FACTOR", plain.second_factor),
        keep_conversations=_days(given, "ZICHTBAAR_KEEP_CONVERSATIONS", plain.keep_conversations),
        keep_untaken=_days(given, "ZICHTBAAR_KEEP_UNTAKEN", plain.keep_untaken),
        regions=_regions(given, plain.regions),
        fallback=_fallback(given, plain.fallback),
        fallback_number=_phone_number(given, "ZICHTBAAR_FALLBACK_NUMBER", plain.fallback_number),
        confirm_directory=_days(given, "ZICHTBAAR_CONFIRM_DIRECTORY", plain.confirm_directory, LONGEST_UNCONFIRMED),
    )


def read_secret(path: Path) -> str:
    """The secret that sessions are signed with; empty while there is none yet. Raises ConfigurationError.

    Without a secret Django refuses everything that needs one.
    """
    if not path.exists():
        return ""
    if path.stat().st_mode & 0o077:
        raise ConfigurationError(f"{path} can be read by others than its owner; give it mode 0600.")
    secret = path.read_text("utf-8").strip()
    if len(secret) < SECRET_CHARACTERS:
        raise ConfigurationError(f"{path} holds no secret of at least {SECRET_CHARACTERS} characters.")
    return secret


def make_secret(path: Path) -> None:
    """Draw a secret into a new file that only its owner can read; one that exists stays as it is."""
    if path.exists():
        return
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    part.replace(path)


def _path(given: Mapping[str, str], name: str, otherwise: Path) -> Path:
    if name not in given:
        return otherwise
    path = Path(given[name])
    if not path.is_absolute():
        raise ConfigurationError(f"{name} must be a whole path that begins with /, not {given[name]!r}.")
    return path


def _hosts(given: Mapping[str, str], otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if "ZICHTBAAR_HOSTS" not in given:
        return otherwise
    hosts = tuple(host.strip() for host in given["ZICHTBAAR_HOSTS"].split(","))
    for host in hosts:
        if not re.fullmatch(HOST, host):
            raise ConfigurationError(
                f"ZICHTBAAR_HOSTS must be names without port, parted by commas, not {given['ZICHTBAAR_HOSTS']!r}."
            )
    return hosts


def _yes_or_no(given: Mapping[str, str], name: str, otherwise: bool) -> bool:
    value = given.get(name, "yes" if otherwise else "no")
    if value not in ("yes", "no"):
        raise ConfigurationError(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def _days(given: Mapping[str, str], name: str, otherwise: int, most: int = LONGEST_KEPT) -> int:
    value = given.get(name, str(otherwise))
    if not re.fullmatch("[0-9]{1,3}", value) or int(value) > most:
        raise ConfigurationError(f"{name} must be a number of days from 0 to {most}, not {value!r}.")
    return int(value)


def _language(given: Mapping[str, str], otherwise: str) -> str:
    value = given.get("ZICHTBAAR_LANGUAGE", otherwise)
    if value not in LANGUAGES:
        raise ConfigurationError(f"ZICHTBAAR_LANGUAGE must be one of {', '.join(LANGUAGES)}, not {value!r}.")
    return value


def _visitor_languages(given: Mapping[str, str], otherwise: tuple[str, ...], first: str) -> tuple[str, ...]:
    value = given.get("ZICHTBAAR_VISITOR_LANGUAGES", ",".join(otherwise))
    languages = tuple(language.strip() for language in value.split(","))
    if first not in languages or not set(languages) <= set(VISITOR_LANGUAGES):
        known = ", ".join(VISITOR_LANGUAGES)
        raise ConfigurationError(
            f"ZICHTBAAR_VISITOR_LANGUAGES must be some of {known}, parted by commas, and {first} among them, "
            f"not {value!r}."
        )
    return tuple(dict.fromkeys(languages))


def _time_zone(given: Mapping[str, str], otherwise: str) -> str:
    value = given.get("ZICHTBAAR_TIME_ZONE", otherwise)
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError) as error:  # no name of a zone; an unknown one; the name of a folder
        raise ConfigurationError(
            f"ZICHTBAAR_TIME_ZONE must be a name such as Europe/Amsterdam, not {value!r}."
        ) from error
    return value


def _opening_hours(given: Mapping[str, str], otherwise: str) -> str:
    value = given.get("ZICHTBAAR_OPENING_HOURS", otherwise)
    try:
        opening.read_hours(value, ZoneInfo("UTC"))
    except ValueError as error:
        raise ConfigurationError(
            "ZICHTBAAR_OPENING_HOURS must be always, or hours such as mon-fri 14:00-22:00, sat 12:00-18:00, "
            f"not {value!r}."
        ) from error
    return value


def _name(given: Mapping[str, str], name: str, otherwise: str) -> str:
    value = given.get(name, otherwise).strip()
    if len(value) > LONGEST_NAME or not value.isprintable():
        raise ConfigurationError(f"{name} must be a name of at most {LONGEST_NAME} characters, not {value!r}.")
    return value


def _fallback(given: Mapping[str, str], otherwise: str) -> str:
    value = _name(given, "ZICHTBAAR_FALLBACK", otherwise)
    if not value:
        raise ConfigurationError("ZICHTBAAR_FALLBACK must name who is asked where the directory has nobody, not ''.")
    return value


def _regions(given: Mapping[str, str], otherwise: Path) -> Path:
    value = given.get("ZICHTBAAR_REGIONS", str(otherwise))
    known = sorted(path.parent.name for path in REGIONS.glob("*/country.toml"))
    if value in known:
        return REGIONS / value
    if not Path(value).is_absolute() or not (Path(value) / "country.toml").is_file():
        raise ConfigurationError(
            f"ZICHTBAAR_REGIONS must be {', '.join(known)}, or a whole path of a folder with a country.toml, "
            f"not {value!r}."
        )
    return Path(value)


def _phone_number(given: Mapping[str, str], name: str, otherwise: str) -> str:
    value = given.get(name, otherwise)
    if value and not re.fullmatch(r"\+?[0-9][0-9 -]{1,24}", value):
        raise ConfigurationError(f"{name} must be a number such as +31 20 123 4567, not {value!r}.")
    return value


def _emergency_number(given: Mapping[str, str], otherwise: str) -> str:
    value = given.get("ZICHTBAAR_EMERGENCY_NUMBER", otherwise)
    if not re.fullmatch(r"[0-9]{2,6}", value):
        raise ConfigurationError(f"ZICHTBAAR_EMERGENCY_NUMBER must be two to six digits, not {value!r}.")
    return value


def _address_header(given: Mapping[str, str], otherwise: str) -> str:
    value = given.get("ZICHTBAAR_ADDRESS_HEADER", otherwise)
    if value not in ("", *ADDRESS_HEADERS):
        raise ConfigurationError(
            f"ZICHTBAAR_ADDRESS_HEADER must be {' or '.join(ADDRESS_HEADERS)}, or nothing, not {value!r}."
        )
    return value


def _images_help(given: Mapping[str, str], otherwise: str) -> str:
    value = given.get("ZICHTBAAR_IMAGES_HELP", otherwise)
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", value):
        raise ConfigurationError(
            f"ZICHTBAAR_IMAGES_HELP must be the name of a site such as helpwanted.nl, not {value!r}."
        )
    return value


def _photos(given: Mapping[str, str], otherwise: bool) -> bool:
    """Only who has named where the child finds help, and who receives what is illegal, can take photos."""
    photos = _yes_or_no(given, "ZICHTBAAR_PHOTOS", otherwise)
    if photos and not all(given.get(name, "").strip() for name in ("ZICHTBAAR_IMAGES_HELP", "ZICHTBAAR_IMAGES_REPORT")):
        raise ConfigurationError(
            "ZICHTBAAR_PHOTOS can be yes only where ZICHTBAAR_IMAGES_HELP and ZICHTBAAR_IMAGES_REPORT are set too."
        )
    return photos


def _line(given: Mapping[str, str], name: str, otherwise: str) -> str:
    value = given.get(name, otherwise).strip()
    if len(value) > LONGEST_LINE or not value.isprintable():
        raise ConfigurationError(f"{name} must be a line of at most {LONGEST_LINE} characters, not {value!r}.")
    return value


def _address(given: Mapping[str, str], name: str, otherwise: str) -> str:
    value = given.get(name, otherwise)
    if not _is_safe_address(value):
        raise ConfigurationError(f"{name} must be an address that begins with https://, not {value!r}.")
    return value


def _is_safe_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
