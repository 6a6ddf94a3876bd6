"""What a release is made of, made again at any time: the same snapshot, recipe and version give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import zichtbaar.monitor.datasets
from zichtbaar.codebook.reading import load
from zichtbaar.helpline.publishing import files
from zichtbaar.helpline.publishing.errors import OtherCodebookError
from zichtbaar.helpline.publishing.models import Snapshot
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.told import Entry
from zichtbaar.monitor.factsheet.making import Sources, every_language, release
from zichtbaar.monitor.factsheet.origin import Edition

RECIPE = Path(zichtbaar.monitor.datasets.__file__).parent / "recipes" / "yearly.toml"


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a release by name, and what the ledger has to hold before anybody reads them."""

    files: Mapping[str, bytes]
    entries: tuple[Entry, ...]

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file by name."""
        return {name: files.sha256(content) for name, content in sorted(self.files.items())}


def make(snapshot: Snapshot, year: int, name: str, edition: Edition, ledger: Ledger) -> Made:
    """The files of a release, protected beside all that was published before. Nothing is written.

    Raises OtherCodebookError, FileChangedError, and InvalidInputError when the monitor finds a fault in the file.
    """
    book = load()
    if (snapshot.book_name, snapshot.book_version) != (book.name, book.version):
        raise OtherCodebookError([f"{snapshot.book_name} {snapshot.book_version}"])
    frozen = files.snapshot_file(snapshot)
    made = release(Sources(RECIPE, (frozen,), year, snapshot.frozen_on, edition=edition), ledger, name)
    return Made(every_language(made), made.entries)


def recipe_hash() -> str:
    """The SHA-256 of the recipe that releases are made with."""
    return hashlib.sha256(RECIPE.read_bytes()).hexdigest()
