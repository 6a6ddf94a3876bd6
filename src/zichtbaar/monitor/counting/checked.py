"""What was checked once need not be checked again: contents that keep to a codebook, by their hashes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from zichtbaar import __version__
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading_files import check_is_file
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.writing import check_folder, write_together

_LARGEST = 5_000_000  # bytes; tens of thousands of checks


def remembered(
    notes: Path | None, files: Sequence[Path], book: Codebook, check: Callable[[], Mapping[Place, int]]
) -> Mapping[Place, int]:
    """How many records each file holds: as `notes` say, or else as `check` finds, which is then noted.

    What is remembered is that these bytes together kept to this codebook, in this version of the program.
    A changed byte, another codebook or another version is another matter, and is checked. Raises
    InvalidInputError when `notes` is something else than such notes; what `check` raises is not noted.
    """
    if notes is None:
        return check()
    check_folder(notes.parent, [notes.name])  # before the check, which may take long
    known = _read(notes)
    key = _key(files, book)
    if key in known:
        return dict(zip(files, known[key], strict=True))
    rows = check()
    noted = json.dumps({"checked": {**known, key: list(rows.values())}}, indent=1) + "\n"
    write_together({notes.name: noted.encode()}, notes.parent)
    return rows


def _key(files: Sequence[Path], book: Codebook) -> str:
    """The hash of everything that the outcome of a check rests on."""
    parts = [__version__, *_told(book)]
    for file in files:
        with file.open("rb") as stream:
            parts.append(file_digest(stream, "sha256").hexdigest())
    return sha256(json.dumps(parts).encode()).hexdigest()


def _told(value: object) -> Iterator[str]:
    """A codebook as texts that are the same in every run: sets have no order of their own."""
    if is_dataclass(value) and not isinstance(value, type):
        yield type(value).__name__
        for field in fields(value):
            yield from _told(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from _told(sorted((str(key), list(_told(item))) for key, item in value.items()))
    elif isinstance(value, frozenset):
        yield from _told(sorted(map(repr, value)))
    elif isinstance(value, tuple | list):
        yield str(len(value))
        for item in value:
            yield from _told(item)
    else:
        yield repr(value)


def _read(notes: Path) -> dict[str, list[int]]:
    if not notes.exists():
        return {}
    check_is_file(notes, largest=_LARGEST)
    try:
        known = json.loads(notes.read_text("utf-8"))["checked"]
        return {str(key): [int(rows) for rows in counts] for key, counts in known.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        expected = "a file that an earlier --checked wrote, or none"
        raise InvalidInputError([Fault(str(notes), None, "", "these are no notes of checks", expected)]) from error
