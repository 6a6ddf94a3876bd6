"""From files of records to the files of an export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zichtbaar.codebook.reading import SHIPPED, load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.disclosure.beside_ledger import made_beside
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.exports import persons, tables
from zichtbaar.monitor.exports.origin import about, origin_of
from zichtbaar.monitor.exports.reading_mapping import load_mapping
from zichtbaar.monitor.writing import check_folder, write_together


def make_persons(
    layout: str, files: Sequence[Path], agreement: persons.Agreement, out: Path
) -> tuple[persons.PersonsExport, tuple[Path, ...]]:
    """Rows of persons for one receiver, and the page that goes with them, in the folder `out`.

    Raises InvalidInputError when layout, records or folder are wrong and OSError when there is no room;
    `out` is then left as it was.
    """
    check_folder(out, ())
    mapping = load_mapping(layout, SHIPPED)
    with read_records(files, load()) as records:
        export = persons.export_persons(records, mapping, agreement)
        made = persons.files_of(export, origin_of(files, records.rows))
    return export, _written(made, out)


def make_table(
    layout: str,
    files: Sequence[Path],
    year: int,
    out: Path,
    ledger: Path | None = None,
    name: str | None = None,
    rules: Rules | None = None,
) -> tuple[Path, ...]:
    """A protected table of one year, and the page that goes with it, in the folder `out`.

    Beside all that a ledger knows, and told to it under a name where it is a release. Raises as `make_persons`,
    and as `made_beside`.
    """
    check_folder(out, ())
    mapping = load_mapping(layout, SHIPPED)
    with read_records(files, load()) as records:
        origin = origin_of(files, records.rows)

        def make(known: Ledger, release: str) -> tables.ProtectedTable:
            return tables.export_table(records, mapping, year, about(mapping, origin, release), known, rules)

        made = tables.files_of(made_beside(ledger, name, make), origin)
    return _written(made, out)


def _written(made: dict[str, bytes], out: Path) -> tuple[Path, ...]:
    check_folder(out, made)
    write_together(made, out)
    return tuple(out / name for name in made)
