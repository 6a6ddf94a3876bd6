"""An example to try a factsheet with: invented registrations of a published year, and the recipe for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.datasets.decks import deck
from zichtbaar.monitor.datasets.invented import Person, deal_registrations
from zichtbaar.monitor.datasets.second_coder import code_again
from zichtbaar.monitor.writing import check_folder, write_together

EXAMPLES = ("netherlands-2020",)
_KEPT = Path(__file__).parent / "netherlands_2020"
_AS_THEY_ARE = ("README.md", "benchmarks.toml", "factsheet.toml")

_VISITORS = {
    2019: (27, 24, 25, 24, 25, 23, 22, 24, 26, 27, 26, 26),
    2020: (14, 16, 31, 29, 24, 23, 22, 24, 25, 27, 25, 23),
}
"""How many visitors first chatted in each month."""


def write_example(name: str, out: Path) -> tuple[Path, ...]:
    """Write the files of an example into a folder, the same bytes every time, and give their paths.

    Raises InvalidInputError for an unknown name or an unusable folder, and when a file of one of these
    names stands there that is not this example's own; OSError when there is no room. All are written or none.
    """
    if name not in EXAMPLES:
        raise InvalidInputError([Fault(name, None, "", "no such example", f"one of {', '.join(EXAMPLES)}")])
    files = example_files()
    check_folder(out, files)
    others = [out / file for file, content in files.items() if not _is_free(out / file, content)]
    if others:
        problem = "stands there already and is not this example's; nothing was written"
        raise InvalidInputError(Fault(str(path), None, "", problem, "another --out") for path in others)
    write_together(files, out)
    return tuple(out / file for file in files)


def example_files() -> Mapping[str, bytes]:
    """The files of the example by name."""
    book = load()
    kept = {name: (_KEPT / name).read_bytes() for name in _AS_THEY_ARE}
    people = {year: people_of(year) for year in _VISITORS}
    first, second = zip(*(pair for year in people for pair in _coded_twice(year, people[year])), strict=True)
    return {
        **kept,
        **{f"registrations-{year}.csv": _as_csv(people[year], book) for year in people},
        "first-coder.csv": _as_csv(first, book),
        "second-coder.csv": _as_csv(second, book),
    }


def people_of(year: int) -> list[Person]:
    """The invented persons of 2019 or 2020."""
    months = [f"{year}-{month:02}" for month, visitors in enumerate(_VISITORS[year], 1) for _ in range(visitors)]
    random = Random(year)  # noqa: S311 - invented on purpose, and the same every time
    return deal_registrations(load(), months, random, deck(f"netherlands-{year}"))


def _coded_twice(year: int, people: Sequence[Person]) -> list[tuple[Person, Person]]:
    random = Random(year)  # noqa: S311 - invented on purpose, and the same every time
    return code_again(people, load(), random)


def _as_csv(people: Iterable[Person], book: Codebook) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(book.by_column), lineterminator="\n")
    writer.writeheader()
    writer.writerows(people)
    return text.getvalue().encode()


def _is_free(path: Path, content: bytes) -> bool:
    """Whether nothing stands there, or the very same file."""
    return not path.exists() or (path.is_file() and sha256(path.read_bytes()).digest() == sha256(content).digest())
