"""A ledger of all that was ever released: one entry per cell, each with the hash of the one before.

Entries are only ever added. A correction is another release, and a withdrawal is an entry too: what
was once out stays known to whoever wants to subtract. The ledger holds what was printed, never a
number that was hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.disclosure.ledger_lines import body
from zichtbaar.monitor.disclosure.told import About, Cell, End, Entry, Withdrawn

START = "0" * 64
"""What the first entry has in the place of the hash of the one before."""


@dataclass(frozen=True)
class Ledger:
    """Everything that was ever released, in its order. `source` is what faults call it."""

    entries: tuple[Entry, ...] = ()
    source: str = "ledger"

    @property
    def head(self) -> str:
        """The hash of the last entry. Kept elsewhere, it shows that nothing was cut off at the end."""
        return self.entries[-1].hash if self.entries else START

    @cached_property
    def releases(self) -> tuple[About, ...]:
        """The releases in their order."""
        return tuple(dict.fromkeys(entry.about for entry in self.entries))

    @property
    def cells(self) -> Iterator[tuple[About, Cell]]:
        """Every cell of every release, those that were withdrawn among them."""
        return ((entry.about, entry.content) for entry in self.entries if isinstance(entry.content, Cell))

    def release(self, about: About, cells: Iterable[Cell]) -> tuple[Entry, ...]:
        """The entries of one more release. Raises ValueError when there is one of that name."""
        cells = tuple(cells)
        return self._chained(about, (*cells, End(len(cells))))

    def withdrawal(self, about: About, release: str, reason: str) -> tuple[Entry, ...]:
        """The entries that take a release back. Raises ValueError when there is none of that name."""
        if release not in {earlier.release for earlier in self.releases}:
            raise ValueError(f"no release {release!r} in the ledger")
        return self._chained(about, (Withdrawn(release, reason), End(0)))

    def extended(self, entries: Iterable[Entry]) -> Ledger:
        """The ledger with more entries. Raises InvalidInputError when they do not continue it."""
        longer = Ledger((*self.entries, *entries), self.source)
        longer.verify()
        return longer

    def verify(self, head: str | None = None) -> None:
        """Raise InvalidInputError that names the first entry which is broken, out of place or missing.

        `head` is the hash of the last entry as it was kept elsewhere: only it shows that whole
        releases were cut off at the end.
        """
        before = START
        for place, entry in enumerate(self.entries, 1):
            problem = _problem(entry, place, before)
            if problem is not None:
                raise self._broken(place, *problem)
            before = entry.hash
        self._check_whole()
        if head is not None and head != before:
            raise self._broken(len(self.entries) + 1, "entries are missing at the end", f"the last hash to be {head}")

    def _check_whole(self) -> None:
        """Every release stands together, ends with its end, and comes once."""
        seen: set[str] = set()
        for about, group in groupby(self.entries, lambda entry: entry.about):
            entries = list(group)
            first, last = entries[0].number, entries[-1]
            if about.release in seen:
                raise self._broken(first, f"a second release {about.release!r}", "each name once")
            seen.add(about.release)
            ends = [entry.content for entry in entries if isinstance(entry.content, End)]
            if ends != [last.content] or ends[0].cells != sum(isinstance(entry.content, Cell) for entry in entries):
                raise self._broken(last.number, f"the release {about.release!r} is not whole", "all of its entries")

    def _broken(self, line: int, problem: str, expected: str) -> InvalidInputError:
        return InvalidInputError([Fault(self.source, line, f"entry {line}", problem, expected)])

    def _chained(self, about: About, contents: Iterable[Cell | Withdrawn | End]) -> tuple[Entry, ...]:
        if about.release in {earlier.release for earlier in self.releases}:
            raise ValueError(f"there is a release {about.release!r} already")
        entries: list[Entry] = []
        for number, content in enumerate(contents, len(self.entries) + 1):
            before = entries[-1].hash if entries else self.head
            entry = Entry(number, about, content, before, "")
            entries.append(replace(entry, hash=hash_of(entry)))
        return tuple(entries)


def hash_of(entry: Entry) -> str:
    """The hash that an entry must have: of all that it says and of the hash before it."""
    return sha256(body(entry).encode()).hexdigest()


def _problem(entry: Entry, place: int, before: str) -> tuple[str, str] | None:
    """What is wrong with an entry, and what was expected; None where nothing is."""
    if entry.number != place:
        return f"it is numbered {entry.number}", str(place)
    if entry.before != before:
        return "it does not follow the entry before it", f"the hash {before}"
    if entry.hash != hash_of(entry):
        return "it is not what was written", f"the hash {hash_of(entry)}"
    return None
