"""`zichtbaar export`: rows for a receiver under agreement, or a protected table for everybody."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from zichtbaar.monitor.disclosure.release_names import add_ledger, add_rules, check_ledger
from zichtbaar.monitor.disclosure.rules import rules_of
from zichtbaar.monitor.exports.anonymity import LEAST
from zichtbaar.monitor.exports.layout import Audience, layout_names
from zichtbaar.monitor.exports.making import make_persons, make_table
from zichtbaar.monitor.exports.persons import WARNING, Agreement
from zichtbaar.monitor.figures.options import named_year
from zichtbaar.monitor.writing import named_folder, print_made


def run(arguments: Sequence[str]) -> int:
    """Make the export and say where its files are. 1 when they cannot be written."""
    parser = _parser()
    wanted = parser.parse_args(arguments)
    if wanted.verb == "tables":
        check_ledger(parser, wanted)
    make = _persons if wanted.verb == "persons" else _table
    return print_made(lambda: make(wanted), wanted.out, "nothing was exported")


def _persons(wanted: argparse.Namespace) -> tuple[Path, ...]:
    agreement = Agreement(wanted.receiver, wanted.purpose, wanted.k)
    export, paths = make_persons(wanted.layout, wanted.records, agreement, wanted.out)
    rows, left_out = len(export.anonymised.rows), export.anonymised.left_out
    print(f"{rows} of {export.base} persons, each alike with at least {wanted.k - 1} others; {left_out} left out.")
    print(WARNING["en"])
    return paths


def _table(wanted: argparse.Namespace) -> tuple[Path, ...]:
    rules = rules_of(wanted.rules)
    return make_table(wanted.layout, wanted.records, wanted.year, wanted.out, wanted.ledger, wanted.release, rules)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar export", description="Give registrations in a layout that others ask for."
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    persons = verbs.add_parser("persons", help="rows of persons for one receiver; never to publish")
    tables = verbs.add_parser("tables", help="a protected table of one year for everybody")
    _add_common(persons, layout_names(Audience.PERSONS))
    _add_common(tables, layout_names())
    persons.add_argument("--receiver", type=_sentence, required=True, metavar="WHO", help="the organisation they go to")
    persons.add_argument("--purpose", type=_sentence, required=True, metavar="WHY", help="what the agreement allows")
    persons.add_argument(
        "--k", type=_k, default=LEAST, metavar="N", help=f"how many look alike, from {LEAST} (%(default)s)"
    )
    tables.add_argument("--year", type=named_year, required=True, help="of the first chat")
    add_rules(tables)
    add_ledger(tables)
    return parser


def _add_common(verb: argparse.ArgumentParser, layouts: Sequence[str]) -> None:
    verb.add_argument("--layout", choices=layouts, required=True, help="which standard")
    verb.add_argument(
        "--records",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="records, CSV or Parquet; may be repeated",
    )
    verb.add_argument("--out", type=named_folder, required=True, metavar="DIR", help="folder for the two files")


def _sentence(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty; expected some words")
    return text.strip()


def _k(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) < LEAST:
        raise argparse.ArgumentTypeError(f"{text[:20]!r}; expected a whole number from {LEAST}")
    return int(text)
