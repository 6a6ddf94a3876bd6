"""Registrations frozen as a file of records, so that what was counted can be counted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.records import read_records

_HIGHEST_OF_ONE_BYTE = 127  # one byte a code is checked and counted twice as fast as two


def write_snapshot(rows: Iterable[Mapping[str, Value]], book: Codebook, path: Path) -> str:
    """Write persons as Parquet and give the SHA-256 of the file (hex).

    Every column of the codebook must be there, and none besides. The rows stand in the order of their
    references, so that the file tells nothing of the order in which people came; the same rows give
    the same bytes. Either the whole valid file appears under `path`, or nothing does: raises
    InvalidInputError when a row breaks the codebook, or when there are no rows.
    """
    people = sorted(({**row} for row in rows), key=lambda row: str(row.get(book.variables[0].name)))
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        draft = Path(folder) / path.name
        try:
            _write(people, book, draft)
            with read_records([draft], book):
                draft.replace(path)
        except InvalidInputError as error:
            raise InvalidInputError(replace(fault, file=str(path)) for fault in error.faults) from error
    return sha256(path.read_bytes()).hexdigest()


def _write(people: list[dict[str, Value]], book: Codebook, path: Path) -> None:
    import pyarrow  # noqa: PLC0415  # heavy: 0.2 s, and only who writes needs it
    import pyarrow.parquet  # noqa: PLC0415

    unknown = {column for person in people for column in person if column not in book.by_column}
    if unknown:
        raise InvalidInputError(Fault(str(path), None, column, "unknown column") for column in sorted(unknown))
    highest = max((code.value for variable in book.variables for code in variable.codes), default=0)
    number = pyarrow.int8() if highest <= _HIGHEST_OF_ONE_BYTE else pyarrow.int16()
    schema = pyarrow.schema(
        [(column, pyarrow.string() if of.is_text else number) for column, of in book.by_column.items()]
    )
    try:
        table = pyarrow.Table.from_pylist(people, schema)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        problem = "an answer is no whole number where there must be one, or no text"
        raise InvalidInputError([Fault(str(path), None, "", problem, "codes of the codebook")]) from error
    pyarrow.parquet.write_table(table, path, compression="zstd")
