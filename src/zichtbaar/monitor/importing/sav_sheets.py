"""SPSS files. Codes stay codes; their labels go into a draft of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zichtbaar.monitor.importing.cells import cell_of, tidy
from zichtbaar.monitor.importing.mapping import Reading
from zichtbaar.monitor.importing.sheet import MOST_ROWS, MOST_UNPACKED, Sheet, limited, refused, well_formed


@contextmanager
def open_sav(file: Path, reading: Reading) -> Iterator[Sheet]:
    """An SPSS file (.sav or .zsav). Codes that SPSS takes for missing are read like any other.

    Raises InvalidInputError where the file is damaged.
    """
    import pyreadstat  # noqa: PLC0415  # heavy: 0.15 s, and it brings numpy

    del reading  # an SPSS file says itself how it is read
    with well_formed(file, "SPSS file"):
        _, widths = pyreadstat.read_sav(str(file), output_format="dict", metadataonly=True)
        most = min(MOST_ROWS + 1, MOST_UNPACKED // max(1, sum(widths.variable_storage_width.values())))
        columns, about = pyreadstat.read_sav(str(file), output_format="dict", user_missing=True, row_limit=most + 1)
    if most <= MOST_ROWS and len(next(iter(columns.values()), [])) > most:
        raise refused(file, f"its {most} first rows unpack to {MOST_UNPACKED} bytes", "shorter texts, or fewer columns")
    rows = zip(*columns.values(), strict=True)
    cells = ((number, [cell_of(value) for value in row]) for number, row in enumerate(rows, 1))
    labels = {name: tidy(label) for name, label in about.column_names_to_labels.items() if label}
    yield Sheet(
        columns=tuple(tidy(name or "") for name in columns),  # a damaged file has none
        rows=limited(file, cells),
        total=about.number_rows,
        labels=labels,
        codes={name: _codes(codes) for name, codes in about.variable_value_labels.items()},
    )


def _codes(codes: Mapping[float | int, str]) -> dict[str, str]:
    return {str(cell_of(code)): tidy(label) for code, label in codes.items()}
