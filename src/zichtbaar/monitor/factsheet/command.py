"""`zichtbaar factsheet`: makes a factsheet from records and a recipe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from zichtbaar.monitor.counting.places import place_of
from zichtbaar.monitor.factsheet.making import make_factsheet
from zichtbaar.monitor.figures.reading_plans import YEARS
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import named_folder


def run(arguments: Sequence[str]) -> int:
    """Make the factsheet and say where its files are. 1 when they cannot be written."""
    wanted = _parser().parse_args(arguments)
    try:
        made = make_factsheet(
            wanted.recipe,
            wanted.records,
            language=wanted.language,
            out=wanted.out,
            year=wanted.year,
        )
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar factsheet", description="Make a factsheet from records and a recipe."
    )
    parser.add_argument("recipe", type=Path, metavar="RECIPE.toml", help="which figures, in which sentences")
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
    parser.add_argument("--year", type=_year, help="another year than the recipe names")
    return parser


def _year(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) not in YEARS:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no year; expected {YEARS[0]} to {YEARS[-1]}")
    return int(text)
