"""`zichtbaar directory`: the directory of organisations out of a helpline as three sheets, and in again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.db import DatabaseError
from django.utils import translation

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading_files import check_is_file
from zichtbaar.helpline.config import ConfigurationError
from zichtbaar.helpline.ops.existing import NoHelplineError, open_helpline
from zichtbaar.monitor.writing import check_folder, named_folder, write_together

SHEETS = ("organisations.csv", "offers.csv", "contacts.csv")
LARGEST = 50_000_000
"""Bytes of one sheet."""


def run(arguments: Sequence[str]) -> int:
    """Do `export` or `import`. Exit codes: 0 done, 1 could not be done, 2 the input was wrong."""
    options = _parser().parse_args(arguments)
    try:
        print(_import(options) if options.verb == "import" else _export(options))
    except (NoHelplineError, ConfigurationError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, OSError) as error:
        print(f"It could not be done: {error}.", file=sys.stderr)
        return 1
    return 0


def _import(options: argparse.Namespace) -> str:
    texts = _read(options.folder)
    open_helpline(options.data)
    with translation.override("en"):
        stored = _actions().store_sheets(texts, by=None)
    return (
        f"{stored.added} added, {stored.changed} changed, {stored.unchanged} the same already; "
        f"{stored.untouched} that the sheets do not name stay as they are."
    )


def _export(options: argparse.Namespace) -> str:
    check_folder(options.folder, SHEETS)
    open_helpline(options.data)
    sheets = _actions().write_sheets(by=None)
    write_together({name: text.encode() for name, text in sheets.items()}, options.folder)
    return f"{', '.join(SHEETS)} are in {options.folder}. They name people to speak to: keep them with care."


def _actions() -> ModuleType:
    """Django's tables can be imported only when Django knows its settings."""
    return import_module("zichtbaar.helpline.handover.directory.actions")


def _read(folder: Path) -> Mapping[str, str]:
    """The three sheets of a folder. Raises InvalidInputError where one is absent or no UTF-8."""
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    for name in SHEETS:
        path = folder / name
        try:
            check_is_file(path, largest=LARGEST)
            texts[name] = path.read_text("utf-8")
        except InvalidInputError as error:
            faults += error.faults
        except UnicodeDecodeError as error:
            faults.append(Fault(str(path), None, "", f"byte {error.start + 1} is not UTF-8", "a file saved as UTF-8"))
    if faults:
        raise InvalidInputError(faults)
    return texts


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar directory", description="The directory of organisations as sheets that a spreadsheet opens."
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    out = verbs.add_parser("export", help="write the directory into a folder")
    into = verbs.add_parser("import", help="store what the sheets in a folder say: all of it, or nothing")
    for verb in (out, into):
        verb.add_argument("folder", type=named_folder, metavar="DIR", help=f"folder of {', '.join(SHEETS)}")
        verb.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    return parser
