"""`zichtbaar factsheet`: makes a factsheet from records and a recipe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from zichtbaar.monitor.counting.places import place_of
from zichtbaar.monitor.datasets.shipped import NAMES, recipe_path
from zichtbaar.monitor.disclosure.release_names import add_ledger, add_rules, check_ledger
from zichtbaar.monitor.factsheet.making import Sources, put
from zichtbaar.monitor.factsheet.releasing import release_beside
from zichtbaar.monitor.figures.options import add_coders, coders_of, named_year
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import named_folder, print_made


def run(arguments: Sequence[str]) -> int:
    """Make the factsheet and say where its files are. 1 when they cannot be written."""
    parser = _parser()
    wanted = parser.parse_args(arguments)
    check_ledger(parser, wanted)
    return print_made(lambda: _made(wanted), wanted.out, "no factsheet was made")


def _made(wanted: argparse.Namespace) -> tuple[Path, ...]:
    coders = coders_of(wanted)
    sources = Sources(wanted.recipe, tuple(wanted.records), wanted.year, coded_twice=coders, rules=wanted.rules)
    made = put(lambda: release_beside(sources, wanted.ledger, wanted.release), Language(wanted.language), wanted.out)
    for of in made.records:
        if of.rows_of_other_years:
            others = f"{of.rows_of_other_years} of {of.rows} registrations are of other years"
            print(f"{of.file}: {others}; they were neither counted nor checked", file=sys.stderr)
    return made.files


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
    add_coders(parser)
    parser.add_argument("--year", type=named_year, help="another year than the recipe names")
    add_rules(parser)
    add_ledger(parser)
    return parser
