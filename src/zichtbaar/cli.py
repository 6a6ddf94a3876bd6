"""The one command. Thin verbs: each says what it needs and hands over to the room that does it."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

from zichtbaar import __version__
from zichtbaar.codebook.faults import InvalidInputError

# A verb's own module is imported only when the verb is used: `zichtbaar --help` stays fast.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("zichtbaar.helpline.ops.demo_command", "start a helpline with invented people on this machine"),
    "found": ("zichtbaar.helpline.ops.found_command", "begin a real helpline in a new folder"),
    "serve": ("zichtbaar.helpline.ops.serve_command", "run a helpline that was founded"),
    "invite": ("zichtbaar.helpline.ops.invite_command", "make a link for an administrator whom nobody else can help"),
    "codebook": ("zichtbaar.codebook.command", "check a codebook and tell every fault"),
    "example": ("zichtbaar.monitor.datasets.command", "write invented registrations of a published year"),
    "import": ("zichtbaar.monitor.importing.command", "make records of the registrations in a spreadsheet"),
    "estimate": ("zichtbaar.monitor.estimation.command", "estimate how many people are on no list"),
    "forget": ("zichtbaar.helpline.ops.forget_command", "forget the conversations whose time has come"),
    "backup": (
        "zichtbaar.helpline.ops.backup_command",
        "copy a helpline; what is forgotten dies in the copy too",
    ),
    "restore": ("zichtbaar.helpline.ops.restore_command", "make a helpline again from a backup"),
    "check": ("zichtbaar.helpline.ops.check_command", "is the record whole, may the helpline open?"),
    "directory": (
        "zichtbaar.helpline.ops.directory_command",
        "the organisations to hand over to, as sheets out and in",
    ),
    "factsheet": ("zichtbaar.monitor.factsheet.command", "make a factsheet from records and a recipe"),
    "table": ("zichtbaar.monitor.crossing.command", "cross questions with each other, in a protected table"),
    "export": ("zichtbaar.monitor.exports.command", "give registrations in the layout of a standard, under conditions"),
}

INTERRUPTED = 130

OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Python's own 700 make a verb look through the modules that it loads a hundred times: 0.2 s of a factsheet's 3."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Exit codes: 0 done, 1 could not be done, 2 the input was wrong, 130 interrupted."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="zichtbaar", description="Make invisible victims visible, safely.")
    parser.add_argument("--version", action="version", version=f"zichtbaar {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, (_, help_text) in VERBS.items():
        verbs.add_parser(verb, help=help_text, add_help=False)
    chosen, rest = parser.parse_known_args(words)
    try:
        return _run(VERBS[chosen.verb][0], rest)
    except InvalidInputError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        return 2
    except OSError as error:  # a verb tells of its own files; this is the screen, or the pipe behind it
        _say_no_more()
        if not isinstance(error, BrokenPipeError):
            print(f"zichtbaar: what was to be said could not be written: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(module: str, words: Sequence[str]) -> int:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a screen that lacks a letter is no reason to stop
    run: Callable[[Sequence[str]], int] = import_module(module).run
    code = run(words)
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _say_no_more() -> None:
    """Python tries once more at its end to write what is left to be said."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
