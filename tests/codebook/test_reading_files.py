"""What cannot be read as a file is refused at once, never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.reading_files import check_is_file
from zichtbaar.codebook.tables import LARGEST, read_toml


def problem_of(path: Path) -> str:
    with pytest.raises(InvalidInputError) as refused:
        check_is_file(path)
    [fault] = refused.value.faults
    assert fault.file == str(path)
    return fault.problem


def test_only_a_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    assert problem_of(tmp_path) == "cannot be read: this is a folder"
    assert problem_of(tmp_path / "pipe") == "cannot be read: this is a pipe or a device"
    assert problem_of(Path("/dev/zero")) == "cannot be read: this is a pipe or a device"
    assert problem_of(tmp_path / "absent") == "cannot be read: No such file or directory"
    assert problem_of(tmp_path / "loop") == "cannot be read: Too many levels of symbolic links"
    assert problem_of(tmp_path / "a\0b") == "cannot be read: this can be no name of a file"
    (tmp_path / "file").touch()
    check_is_file(tmp_path / "file")


def test_a_file_that_nobody_wrote_by_hand_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InvalidInputError, match=rf"has {LARGEST + 1} bytes \(expected at most {LARGEST}\)"):
        read_toml(path)
