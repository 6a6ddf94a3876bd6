"""What the tests of a report share: tables of every kind, and their reports, each made once with few resamples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.estimating import Settings
from zichtbaar.monitor.estimation.pages.contents import document_of
from zichtbaar.monitor.estimation.pages.origin import Origin
from zichtbaar.monitor.estimation.reporting import Report, report
from zichtbaar.monitor.paper.document import Document
from zichtbaar.monitor.paper.language import Language

ORIGIN = Origin("lists.csv", "0123456789abcdef" * 4, "zichtbaar estimate lists.csv --method stepwise")

TABLES: Mapping[str, str] = {
    "two": "Police,Shelter,count\n1,0,50\n0,1,40\n1,1,12\n",
    "apart": "Police,Shelter,Clinic,count\n1,0,0,50\n0,1,0,40\n0,0,1,12\n",
    "empty": "Police,Shelter,Clinic,count\n1,0,0,50\n0,1,0,40\n1,1,0,12\n",
    "hostile": "<b>B</b>,#panic(1),count\n1,0,50\n0,1,40\n1,1,12\n",
}
"""Two lists; three that never meet; three of which one has nobody; two with names that are code elsewhere."""


@pytest.fixture(scope="session")
def table_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a table: one of TABLES, or a published one by its name."""
    folder = tmp_path_factory.mktemp("tables")

    def written(name: str) -> Path:
        if name not in TABLES:
            return Path(str(files("zichtbaar.monitor.datasets") / "capture_histories" / f"{name}.csv"))
        path = folder / f"{name}.csv"
        path.write_text(TABLES[name], "utf-8")
        return path

    return written


@pytest.fixture(scope="session")
def reported(table_file: Callable[[str], Path]) -> Callable[..., Report]:
    """The report of a table, made once."""

    @cache
    def made(name: str, *, panel: bool = False, resamples: int = 40) -> Report:
        table = CaptureTable.from_csv(table_file(name))
        return report(table, "panel" if panel else "stepwise", Settings(resamples=resamples))

    return made


@pytest.fixture(scope="session")
def document(reported: Callable[..., Report]) -> Callable[..., Document]:
    """The document of a table in a language."""

    @cache
    def made(name: str, language: Language, *, panel: bool = False) -> Document:
        return document_of(reported(name, panel=panel), ORIGIN, language)

    return made


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    code: Language = request.param
    return code
