"""What two coders recorded of the same persons: two files of records beside the one that is counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from zichtbaar.codebook.agreement import DoubleCoding
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import ALWAYS, Answers, Codebook, Reads
from zichtbaar.monitor.counting.records import Records, read_records


@dataclass(frozen=True, slots=True)
class CodersFiles:
    """The file of the first coder and that of the second: each one's own answers, of the same persons.

    The records that are counted hold the answers that the two agreed on, or that somebody decided.
    """

    first: Path
    second: Path


def read_double_coding(files: CodersFiles, records: Records) -> DoubleCoding:
    """The persons coded twice (docs/reference/records.md).

    Raises InvalidInputError when a file is no file of records, when the two do not hold the same
    persons, or when one of these is not among the records.
    """
    book = records.book
    first, second = (_by_reference(file, book) for file in (files.first, files.second))
    faults = [
        *_missing(files.first, second.keys() - first.keys(), files.second, book),
        *_missing(files.second, first.keys() - second.keys(), files.first, book),
    ]
    references = Reads(book.reference, frozenset(first))
    unknown = len(first) - records.count([references])[references]
    if not faults and unknown:
        problem = f"{unknown} persons are not among the records"
        faults.append(Fault(str(files.first), None, book.reference, problem, "persons of the records that are counted"))
    if faults:
        raise InvalidInputError(faults)
    pairs = tuple((first[reference], second[reference]) for reference in sorted(first))
    return DoubleCoding(book, pairs, sum(records.rows.values()))


def _by_reference(file: Path, book: Codebook) -> Mapping[str, Answers]:
    with read_records([file], book) as records:
        return {str(person[book.reference]): person for person in records.people(ALWAYS)}


def _missing(file: Path, absent: Collection[str], other: Path, book: Codebook) -> list[Fault]:
    """Told by their number: a reference is nobody's name, but it need not stand on a screen."""
    if not absent:
        return []
    problem = f"{len(absent)} persons of {other} are missing"
    return [Fault(str(file), None, book.reference, problem, "the same persons in both files")]
