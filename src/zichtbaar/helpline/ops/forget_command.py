"""`zichtbaar forget --due`: forget the conversations whose time has come. The server does the same every hour."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import ConfigurationError
from zichtbaar.helpline.ops.existing import NoHelplineError, open_helpline


def run(arguments: Sequence[str]) -> int:
    """Forget what is due, and say what was done. Exit codes: 0 done, 1 could not be done, 2 wrong options."""
    parser = argparse.ArgumentParser(
        prog="zichtbaar forget", description="Forget the conversations whose time has come. Nobody can get them back."
    )
    parser.add_argument("--due", action="store_true", required=True, help="all whose time has come, and no others")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    options = parser.parse_args(arguments)
    try:
        open_helpline(options.data)
        # Django's tables can be imported only now, when Django knows its settings.
        print(import_module("zichtbaar.helpline.ops.forgetting_in_words").forget())
    except (NoHelplineError, ConfigurationError) as error:
        print(error, file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(f"Not everything that is due was forgotten: {error}. Try again.", file=sys.stderr)
        return 1
    return 0
