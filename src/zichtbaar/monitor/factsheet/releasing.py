"""A factsheet beside a ledger on disk: protected beside all that it knows, and told to it when it is a release."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.disclosure.beside_ledger import made_beside
from zichtbaar.monitor.factsheet.making import Released, Sources, release


def release_beside(sources: Sources, ledger_file: Path | None, name: str | None) -> Released:
    """A factsheet that may be published beside all that the ledger knows; without a name the ledger is not told.

    Raises InvalidInputError as `release` and `made_beside` do, and when a table is to be released.
    """
    if name is not None:
        _check_have_hashes(sources)
    return made_beside(ledger_file, name, partial(release, sources))


def _check_have_hashes(sources: Sources) -> None:
    """A release can be made again from the same bytes; a table has none."""
    faults = [
        Fault(str(place), None, "", "a table has no hash for the ledger to keep", "files of records: freeze it first")
        for place in sources.records
        if not isinstance(place, Path)
    ]
    if faults:
        raise InvalidInputError(faults)
