"""From what an export was made: files, codebook and layout, for the page that goes with it."""

from __future__ import annotations

from collections.abc import Mapping as Items
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from zichtbaar import __version__
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.disclosure.told import About
from zichtbaar.monitor.exports.mapping import Mapping


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records: its name without its folder, how many there are in it, and its SHA-256 (hex)."""

    name: str
    records: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The files that an export was made of."""

    files: tuple[RecordFile, ...]


def origin_of(files: Sequence[Path], rows: Items[Place, int]) -> Origin:
    """The origin of what was counted in these files, by name: the order in which they were given does not show."""
    held = (RecordFile(file.name, rows[file], _sha256(file)) for file in files)
    return Origin(tuple(sorted(held, key=lambda file: (file.name, file.sha256))))


def described(mapping: Mapping, origin: Origin) -> dict[str, object]:
    """What is the same on every page: layout, source, who is counted, codebook, program and files."""
    layout, book = mapping.layout, mapping.book
    return {
        "layout": layout.name,
        "title": dict(layout.title),
        "source": dict(layout.source),
        "attribution": dict(layout.attribution),
        "counted": dict(mapping.population.many),
        "note": dict(mapping.population.note or {}),
        "codebook": {"name": book.name, "version": book.version},
        "program": {"name": "zichtbaar", "version": __version__},
        "records": [{"file": file.name, "records": file.records, "sha256": file.sha256} for file in origin.files],
        "empty_columns": {
            filling.column.name: dict(filling.nothing) for filling in mapping.fillings if filling.nothing
        },
        "left_out": [{"variables": list(names), "reason": dict(reason)} for names, reason in mapping.left_out],
    }


def about(mapping: Mapping, origin: Origin, release: str) -> About:
    """What a ledger says of a table."""
    book = mapping.book
    return About(release, f"table {mapping.layout.name}", book.name, book.version, hash_of_records(origin))


def hash_of_records(origin: Origin) -> str:
    """What stands for all that was counted. Of several files the hashes are hashed together, as a factsheet's are."""
    hashes = [file.sha256 for file in origin.files]
    return hashes[0] if len(hashes) == 1 else sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
