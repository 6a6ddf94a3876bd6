"""The options by which a command is told of a year, and of what two coders recorded."""

from __future__ import annotations

import argparse
from pathlib import Path

from zichtbaar.monitor.counting.double_coding import CodersFiles
from zichtbaar.monitor.figures.reading_parts import YEARS


def named_year(text: str) -> int:
    """A year as it was written on the command line."""
    if not text.isdecimal() or int(text[:9]) not in YEARS:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no year; expected {YEARS[0]} to {YEARS[-1]}")
    return int(text)


def add_coders(parser: argparse.ArgumentParser) -> None:
    """`--coded-twice FIRST SECOND`."""
    parser.add_argument(
        "--coded-twice",
        type=Path,
        nargs=2,
        metavar=("FIRST", "SECOND"),
        help="what two coders recorded of the same persons, each in a file of records",
    )


def coders_of(wanted: argparse.Namespace) -> CodersFiles | None:
    """What was given with it."""
    return CodersFiles(*wanted.coded_twice) if wanted.coded_twice else None
