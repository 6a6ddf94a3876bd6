"""A factsheet is made whole or not at all, and the same records always give the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.contents import contents_of
from zichtbaar.monitor.factsheet.making import FILES, Factsheet, make_factsheet, write_together
from zichtbaar.monitor.factsheet.tables import figures_csv, figures_json
from zichtbaar.monitor.factsheet.wording.language import Language
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe


def test_the_same_records_give_the_same_bytes(
    factsheets: Mapping[Language, Factsheet], example: Path, records: list[Path], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "moved"
    shutil.copytree(example, elsewhere)
    again = make_factsheet(
        elsewhere / "factsheet.toml",
        [elsewhere / file.name for file in records],
        language="nl",
        out=tmp_path / "again",
    )
    for first, second in zip(factsheets[Language.DUTCH].files, again.files, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_four_files_and_nothing_else(factsheets: Mapping[Language, Factsheet]) -> None:
    for made in factsheets.values():
        assert {path.name for path in made.folder.iterdir()} == set(FILES)
        assert {path.name for path in made.folder.parent.iterdir()} == set(Language)


def test_an_unprotected_figure_is_refused_everywhere(example: Path, records: list[Path]) -> None:
    book = load()
    recipe = read_recipe(example / "factsheet.toml", book)
    assert recipe.benchmarks is not None
    with read_records(records, book) as counted:
        exact = make_figures(recipe, counted, read_benchmarks(recipe.benchmarks))
    unprotected = cast("tuple[ReleasedFigure, ...]", exact)
    with pytest.raises(TypeError, match="only released figures"):
        contents_of(recipe, unprotected, book, [], Language.DUTCH)
    with pytest.raises(TypeError, match="only released figures"):
        figures_json(recipe, unprotected, book, [])
    with pytest.raises(TypeError, match="only released figures"):
        figures_csv(recipe, unprotected)


def test_wrong_records_leave_an_older_factsheet_as_it_was(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_together(dict.fromkeys(FILES, b"older"), out)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("case_ref;topic_trafficking\n", "utf-8")
    with pytest.raises(InvalidInputError):
        make_factsheet(example / "factsheet.toml", [wrong], language="nl", out=out)
    assert {path.read_bytes() for path in out.iterdir()} == {b"older"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "wrong.csv"]


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
