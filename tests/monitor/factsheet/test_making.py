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
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.contents import contents_of
from zichtbaar.monitor.factsheet.making import FILES, Factsheet, Sources, make_factsheet, release
from zichtbaar.monitor.factsheet.tables import figures_csv, figures_json
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import write_together


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
    origin = release(Sources(example / "factsheet.toml", tuple(records)), Ledger()).origin
    assert recipe.benchmarks is not None
    with read_records(records, book) as counted:
        exact = make_figures(recipe, counted, read_benchmarks(recipe.benchmarks))
    unprotected = cast("tuple[ReleasedFigure, ...]", exact)
    with pytest.raises(TypeError, match="only released figures"):
        contents_of(recipe, unprotected, origin, Language.DUTCH)
    with pytest.raises(TypeError, match="only released figures"):
        figures_json(recipe, unprotected, origin)
    with pytest.raises(TypeError, match="only released figures"):
        figures_csv(recipe, unprotected, origin)


def test_wrong_records_leave_an_older_factsheet_as_it_was(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_together(dict.fromkeys(FILES, b"older"), out)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("case_ref;topic_trafficking\n", "utf-8")
    with pytest.raises(InvalidInputError):
        make_factsheet(example / "factsheet.toml", [wrong], language="nl", out=out)
    assert {path.read_bytes() for path in out.iterdir()} == {b"older"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "wrong.csv"]
