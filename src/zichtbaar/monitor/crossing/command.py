"""`zichtbaar table`: questions of the codebook crossed with each other, protected, as CSV and as a page."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.reading import SHIPPED, load, shipped
from zichtbaar.monitor.crossing.counting import Question
from zichtbaar.monitor.crossing.files import FILES, files_of
from zichtbaar.monitor.crossing.making import make_table
from zichtbaar.monitor.crossing.sides import Group
from zichtbaar.monitor.disclosure.release_names import add_ledger, add_rules, check_ledger
from zichtbaar.monitor.disclosure.rules import rules_of
from zichtbaar.monitor.figures.options import add_coders, coders_of, named_year
from zichtbaar.monitor.figures.plans import Period
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import check_folder, named_folder, print_made, write_together

LARGEST_BASE = 1000


def run(arguments: Sequence[str]) -> int:
    """Make the table and say where its files are. 1 when they cannot be written."""
    parser = _parser()
    wanted = parser.parse_args(arguments)
    check_ledger(parser, wanted)
    if wanted.months and wanted.months[0] > wanted.months[1]:
        parser.error(f"--months: {wanted.months[0]} comes after {wanted.months[1]}; expected the first month first")
    return print_made(lambda: _made(wanted), wanted.out, "no table was made")


def _made(wanted: argparse.Namespace) -> tuple[Path, ...]:
    out: Path = wanted.out
    check_folder(out, FILES)
    released = make_table(
        _question(wanted),
        wanted.records,
        load(wanted.codebook),
        base=wanted.rounding,
        ledger=wanted.ledger,
        name=wanted.release,
        rules=rules_of(wanted.rules),
        coders=coders_of(wanted),
    )
    write_together(files_of(released, Language(wanted.language)), out)
    return tuple(out / name for name in FILES)


def _question(wanted: argparse.Namespace) -> Question:
    sides = (wanted.rows, wanted.columns, *([wanted.layers] if wanted.layers else []))
    first, last = wanted.months or (f"{wanted.year}-01", f"{wanted.year}-12")
    return Question(wanted.population, Period("table", first, last), sides, tuple(wanted.together))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar table", description="Cross questions of the codebook with each other, in a table for everybody."
    )
    question = "a question with one answer a person, or one option of a question with several: VARIABLE.OPTION"
    parser.add_argument("--rows", required=True, metavar="QUESTION", help=question)
    parser.add_argument("--columns", required=True, metavar="QUESTION", help="likewise")
    parser.add_argument("--layers", metavar="QUESTION", help="likewise: a table for each of its answers")
    parser.add_argument(
        "--together",
        type=_group,
        action="append",
        default=[],
        metavar="VARIABLE:NAME=CODE,CODE",
        help="codes that are counted as one, under a name; may be repeated",
    )
    parser.add_argument(
        "--population", required=True, metavar="NAME", help="who is counted, as the codebook names them"
    )
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--year", type=named_year, help="of the first chat")
    when.add_argument("--months", type=_month, nargs=2, metavar=("FIRST", "LAST"), help="yyyy-mm, both included")
    _add_sources(parser)
    add_rules(parser)
    add_ledger(parser)
    return parser


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rounding",
        type=_base,
        metavar="BASE",
        help="hide nothing: round every number to a multiple of this, so that all add up",
    )
    parser.add_argument(
        "--records",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="records, CSV or Parquet; may be repeated",
    )
    add_coders(parser)
    parser.add_argument("--codebook", choices=shipped(), default=SHIPPED, help="of the records (%(default)s)")
    parser.add_argument(
        "--language", choices=[one.value for one in Language], default="nl", help="of the page (%(default)s)"
    )
    parser.add_argument("--out", type=named_folder, required=True, metavar="DIR", help="folder for the two files")


def _group(text: str) -> Group:
    side, _, codes = text.partition("=")
    variable, _, name = side.partition(":")
    listed = tuple(code.strip() for code in codes.split(","))
    if not variable or not name or not all(listed):
        raise argparse.ArgumentTypeError(f"{text[:60]!r}; expected VARIABLE:NAME=CODE,CODE")
    return Group(variable, name, listed)


def _base(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= LARGEST_BASE:
        raise argparse.ArgumentTypeError(f"{text[:20]!r}; expected a whole number to {LARGEST_BASE}, such as 10")
    return int(text)


def _month(text: str) -> str:
    if not forms.MONTH.fits(text):
        raise argparse.ArgumentTypeError(f"{text[:20]!r}; expected {forms.MONTH.words}")
    return text
