"""`zichtbaar codebook`: check a codebook, or read it in plain words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from zichtbaar.codebook.describing import describe
from zichtbaar.codebook.reading import SHIPPED, load, read_codebook, shipped
from zichtbaar.codebook.schema import ALWAYS, Codebook

HELP = f"a file, or the name of a codebook that comes with the program: {', '.join(shipped())} (%(default)s)"


def run(arguments: Sequence[str]) -> int:
    """Do `check` or `show`. Raises InvalidInputError when the codebook has faults."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    book = load(str(chosen.file)) if str(chosen.file) in shipped() else read_codebook(chosen.file)
    if chosen.verb == "check":
        print("\n".join(_holdings(book)))
        return 0
    language = chosen.language or book.languages[0]
    if language not in book.languages:
        parser.error(f"{book.name} has no {language}; it has {' and '.join(book.languages)}")
    print("\n".join(describe(book, language)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar codebook", description="Check a codebook, or read it in plain words."
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    check = verbs.add_parser("check", help="say what a codebook holds, or every fault in it")
    show = verbs.add_parser("show", help="list every question, code and condition")
    for verb in (check, show):
        verb.add_argument("file", metavar="FILE", nargs="?", type=Path, default=SHIPPED, help=HELP)
    show.add_argument("--language", help="a language of the codebook; without it: its first")
    return parser


def _holdings(book: Codebook) -> Iterator[str]:
    variables, sections = len(book.variables), len(book.sections)
    columns, populations = len(book.by_column), len(book.populations)
    conditional = sum(variable.applies_if != ALWAYS for variable in book.variables)
    filled = sum(variable.filled_by_program for variable in book.variables)
    never = sum(variable.never_ask for variable in book.variables)
    yield f"{book.name} {book.version} is in order, with every text in {' and '.join(book.languages)}."
    yield f"{variables} variables in {sections} sections, {columns} columns, {populations} populations."
    yield f"Of the variables {conditional} have a condition, {filled} are filled in by the program"
    yield f"and {never} are not asked for, only noted when they come up."
