"""A factsheet beside a ledger on disk: protected beside all that it knows, and told to it when it is a release."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.ledger_file import append_to_ledger, read_ledger
from zichtbaar.monitor.factsheet.making import Released, Sources, release


def draft_beside(sources: Sources, ledger_file: Path) -> Released:
    """A factsheet that may be published beside all that the ledger knows; the ledger is not told.

    Raises InvalidInputError as `release` does, and when the ledger is absent or not whole.
    """
    return release(sources, read_ledger(ledger_file))


def release_beside(sources: Sources, ledger_file: Path, name: str) -> Released:
    """The same under a name, which the ledger is told before anybody can see the figures.

    A ledger that is not there yet begins with it. A release that the ledger has already is made again,
    beside what was there before it. Raises InvalidInputError as `release` does, when the ledger is not
    whole, when somebody else added to it in the meantime, and when the release would now say something else.
    """
    _check_have_hashes(sources)
    known = read_ledger(ledger_file) if ledger_file.exists() else Ledger(source=str(ledger_file))
    if name in {about.release for about in known.releases}:
        return _made_again(sources, known, name)
    released = release(sources, known, name)
    append_to_ledger(ledger_file, released.entries)
    return released


def _check_have_hashes(sources: Sources) -> None:
    """A release can be made again from the same bytes; a table has none."""
    faults = [
        Fault(str(place), None, "", "a table has no hash for the ledger to keep", "files of records: freeze it first")
        for place in sources.records
        if not isinstance(place, Path)
    ]
    if faults:
        raise InvalidInputError(faults)


def _made_again(sources: Sources, known: Ledger, name: str) -> Released:
    before = Ledger(tuple(takewhile(lambda entry: entry.about.release != name, known.entries)), known.source)
    released = release(sources, before, name)
    told = tuple(entry for entry in known.entries if entry.about.release == name)
    if released.entries != told:
        problem = f"it has a release {name!r} that says something else"
        raise InvalidInputError([Fault(known.source, told[0].number, "", problem, "another name for another release")])
    return released
