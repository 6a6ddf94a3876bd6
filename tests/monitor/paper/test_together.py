"""Files that belong together are written together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from zichtbaar.monitor.paper.together import write_together


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
    with pytest.raises(FileExistsError):
        write_together({"a": b"1"}, tmp_path / "out")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]
