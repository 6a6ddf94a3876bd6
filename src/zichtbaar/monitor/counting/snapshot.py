"""Registrations frozen as a file of records, so that what was counted can be counted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

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
    import pyarrow  # noqa: PLC0415  # heavy: 0.2 s, and only who writes needs it
    import pyarrow.parquet  # noqa: PLC0415

    schema = pyarrow.schema(
        [(column, pyarrow.string() if of.is_text else pyarrow.int16()) for column, of in book.by_column.items()]
    )
    reference = book.variables[0].name
    people = sorted(({**row} for row in rows), key=lambda row: str(row.get(reference)))
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        draft = Path(folder) / path.name
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(people, schema), draft, compression="zstd")
        with read_records([draft], book):
            draft.replace(path)
    return sha256(path.read_bytes()).hexdigest()
