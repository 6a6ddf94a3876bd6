"""`zichtbaar factsheet`: makes a factsheet from records and a recipe."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from zichtbaar.monitor.counting.double_coding import CodersFiles
from zichtbaar.monitor.counting.places import place_of
from zichtbaar.monitor.datasets.shipped import NAMES, recipe_path
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.factsheet.making import Released, Sources, put, release
from zichtbaar.monitor.factsheet.releasing import draft_beside, release_beside
from zichtbaar.monitor.figures.reading_parts import YEARS
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import named_folder

_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}")


def run(arguments: Sequence[str]) -> int:
    """Make the factsheet and say where its files are. 1 when they cannot be written."""
    parser = _parser()
    wanted = parser.parse_args(arguments)
    if wanted.release is not None and wanted.ledger is None:
        parser.error("--release needs --ledger: a release that no ledger knows could be subtracted from the next one")
    coders = CodersFiles(*wanted.coded_twice) if wanted.coded_twice else None
    sources = Sources(wanted.recipe, tuple(wanted.records), wanted.year, coded_twice=coders)
    try:
        made = put(lambda: _released(sources, wanted.ledger, wanted.release), Language(wanted.language), wanted.out)
    except OSError as error:
        where = error.filename or wanted.out
        print(f"{where}: {error.strerror}; no factsheet was made, and nothing is left behind", file=sys.stderr)
        return 1
    for of in made.records:
        if of.rows_of_other_years:
            others = f"{of.rows_of_other_years} of {of.rows} registrations are of other years"
            print(f"{of.file}: {others}; they were neither counted nor checked", file=sys.stderr)
    for path in made.files:
        print(path)
    return 0


def _released(sources: Sources, ledger: Path | None, name: str | None) -> Released:
    if ledger is None:
        return release(sources, Ledger())
    return draft_beside(sources, ledger) if name is None else release_beside(sources, ledger, name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar factsheet", description="Make a factsheet from records and a recipe."
    )
    parser.add_argument(
        "recipe",
        type=recipe_path,
        metavar="RECIPE",
        help=f"which figures, in which sentences: a TOML file, or {', '.join(NAMES)}, which come with the program",
    )
    parser.add_argument(
        "--records",
        type=place_of,
        action="append",
        required=True,
        metavar="FILE",
        help="records: CSV or Parquet, may be repeated; or postgresql:TABLE, or spark:FOLDER",
    )
    parser.add_argument(
        "--language",
        choices=[language.value for language in Language],
        default=Language.DUTCH.value,
        help="of the page and the PDF",
    )
    parser.add_argument("--out", type=named_folder, required=True, metavar="DIR", help="folder for the four files")
    parser.add_argument(
        "--coded-twice",
        type=Path,
        nargs=2,
        metavar=("FIRST", "SECOND"),
        help="what two coders recorded of the same persons, each in a file of records",
    )
    parser.add_argument("--year", type=_year, help="another year than the recipe names")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="protect beside all that was released before")
    parser.add_argument(
        "--release", type=_name, metavar="NAME", help="this is a release: tell the ledger, under this name"
    )
    return parser


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text[:70]!r} is no name of a release; expected up to 60 letters, digits, dots, hyphens and underscores"
        )
    return text


def _year(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) not in YEARS:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no year; expected {YEARS[0]} to {YEARS[-1]}")
    return int(text)
