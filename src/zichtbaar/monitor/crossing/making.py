"""From records and a question to the two files of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.double_coding import CodersFiles
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.crossing.coding import codings_of
from zichtbaar.monitor.crossing.counting import Counted, Question, counted
from zichtbaar.monitor.disclosure.beside_ledger import made_beside
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import RefusedReleaseError
from zichtbaar.monitor.disclosure.rounded_tables import RoundedTables, WeakBaseError, round_tables
from zichtbaar.monitor.disclosure.rounding import Rounding
from zichtbaar.monitor.disclosure.rules import Rules, default_rules
from zichtbaar.monitor.disclosure.tables import ProtectedTables, ReleasedTable, protect_tables
from zichtbaar.monitor.disclosure.told import About, Entry
from zichtbaar.monitor.exports.origin import Origin, hash_of_records, origin_of
from zichtbaar.monitor.figures.coding import Coding
from zichtbaar.monitor.figures.periods import years_of

_DRAWN_FROM = b"zichtbaar: which way a number is rounded\n"


@dataclass(frozen=True, slots=True)
class Released:
    """A table that may leave the house, what it is about, and the entries that the ledger must hold then.

    `codings` say how reliably each side was coded. `rounding` is how it was rounded; None where small numbers are
    hidden instead.
    """

    question: Question
    counted: Counted
    book: Codebook
    rules: Rules
    origin: Origin
    codings: tuple[Coding, ...]
    table: ReleasedTable
    rounding: Rounding | None
    entries: tuple[Entry, ...]


def make_table(
    question: Question,
    files: Sequence[Path],
    book: Codebook,
    *,
    base: int | None = None,
    ledger: Path | None = None,
    name: str | None = None,
    rules: Rules | None = None,
    coders: CodersFiles | None = None,
) -> Released:
    """Count and protect, beside all that a ledger knows; told to it under a name where it is a release.

    With `base` every number is rounded to a multiple of it so that all add up; without, small numbers are hidden and
    others rounded by the rules. No file is written but the ledger. Raises InvalidInputError where question, records or
    ledger are wrong, and where a few persons would come out.
    """
    rules = rules or default_rules()
    years = years_of([question.period]) if coders is None else None  # two coders may have coded any year
    with read_records(files, book, years) as records:
        table = counted(records, question)
        codings = codings_of(records, table.sides, coders)
        origin = origin_of(files, records.rows)

    def make(known: Ledger, release: str) -> Released:
        about = About(release, _recipe(question, base), book.name, book.version, hash_of_records(origin))
        made = (
            _protected(table, about, known, rules, book)
            if base is None
            else _rounded(table, about, known, base, _key(files), rules, book)
        )
        rounding = made.rounding if isinstance(made, RoundedTables) else None
        return Released(question, table, book, rules, origin, codings, made.tables[0], rounding, made.entries)

    return made_beside(ledger, name, make)


def _protected(table: Counted, about: About, known: Ledger, rules: Rules, book: Codebook) -> ProtectedTables:
    """The total is told exactly, unless it is small: it is the number that a factsheet prints."""
    try:
        return protect_tables([table.table], about, known, rules, headline=[table.table.of], book=book)
    except RefusedReleaseError as error:
        expected = "another table; nothing more can be hidden in this one"
        problem = "however little is told, a few persons come out of {}"
        raise InvalidInputError(_faults_of(problem, error.cells, expected)) from error


def _rounded(
    table: Counted, about: About, known: Ledger, base: int, key: bytes, rules: Rules, book: Codebook
) -> ProtectedTables:
    try:
        return round_tables([table.table], about, known, base, key, rules, book=book)
    except WeakBaseError as error:
        expected = f"--rounding {error.stronger}" if error.stronger else "no --rounding: small numbers are then hidden"
        if error.base < rules.least_base:
            within = rules.uncertain_by
            problem = f"rounded to {base}, a printed 0 says 0 to {base - 1}, and is known within {within} more or less"
            raise InvalidInputError([Fault("--rounding", None, "", problem, expected)]) from error
        beside = f"rounded to {base}, beside what was released before, a few persons come out of {{}}"
        raise InvalidInputError(_faults_of(beside, error.cells, expected)) from error


def _faults_of(problem: str, cells: Iterable[str], expected: str) -> Iterable[Fault]:
    return [Fault("table", None, "", problem.format(cell), expected) for cell in dict.fromkeys(cells)]


def _recipe(question: Question, base: int | None) -> str:
    """What the ledger calls that which was asked."""
    rounded = "" if base is None else f", rounded to {base}"
    put_together = "".join(f", {group.variable}:{group.name}={'+'.join(group.codes)}" for group in question.groups)
    return f"table {question.name} of {question.population}{put_together}{rounded}"


def _key(files: Sequence[Path]) -> bytes:
    """What decides which way a number goes. Only the records lead to it; their hashes, which are printed, do not."""
    return sha256(b"".join(sorted(map(_drawn_from, files)))).digest()


def _drawn_from(file: Path) -> bytes:
    with file.open("rb") as stream:
        return file_digest(stream, lambda: sha256(_DRAWN_FROM)).digest()
