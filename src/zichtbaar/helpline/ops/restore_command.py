"""`zichtbaar restore`: make a helpline again from a backup, in a new folder."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import Configuration, ConfigurationError
from zichtbaar.helpline.ops.existing import NO_CODE_FITS
from zichtbaar.helpline.ops.settings_file import configuration_in
from zichtbaar.helpline.project.preparing import load, prepare


def run(arguments: Sequence[str]) -> int:
    """Restore. Exit codes: 0 done, 1 could not be done, 2 wrong options."""
    options = _parser().parse_args(arguments)
    backup = options.backup.absolute()
    try:
        configuration = configuration_in(options.data, chosen_in=backup)
        back, gone = _restore(backup, configuration, options.keys)
    except (ConfigurationError, CouldNotRestoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, sqlite3.Error, OSError) as error:
        print(f"It could not be restored: {error}.", file=sys.stderr)
        return 1
    print(f"The helpline is in {configuration.data}. Everybody has to sign in again.")
    print(f"Conversations that are back: {back}. That are gone, because their keys are: {gone}.")
    print("Look at it with `zichtbaar check audit` and `zichtbaar check deploy` before you start it.")
    return 0


class CouldNotRestoreError(Exception):
    """It could not be restored; the message is a whole sentence."""


def _restore(backup: Path, configuration: Configuration, keys: Path | None) -> tuple[int, int]:
    load(configuration)
    # Django's tables can be imported only now, when Django knows its settings.
    restoring = import_module("zichtbaar.helpline.ops.restore")
    try:
        restored = restoring.restore(backup, configuration, keys)
    except restoring.NotRestoredError as error:
        raise CouldNotRestoreError(str(error)) from error
    is_without_secret = not configuration.secret_file.exists()
    prepare(configuration)
    if is_without_secret:
        print(f"Another secret was drawn: {NO_CODE_FITS}.")
    recording = import_module("zichtbaar.helpline.audit.recording")
    recording.record(recording.Kind.BACKUP_RESTORED, by=None, subject=f"{restored.conversations}/{restored.gone}")
    return restored.conversations, restored.gone


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar restore", description="Make a helpline again from a backup, in a new or empty folder."
    )
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of one backup")
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="the keys of its conversations; without them none comes back",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    return parser
