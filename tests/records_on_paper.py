"""Small files of records for tests of the monitor: a few persons, written the way a helpline writes them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from zichtbaar.codebook.answers import settled
from zichtbaar.codebook.schema import Codebook, Value

VERA: dict[str, Value] = {
    "case_ref": "0" * 31 + "1",
    "first_chat_month": "2020-05",
    "uniqueness_basis": 4,
    "topic_trafficking": 1,
    "contact_role": 1,
    "assessment": 1,
    "stats_objection": 1,
    "age_band": 4,
    "age_basis": 1,
    "chat_language": "nl",
    "exploitation_forms__sexual": 1,
    "status_first_chat": 1,
}
"""What Kim coded of Vera: 16 or 17, in sexual exploitation, chatting about herself in May 2020."""


def person(book: Codebook, number: int = 1, **answers: Value) -> dict[str, Value]:
    """Somebody like Vera under a reference of her own, with every column filled; `answers` replace hers."""
    return settled(book, VERA | {"case_ref": f"{number:032x}"} | answers)


def write_csv(path: Path, people: Iterable[Mapping[str, Any]]) -> Path:
    """People as a CSV file; the columns are those of the first one."""
    rows = list(people)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, people: Iterable[Mapping[str, Any]]) -> Path:
    """The same as Parquet, by way of DuckDB, which guesses the types as anybody's tool would."""
    source = write_csv(path.with_suffix(".csv"), people)
    with duckdb.connect() as connection:
        connection.read_csv(
            str(source), dtype={"first_chat_month": "VARCHAR", "start_period": "VARCHAR"}
        ).write_parquet(str(path))
    source.unlink()
    return path
