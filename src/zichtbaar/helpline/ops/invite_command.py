"""`zichtbaar invite`: a link for an administrator whom no other administrator can help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import ConfigurationError
from zichtbaar.helpline.ops.existing import RefusedError, open_helpline


def run(arguments: Sequence[str]) -> int:
    """Make a link. Exit codes: 0 done, 1 could not be done, 2 wrong options."""
    options = _parser().parse_args(arguments)
    try:
        configuration = open_helpline(options.data)
        # Django's tables can be imported only now, when Django knows its settings.
        founding = import_module("zichtbaar.helpline.ops.founding")
        link = founding.invite(configuration, options.name, without_second_factor=options.without_second_factor)
    except (ConfigurationError, RefusedError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, OSError) as error:
        print(f"There is no link: {error}.", file=sys.stderr)
        return 1
    print(f"A link for {options.name}. It opens once, within {founding.HOURS_TO_JOIN} hours; older ones open nothing:")
    print(f"\n  {link}\n")
    print("Whoever opens it first chooses the password.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar invite",
        description="Make a link for the first administrator, or for the only one, who lost hers or her password.",
    )
    parser.add_argument("name", metavar="NAME", help="of the administrator; who is not there yet is added")
    parser.add_argument(
        "--without-second-factor", action="store_true", help="phone and recovery codes are lost too: another is set up"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    return parser
