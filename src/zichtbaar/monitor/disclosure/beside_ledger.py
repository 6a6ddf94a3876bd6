"""What is released beside a ledger on disk: protected beside all that it knows, and told to it under a name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Protocol, TypeVar

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.ledger_file import append_to_ledger, read_ledger
from zichtbaar.monitor.disclosure.told import Entry

NOT_RELEASED = "not released"
"""What something is called in its own entries as long as nobody gave it a name: they are kept nowhere."""


class HasEntries(Protocol):
    """What the ledger must hold before anybody sees it."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """One for each cell that is told."""


Made = TypeVar("Made", bound=HasEntries)


def made_beside(ledger_file: Path | None, name: str | None, make: Callable[[Ledger, str], Made]) -> Made:
    """What `make` makes beside the ledger in a file, or beside none, under a name if it is a release.

    A release is told to the ledger before anybody can see it; a ledger that is not there yet begins with it. A
    release that the ledger has already is made again, beside what was there before it. Raises InvalidInputError
    when the ledger is not whole, when it is absent and nothing is released, when somebody else added to it in the
    meantime, and when the release would now say something else.
    """
    if ledger_file is None:
        return make(Ledger(), NOT_RELEASED)
    if name is None:
        return make(read_ledger(ledger_file), NOT_RELEASED)
    known = read_ledger(ledger_file) if ledger_file.exists() else Ledger(source=str(ledger_file))
    if name in {about.release for about in known.releases}:
        return _made_again(known, name, make)
    made = make(known, name)
    append_to_ledger(ledger_file, made.entries)
    return made


def _made_again(known: Ledger, name: str, make: Callable[[Ledger, str], Made]) -> Made:
    made = make(Ledger(tuple(takewhile(lambda entry: entry.about.release != name, known.entries)), known.source), name)
    told = tuple(entry for entry in known.entries if entry.about.release == name)
    if made.entries != told:
        problem = f"it has a release {name!r} that says something else"
        raise InvalidInputError([Fault(known.source, told[0].number, "", problem, "another name for another release")])
    return made
