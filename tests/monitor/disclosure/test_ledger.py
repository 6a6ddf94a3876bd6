"""What was once released stays known: a ledger that was changed, cut or mixed up says where."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.ledger import Ledger, hash_of
from zichtbaar.monitor.disclosure.ledger_file import append_to_ledger, read_ledger
from zichtbaar.monitor.disclosure.ledger_lines import line_of, read_line
from zichtbaar.monitor.disclosure.protection import protect_release
from zichtbaar.monitor.disclosure.told import About, Cell, End, NumberTold, ShareTold, Withdrawn
from zichtbaar.monitor.figures.figure import Figure

YEAR = canonical(together(Within("first_chat_month", "2020-01", "2020-12")))
VICTIMS = canonical(together(YEAR, Is("contact_role", frozenset({1}))))
OTHERS = canonical(together(YEAR, Is("contact_role", frozenset({2, 3, 4}))))

MakeCount = Callable[..., Figure]
MakeShare = Callable[..., Figure]


def about(release: str) -> About:
    return About(release, "factsheet.toml", "trafficking-1", "1.0", "ab" * 32)


@pytest.fixture
def figures(count: MakeCount, share: MakeShare) -> list[Figure]:
    """283 visitors, of whom 250 were victims; three chatted on behalf of somebody."""
    return [
        count("visitors", 283, YEAR, 283, YEAR),
        count("victims", 250, VICTIMS, 283, YEAR),
        count("on_behalf", 3, OTHERS, 283, YEAR),
        share(57, 228, 251, asked=VICTIMS),
    ]


@pytest.fixture
def ledger(figures: list[Figure]) -> Ledger:
    """Two releases and a withdrawal."""
    first = Ledger().extended(protect_release(figures, about("2020"), Ledger(), headline=["visitors"]).entries)
    second = first.extended(first.withdrawal(about("withdrawal-1"), "2020", "a double registration"))
    return second.extended(protect_release(figures, about("2020-again"), second, headline=["visitors"]).entries)


@pytest.fixture
def path(ledger: Ledger, tmp_path: Path) -> Path:
    """The ledger as a file."""
    path = tmp_path / "ledger.jsonl"
    append_to_ledger(path, ledger.entries)
    return path


def test_every_cell_is_there_with_what_a_reader_can_know(ledger: Ledger) -> None:
    told = {cell.told.who: cell.told for _, cell in ledger.cells if isinstance(cell.told, NumberTold)}
    assert (told[YEAR].printed, told[YEAR].low, told[YEAR].high) == (283, 283, 283)
    assert (told[VICTIMS].printed, told[VICTIMS].low, told[VICTIMS].high) == (250, 248, 252)
    shares = [cell.told for _, cell in ledger.cells if isinstance(cell.told, ShareTold)]
    assert {share.said.share for share in shares} == {0.25}


def test_a_hidden_number_is_nowhere_in_it(ledger: Ledger) -> None:
    told = [cell.told for _, cell in ledger.cells if isinstance(cell.told, NumberTold) and cell.told.who == OTHERS]
    assert [(one.printed, one.low, one.high) for one in told] == [(None, None, None)] * len(told)
    assert told
    written = [json.loads(line_of(entry))["content"] for entry in ledger.entries]
    assert all(content.get("printed") != 3 for content in written)


def test_each_entry_reads_back_as_it_was(ledger: Ledger) -> None:
    for entry in ledger.entries:
        assert read_line(line_of(entry)) == entry


def test_a_ledger_on_disk_is_the_same_ledger(ledger: Ledger, path: Path) -> None:
    read = read_ledger(path, head=ledger.head)
    assert read.entries == ledger.entries
    assert [one.release for one in read.releases] == ["2020", "withdrawal-1", "2020-again"]


def test_a_withdrawal_leaves_what_was_out_in_the_ledger(ledger: Ledger) -> None:
    assert {about.release for about, _ in ledger.cells} == {"2020", "2020-again"}
    assert any(isinstance(entry.content, Withdrawn) for entry in ledger.entries)


def test_a_name_comes_once_and_only_what_was_released_is_withdrawn(figures: list[Figure], ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="there is a release '2020' already"):
        protect_release(figures, about("2020"), ledger)
    with pytest.raises(ValueError, match="no release '2019'"):
        ledger.withdrawal(about("withdrawal-2"), "2019", "never was")


def _changed(lines: list[str]) -> list[str]:
    return [*lines[:3], lines[3].replace('"low":', '"low": '), *lines[4:]]


def _forged(lines: list[str]) -> list[str]:
    """A line with another number and the hash that belongs to it."""
    content = json.loads(lines[0])["content"]
    entry = read_line(lines[0])
    assert isinstance(entry.content, Cell)
    assert content["printed"] == 283
    told = entry.content.told
    assert isinstance(told, NumberTold)
    other = replace(entry, content=replace(entry.content, told=replace(told, printed=284, low=284, high=284)))
    return [line_of(replace(other, hash=hash_of(other))), *lines[1:]]


@pytest.mark.parametrize(("break_it", "line", "problem"), [
    (_changed, 4, "not spelled as an entry is"),
    (lambda lines: [*lines[:2], lines[2].replace('"printed":null', '"printed":9'), *lines[3:]], 3, "not what was"),
    (_forged, 2, "does not follow the entry before it"),
    (lambda lines: [*lines[:1], *lines[2:]], 2, "numbered 3"),
    (lambda lines: [lines[1], lines[0], *lines[2:]], 1, "numbered 2"),
    (lambda lines: [*lines, lines[-1]], None, "numbered"),
    (lambda lines: lines[:-1], None, "the release '2020-again' is not whole"),
    (lambda lines: ["{}", *lines[1:]], 1, "no entry of a ledger"),
    (lambda lines: ["[" * 100_000, *lines[1:]], 1, "no entry of a ledger"),
    (lambda lines: [*lines[:1], "", *lines[1:]], 2, "Expecting value"),
])  # fmt: skip
def test_what_was_done_to_a_line_is_found_and_named(
    path: Path, break_it: Callable[[list[str]], list[str]], line: int | None, problem: str
) -> None:
    lines = break_it(path.read_text("utf-8").splitlines())
    path.write_text("".join(f"{one}\n" for one in lines), "utf-8")
    with pytest.raises(InvalidInputError) as refusal:
        read_ledger(path)
    [fault] = refusal.value.faults
    assert problem in str(fault)
    assert fault.file == str(path)
    assert fault.line == (len(lines) if line is None else line)


def test_wherever_the_file_is_cut_it_is_no_longer_good(path: Path, ledger: Ledger) -> None:
    """Only cut between two releases it still hangs together: then the hash that was kept elsewhere shows it."""
    content = path.read_bytes()
    ends = [
        sum(len(line_of(entry).encode()) + 1 for entry in ledger.entries[:number])
        for number, entry in enumerate(ledger.entries, 1)
        if isinstance(entry.content, End)
    ]
    for cut in [*range(0, len(content), 97), *(end - 1 for end in ends), *ends[:-1]]:
        path.write_bytes(content[:cut])
        if cut in (0, *ends):
            assert read_ledger(path).entries == ledger.entries[: content[:cut].count(b"\n")]
        with pytest.raises(InvalidInputError):
            read_ledger(path, head=ledger.head)


def test_an_absent_ledger_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_ledger(tmp_path / "ledger.jsonl")


def test_who_comes_second_is_refused_and_nothing_is_written(path: Path, ledger: Ledger) -> None:
    """Noor and Ada both read the ledger; Ada's release is in it before Noor's."""
    noors, adas = (ledger.withdrawal(about(name), "2020", "twice") for name in ("noor", "ada"))
    append_to_ledger(path, adas)
    before = path.read_bytes()
    with pytest.raises(InvalidInputError, match="entry"):
        append_to_ledger(path, noors)
    assert path.read_bytes() == before


KILLED = """
import os, sys
from pathlib import Path
from zichtbaar.monitor.disclosure import ledger_file
from zichtbaar.monitor.disclosure.ledger_file import append_to_ledger, read_ledger
from zichtbaar.monitor.disclosure.told import About

path, moment = Path(sys.argv[1]), sys.argv[2]
ledger = read_ledger(path)
about = About("withdrawal-9", "factsheet.toml", "trafficking-1", "1.0", "ab" * 32)

def die(*_: object) -> None:
    os.kill(os.getpid(), 9)

if moment == "before the disk":
    os.fsync = die
if moment == "before the name":
    Path.replace = die
if moment == "after the name":
    os.close = die
append_to_ledger(path, ledger.withdrawal(about, "2020", "a mistake"))
"""


@pytest.mark.parametrize(("moment", "grown"), [
    ("before the disk", False), ("before the name", False), ("after the name", True), ("never", True),
])  # fmt: skip
def test_killed_at_any_moment_it_has_grown_or_it_has_not(path: Path, ledger: Ledger, moment: str, grown: bool) -> None:
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), str(path), moment], check=False)
    assert killed.returncode == (0 if moment == "never" else -signal.SIGKILL)
    read = read_ledger(path)
    assert len(read.entries) == len(ledger.entries) + (2 if grown else 0)
    append_to_ledger(path, read.withdrawal(about("withdrawal-10"), "2020", "the lock is free again"))


def test_many_at_once_wait_for_each_other(path: Path) -> None:
    """Whoever is refused reads again and tries again; in the end everybody's entries are there, each once."""
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from zichtbaar.codebook.faults import InvalidInputError
        from zichtbaar.monitor.disclosure.ledger_file import append_to_ledger, read_ledger
        from zichtbaar.monitor.disclosure.told import About
        path, name = Path(sys.argv[1]), sys.argv[2]
        about = About(name, "factsheet.toml", "trafficking-1", "1.0", "ab" * 32)
        while True:
            try:
                append_to_ledger(path, read_ledger(path).withdrawal(about, "2020", "at once"))
                break
            except InvalidInputError:
                continue
    """)
    names = [f"withdrawal-{number}" for number in range(20, 23)]
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in names]
    assert [process.wait(timeout=300) for process in running] == [0] * len(names)
    assert {one.release for one in read_ledger(path).releases} >= set(names)


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path) -> Iterator[None]:
    """But for what a killed process could not take away."""
    yield
    left = {file.name for file in tmp_path.iterdir() if not file.name.startswith(".zichtbaar-")}
    assert left <= {"ledger.jsonl"}
    assert os.access(tmp_path, os.W_OK)


def test_conditions_are_spelled_in_one_way(ledger: Ledger) -> None:
    conditions: set[Condition] = {cell.told.who for _, cell in ledger.cells if isinstance(cell.told, NumberTold)}
    assert conditions == {canonical(condition) for condition in conditions}
    assert {YEAR, VICTIMS, OTHERS} < conditions
