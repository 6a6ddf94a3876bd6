"""`zichtbaar check`: look whether the record of what was done is whole, or whether a helpline may open."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import ConfigurationError
from zichtbaar.helpline.ops.existing import NoHelplineError, open_helpline


def run(arguments: Sequence[str]) -> int:
    """Do `audit` or `deploy`. Exit codes: 0 all is well, 1 it is not, 2 wrong options."""
    options = _parser().parse_args(arguments)
    try:
        configuration = open_helpline(options.data)
        # Django's tables can be imported only now, when Django knows its settings.
        if options.verb == "audit":
            found = import_module("zichtbaar.helpline.ops.check_audit").check(options.noted)
        else:
            found = import_module("zichtbaar.helpline.ops.check_deploy").check(configuration)
    except (NoHelplineError, ConfigurationError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, OSError) as error:
        print(f"It could not be looked at: {error}.", file=sys.stderr)
        return 1
    print("\n".join(found.sentences))
    return 0 if found.is_well else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zichtbaar check", description="Look whether a helpline is as it should be.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    audit = verbs.add_parser("audit", help="is the record of what was done whole and unchanged?")
    deploy = verbs.add_parser("deploy", help="may this helpline open for visitors?")
    for verb in (audit, deploy):
        verb.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    audit.add_argument(
        "--noted",
        type=_noted,
        metavar="N:HASH",
        help="a line that you wrote down at an earlier look, as it was printed",
    )
    return parser


def _noted(text: str) -> tuple[int, str]:
    if not (parts := re.fullmatch("([0-9]{1,18}):([0-9a-f]{64})", text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no line; expected its number, a colon and 64 letters and digits")
    return int(parts[1]), parts[2]
