"""The options by which a command is told of a ledger, of a release, and of rules of one's own."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}")


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """`--ledger FILE` and `--release NAME`."""
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="protect beside all that was released before")
    parser.add_argument(
        "--release", type=_name, metavar="NAME", help="this is a release: tell the ledger, under this name"
    )


def add_rules(parser: argparse.ArgumentParser) -> None:
    """`--rules FILE`."""
    parser.add_argument(
        "--rules", type=Path, metavar="FILE", help="rules of disclosure that are stricter than those of the program"
    )


def check_ledger(parser: argparse.ArgumentParser, wanted: argparse.Namespace) -> None:
    """Stops with a usage error where a release has no ledger."""
    if wanted.release is not None and wanted.ledger is None:
        parser.error("--release needs --ledger: a release that no ledger knows could be subtracted from the next one")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text[:70]!r} is no name of a release; expected up to 60 letters, digits, dots, hyphens and underscores"
        )
    return text
