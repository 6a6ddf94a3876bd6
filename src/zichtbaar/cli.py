"""The one command. Thin verbs: each says what it needs and hands over to the room that does it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from zichtbaar import __version__
from zichtbaar.codebook.faults import InvalidInputError

# A verb's own module is imported only when the verb is used: `zichtbaar --help` stays fast.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("zichtbaar.helpline.ops.demo_command", "start a helpline with invented people on this machine"),
    "codebook": ("zichtbaar.codebook.command", "check a codebook and tell every fault"),
    "example": ("zichtbaar.monitor.datasets.command", "write invented registrations of a published year"),
    "estimate": ("zichtbaar.monitor.estimation.command", "estimate how many people are on no list"),
    "factsheet": ("zichtbaar.monitor.factsheet.command", "make a factsheet from records and a recipe"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Exit codes: 0 done, 1 could not be done, 2 the input was wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="zichtbaar", description="Make invisible victims visible, safely.")
    parser.add_argument("--version", action="version", version=f"zichtbaar {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, (_, help_text) in VERBS.items():
        verbs.add_parser(verb, help=help_text, add_help=False)
    chosen, rest = parser.parse_known_args(words)
    run: Callable[[Sequence[str]], int] = import_module(VERBS[chosen.verb][0]).run
    try:
        return run(rest)
    except InvalidInputError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
