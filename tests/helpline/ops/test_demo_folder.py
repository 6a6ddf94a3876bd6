"""The demo's folder is private, recognised as ours, and never somebody else's."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from zichtbaar.helpline.ops.demo_folder import MARK, NOTES, UnusableFolderError, is_finished, make, write_private


def test_a_new_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where"
    assert not is_finished(folder)
    make(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / MARK).exists()


def test_an_empty_folder_can_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir(mode=0o755)
    assert not is_finished(folder)
    make(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_demo_made_before_is_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    make(folder)
    assert not is_finished(folder)
    write_private(folder / NOTES, "{}")
    assert is_finished(folder)


def test_what_a_stopped_first_start_left_goes(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    make(folder)
    (folder / "helpline.sqlite3").write_text("half")
    (folder / "static" / "desk").mkdir(parents=True)
    make(folder)
    assert [path.name for path in folder.iterdir()] == [MARK]


def test_a_folder_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("mine")
    with pytest.raises(UnusableFolderError, match=str(tmp_path)):
        is_finished(tmp_path)
    with pytest.raises(UnusableFolderError, match="is a file"):
        is_finished(letter)
    assert letter.read_text() == "mine"


def test_a_private_file_is_written_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    for text in ("first", "second"):
        write_private(path, text)
        assert path.read_text() == text
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*"))
