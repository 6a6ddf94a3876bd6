"""Files appear together or not at all, and a place where they cannot lie is refused before any work is done."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.monitor.writing import check_folder, write_together

NOBODY = 65534


def test_a_folder_deep_down_is_made(tmp_path: Path) -> None:
    write_together({"a": b"1", "b": b"2"}, tmp_path / "x" / "y")
    assert (tmp_path / "x" / "y" / "b").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_together({"a": b"1", "missing/b": b"2"}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    with pytest.raises(NotADirectoryError):
        write_together({"a": b"1"}, tmp_path / "out")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]


def test_when_there_is_no_room_no_folder_is_left(tmp_path: Path) -> None:
    write = f"""
from pathlib import Path
from zichtbaar.monitor.writing import write_together
try:
    write_together({{"a": b"1", "b": b"2" * 9000}}, Path({str(tmp_path / "x" / "y")!r}))
except OSError as error:
    print(error.filename)
"""
    done = subprocess.run(
        [sys.executable, "-c", write],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / "x" / "y")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_made_for_nothing_is_gone_again(tmp_path: Path) -> None:
    (tmp_path / "out" / "b").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_together({"b": b"2"}, tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "b"]
    with pytest.raises(OSError, match="out"):
        write_together({"b": b"2", "x" * 300: b""}, tmp_path / "new" / "out")
    assert not (tmp_path / "new").exists()


@pytest.fixture
def ctrl_c_counts() -> Iterator[None]:
    """Ctrl-C as Python knows it, also where whoever started the tests ignores it, as a shell does behind its back."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_counts")
def test_ctrl_c_between_two_moves_comes_too_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return move(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    (tmp_path / "out").mkdir()
    write_together({"a": b"1", "b": b"2"}, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "b"]
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


KILLED = "lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)"
PUT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from zichtbaar.monitor.writing import write_together
exec(sys.argv[2])
write_together({"a": b"1", "b": b"2"}, Path(sys.argv[1]) / "x" / "out")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    ("point", "is_there"),
    [
        (f"os.fsync = {KILLED}", False),
        (f"Path.rename = {KILLED}", False),
        (f"move = Path.rename; Path.rename = lambda *words: (move(*words), ({KILLED})())", True),
        (f"import shutil; shutil.rmtree = {KILLED}", True),
        ("", True),
    ],
)
def test_killed_at_any_point_a_new_folder_is_absent_or_whole(tmp_path: Path, point: str, is_there: bool) -> None:
    killed = subprocess.run([sys.executable, "-c", PUT_AND_DIE, str(tmp_path), point], check=False)
    assert killed.returncode == -signal.SIGKILL
    out = tmp_path / "x" / "out"
    assert out.exists() == is_there
    if is_there:
        assert {path.name: path.read_bytes() for path in out.iterdir()} == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize("place", ["file", "file/out", "loop", "nowhere", "nowhere/out", "x" * 300])
def test_a_place_that_cannot_be_a_folder_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("absent")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InvalidInputError) as refused:
        check_folder(tmp_path / place, ["a"])
    [fault] = refused.value.faults
    assert (fault.file, fault.expected) == (str(tmp_path / place), "a folder, or a name for a new one")
    assert sorted(tmp_path.iterdir()) == before


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Root may write everywhere; so for a moment we are nobody."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_place_that_we_may_not_write_is_refused() -> None:
    with TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        with as_somebody_without_rights(), pytest.raises(InvalidInputError, match="written: Permission denied"):
            check_folder(Path(name) / "out", ["a"])
        Path(name).chmod(0o755)


def test_a_folder_in_the_place_of_a_file_is_refused_and_a_good_place_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out" / "b").mkdir(parents=True)
    check_folder(tmp_path / "out", ["a"])
    check_folder(tmp_path / "new" / "out", ["a"])
    with pytest.raises(InvalidInputError, match="out/b: this is a folder"):
        check_folder(tmp_path / "out", ["a", "b"])
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "b"]
