"""`zichtbaar backup`: copy a helpline. What is forgotten later cannot be read in the copy either."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import ConfigurationError
from zichtbaar.helpline.ops.existing import NoHelplineError, open_helpline


def run(arguments: Sequence[str]) -> int:
    """Make a backup. Exit codes: 0 done, 1 could not be done, 2 wrong options."""
    options = _parser().parse_args(arguments)
    into, keys = options.into.absolute(), options.keys.absolute()
    if keys.is_relative_to(into):
        print(f"{keys} must not be kept with the backup: choose a place outside {into}.", file=sys.stderr)
        return 2
    try:
        configuration = open_helpline(options.data)
        # Django's tables can be imported only now, when Django knows its settings.
        made = import_module("zichtbaar.helpline.ops.backup").make(configuration, into, keys, datetime.now(UTC))
    except (NoHelplineError, ConfigurationError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, sqlite3.Error, OSError) as error:
        print(f"There is no backup: {error}.", file=sys.stderr)
        return 1
    count = "1 conversation" if made.conversations == 1 else f"{made.conversations} conversations"
    print(f"The backup is in {made.folder}: database, snapshots and releases, with {count} sealed.")
    print(f"Their keys, and the secret of the server, are in {keys} and nowhere in the backup.")
    print("Keep that file in another place, and destroy the one before it: what was forgotten since dies with it.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar backup",
        description="Copy a helpline, while it runs. Conversations are sealed, each under a key that dies with it.",
    )
    parser.add_argument("into", type=Path, metavar="DIR", help="folder of backups; each gets a folder of its own in it")
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", required=True, help="write the keys here; the file is replaced each time"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    return parser
