"""The way from records to released figures loads nothing heavy, and nothing of the helpline."""

from __future__ import annotations

import subprocess
import sys

import pytest

FROM_RECORDS_TO_FIGURES = """
import pkgutil, sys
from importlib import import_module
from pathlib import Path

import zichtbaar.monitor
for room in pkgutil.iter_modules(zichtbaar.monitor.__path__, "zichtbaar.monitor."):
    if room.name.rpartition(".")[2] not in ("factsheet", "exports", "crossing", "estimation", "disclosure"):
        for module in pkgutil.walk_packages(getattr(import_module(room.name), "__path__", []), room.name + "."):
            import_module(module.name)

from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

folder = Path(sys.argv[1])
write_example("netherlands-2020", folder)
recipe = read_recipe(folder / "factsheet.toml", load())
with read_records(sorted(folder.glob("registrations-*.csv")), load()) as records:
    figures = make_figures(recipe, records, read_benchmarks(recipe.benchmarks))
print(" ".join(sys.modules))
from zichtbaar.monitor.disclosure.protection import protect
assert len(protect(figures, headline=recipe.headline, book=load())) == len(recipe.figures)
print(" ".join(sys.modules))
"""


@pytest.fixture(scope="module")
def loads(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """The modules that were loaded in a process of its own: before figures are protected, and after."""
    folder = str(tmp_path_factory.mktemp("example"))
    command = [sys.executable, "-W", "error", "-c", FROM_RECORDS_TO_FIGURES, folder]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return [set(line.split()) for line in result.stdout.splitlines()[-2:]]


@pytest.fixture(scope="module")
def loaded(loads: list[set[str]]) -> set[str]:
    """All modules that were loaded."""
    return loads[1]


@pytest.mark.parametrize(
    "package", ["pandas", "scipy.stats", "statsmodels", "pyarrow", "polars", "zichtbaar.monitor.estimation"]
)
def test_what_takes_long_to_load_is_not_loaded(loaded: set[str], package: str) -> None:
    assert package not in loaded


def test_a_solver_is_loaded_to_protect_and_for_nothing_else(loads: list[set[str]]) -> None:
    before, after = loads
    assert not {"scipy.optimize", "highspy"} & before
    assert {"scipy.optimize", "highspy"} <= after


def test_nothing_of_the_helpline_is_loaded(loaded: set[str]) -> None:
    assert not {"django", "uvicorn", "cryptography", "zichtbaar.helpline"} & loaded
    assert {"zichtbaar.monitor", "duckdb", "ibis"} <= loaded
