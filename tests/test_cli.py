"""The one command, as the shell sees it: exit codes, Ctrl-C, and a screen or a pipe that takes nothing more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.factsheet.making import FILES

# Says when Python has started and the command begins.
COMMAND = "import sys; from zichtbaar.cli import main; print('begun', flush=True); sys.exit(main(sys.argv[1:]))"


def interrupt(program: str, *words: str, after: float) -> tuple[int, str, str]:
    """Run a program, press Ctrl-C so many seconds after it has begun; exit code and what it said."""
    command = [sys.executable, "-c", program, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        try:
            said, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    return process.returncode, said, errors


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    write_example("netherlands-2020", folder)
    return folder


@pytest.mark.parametrize("after", [0.1, 0.3, 0.5, 0.7, 0.9, 1.3])
def test_ctrl_c_leaves_nothing_or_all(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    words = ["factsheet", str(example / "factsheet.toml"), "--out", str(tmp_path / "out")]
    words += [word for year in (2019, 2020) for word in ("--records", str(example / f"registrations-{year}.csv"))]
    code, _, errors = interrupt(COMMAND, *words, after=after)
    assert errors == ""
    if (tmp_path / "out").exists():  # the press came too late
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    else:
        assert code == 130
        assert list(tmp_path.iterdir()) == []


def test_a_pipe_that_was_closed_and_a_full_screen_end_without_a_traceback() -> None:
    command = [sys.executable, "-m", "zichtbaar.cli", "codebook", "show"]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "zichtbaar: what was to be said could not be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_a_screen_that_lacks_letters_gets_the_others() -> None:
    command = [sys.executable, "-m", "zichtbaar.cli", "codebook", "show", "--language", "nl"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\xeb" in done.stdout
