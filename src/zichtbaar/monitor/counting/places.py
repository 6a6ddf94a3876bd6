"""Where records are: a file, a table in PostgreSQL, or Parquet that Spark reads.

`postgresql:TABLE` and `spark:FOLDER` name the last two. Where the database is and who asks stands in the
environment and nowhere else, so that no address and no password is typed, shown or kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError

_TABLE = re.compile(r"([a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}", re.IGNORECASE)
_PATTERN = re.compile(r"[*?{}\[\]]")


@dataclass(frozen=True, slots=True)
class PostgresqlTable:
    """A table or a view, `registrations` or `schema.registrations`, in the database that libpq's environment names."""

    name: str

    def __str__(self) -> str:
        return f"postgresql:{self.name}"


@dataclass(frozen=True, slots=True)
class SparkFolder:
    """A Parquet file, or a folder of them, that Spark reads."""

    path: Path

    def __str__(self) -> str:
        return f"spark:{self.path}"


Place = Path | PostgresqlTable | SparkFolder


def place_of(text: str) -> Place:
    """What `--records` names.

    Raises InvalidInputError for a name that may hold an address or a password; it is not repeated.
    """
    kind, colon, rest = text.partition(":")
    if not colon or kind not in ("postgresql", "postgres", "spark"):
        return Path(text)
    if kind == "spark":
        return SparkFolder(_folder(rest))
    if not _TABLE.fullmatch(rest):
        raise _refused("postgresql:", "this is no name of a table", "postgresql:TABLE, with PGSERVICE or PGHOST set")
    return PostgresqlTable(rest)


def _folder(text: str) -> Path:
    if not text or "://" in text or _PATTERN.search(text):
        raise _refused("spark:", "this is no plain path", "spark:FOLDER, a folder or file without * ? { } [ ]")
    return Path(text)


def _refused(name: str, problem: str, expected: str) -> InvalidInputError:
    return InvalidInputError([Fault(name, None, "", problem, expected)])
