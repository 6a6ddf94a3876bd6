"""`zichtbaar found`: begin a real helpline in a new folder."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import Configuration, ConfigurationError
from zichtbaar.helpline.ops import settings_file
from zichtbaar.helpline.ops.existing import RefusedError
from zichtbaar.helpline.project.preparing import prepare

CHOSEN = {
    "--host": ("ZICHTBAAR_HOSTS", "NAME", "name under which people reach it, such as chat.example.nl"),
    "--organisation": ("ZICHTBAAR_ORGANISATION", "NAME", "who the chat is from, on the visitor's page"),
    "--opening-hours": ("ZICHTBAAR_OPENING_HOURS", "HOURS", "always (default), or such as 'mon-fri 14:00-22:00'"),
    "--language": ("ZICHTBAAR_LANGUAGE", "LANGUAGE", "of the desk and the office: nl (default) or en"),
    "--visitor-languages": ("ZICHTBAAR_VISITOR_LANGUAGES", "LIST", "that a visitor can choose (nl,en)"),
    "--address-header": ("ZICHTBAAR_ADDRESS_HEADER", "HEADER", "in which the proxy says for whom it asks"),
}
"""Options that write a setting; every other setting is taken from the environment."""

BEGUN = """
The helpline is founded in {data}.

Three shares of the recovery key, shown only now and kept nowhere. Any two open everything. Write each on a sheet of
its own, give the sheets to three people, and clear this screen:

{shares}

A link for {name}, who chooses a password and a second factor with it. It opens once, within {hours} hours:

  {link}

Now start the helpline (zichtbaar serve --data {data}), let {name} open the link, and invite the first shift lead.
She gets her keys with two of the shares: that tries whether they were written down well.
"""


def run(arguments: Sequence[str]) -> int:
    """Found a helpline. Exit codes: 0 done, 1 could not be done, 2 wrong options."""
    options = _parser().parse_args(arguments)
    chosen = {setting: value for option, (setting, *_) in CHOSEN.items() if (value := _given(options, option))}
    try:
        configuration = settings_file.configuration_in(options.data, {**os.environ, **chosen})
        said = _found(configuration, options.administrator)
    except (ConfigurationError, RefusedError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, OSError) as error:
        print(f"It could not be founded: {error}.", file=sys.stderr)
        return 1
    print(said)
    return 0


def _found(configuration: Configuration, administrator: str) -> str:
    """Make the folder, whole or not at all; what is to be said then. Raises RefusedError, DatabaseError and OSError."""
    data = configuration.data
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise RefusedError(f"{data} is not empty; a helpline is only founded in a new or an empty folder.")
    try:
        prepare(configuration)
        data.chmod(0o700)
        settings_file.write(configuration)
        # Django's tables can be imported only now, when Django knows its settings.
        begun = import_module("zichtbaar.helpline.ops.founding").found(configuration, administrator)
    except BaseException:
        _empty(data)
        raise
    shares = "\n".join(f"  {number}  {share}" for number, share in enumerate(begun.recovery_shares, start=1))
    return BEGUN.format(data=data, name=administrator, shares=shares, link=begun.link, hours=begun.hours)


def _empty(folder: Path) -> None:
    """Take away what was begun; the folder was empty before."""
    for path in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _given(options: argparse.Namespace, option: str) -> str | None:
    value: str | None = getattr(options, option.removeprefix("--").replace("-", "_"))
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar found",
        description="Begin a helpline in a new or an empty folder: its keys, its settings, its first administrator.",
    )
    parser.add_argument("--administrator", required=True, metavar="NAME", help="who invites all others")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    for option, (_, metavar, help_text) in CHOSEN.items():
        parser.add_argument(option, metavar=metavar, required=option == "--host", help=help_text)
    return parser
