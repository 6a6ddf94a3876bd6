"""Whoever makes a factsheet again, on whatever machine, has the same bytes: nothing of the machine enters it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from zichtbaar.monitor.counting.double_coding import CodersFiles
from zichtbaar.monitor.factsheet.making import FILES, Factsheet, make_factsheet
from zichtbaar.monitor.paper.drawing import Drawing, Mark, Words
from zichtbaar.monitor.paper.svg import svg

MACHINES: Mapping[str, Mapping[str, str]] = {
    "in Tokyo": {
        "TZ": "Asia/Tokyo",
        "LANG": "ja_JP.UTF-8",
        "LC_ALL": "",
        "PYTHONHASHSEED": "7",
        "USER": "haruka",
        "LOGNAME": "haruka",
        "HOSTNAME": "tokyo",
    },
    "in Lima": {
        "TZ": "America/Lima",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "11",
        "USER": "lucía",
        "LOGNAME": "lucía",
        "SOURCE_DATE_EPOCH": "86400",
        "COLUMNS": "40",
        # A processor of 2008: other instructions add up in another order.
        "OPENBLAS_CORETYPE": "Nehalem",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    },
}
PROCESSORS = {"in Tokyo": 1, "in Lima": 2}
UMASKS = {"in Tokyo": 0o077, "in Lima": 0o002}
IN_ORDER: Mapping[str, Callable[[list[Path]], Iterable[Path]]] = {"in Tokyo": list, "in Lima": reversed}
START_WITH_SO_MANY_PROCESSORS = """
import os, sys
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:int(sys.argv[1])])
os.umask(int(sys.argv[2]))
from zichtbaar.cli import main
sys.exit(main(sys.argv[3:]))
"""


def without_fonts(folder: Path) -> dict[str, str]:
    """A setting of fontconfig that hides every font of this machine."""
    folder.mkdir()
    (folder / "fonts.conf").write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>", "utf-8")
    return {"FONTCONFIG_FILE": str(folder / "fonts.conf")}


@pytest.fixture(scope="module")
def here(example: Path, records: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Factsheet:
    """The example as this machine makes it, with both coders."""
    coders = CodersFiles(example / "first-coder.csv", example / "second-coder.csv")
    out = tmp_path_factory.mktemp("here") / "factsheet"
    return make_factsheet(example / "factsheet.toml", records, language="nl", out=out, coded_twice=coders)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_example_has_the_same_bytes_on_another_machine(
    here: Factsheet, example: Path, records: list[Path], tmp_path: Path, machine: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    there = copytree(example, tmp_path / "elsewhere" / machine)
    given = [word for file in IN_ORDER[machine](records) for word in ("--records", str(there / file.name))]
    given += ["--coded-twice", str(there / "first-coder.csv"), str(there / "second-coder.csv")]
    words = ["factsheet", str(there / "factsheet.toml"), *given, "--language", "nl", "--out", "made here"]
    settings = {**os.environ, **MACHINES[machine], **without_fonts(tmp_path / "fonts"), "HOME": str(home)}
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            START_WITH_SO_MANY_PROCESSORS,
            *(str(PROCESSORS[machine]), str(UMASKS[machine])),
            *words,
        ],
        cwd=home,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    for name in FILES:
        assert (home / "made here" / name).read_bytes() == (here.folder / name).read_bytes(), name


SUMS = Path(__file__).parents[2] / "references/factsheet/SHA256SUMS"
"""Of the files that the README's command makes, as another machine made them."""


def test_this_machine_makes_the_bytes_that_another_made(here: Factsheet) -> None:
    """Words, figures or a library were changed on purpose? Then write them anew: `sha256sum *` in its folder."""
    made = {name: sha256((here.folder / name).read_bytes()).hexdigest() for name in FILES}
    expected = {name: sums for sums, name in (line.split() for line in SUMS.read_text("utf-8").splitlines())}
    assert made == expected


DRAW = """
from monitor.factsheet.test_the_same_bytes_everywhere import LONG_WORDS
from zichtbaar.monitor.paper.svg import svg
print(svg(LONG_WORDS, 1))
"""
LONG_WORDS = Drawing(labels=[Words(0, 0.3, "words that are far too long for the drawing " * 5, "left")])


def test_a_drawing_is_not_measured_with_the_fonts_of_the_machine(tmp_path: Path) -> None:
    """Words that go over the edge made the drawing grow, by as much as a font of the machine is wide."""
    settings = {**os.environ, **without_fonts(tmp_path / "fonts"), "PYTHONPATH": os.pathsep.join(sys.path)}
    drawn = subprocess.run([sys.executable, "-c", DRAW], env=settings, capture_output=True, text=True, check=False)
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout.rstrip("\n") == svg(LONG_WORDS, 1)
    short = Drawing(labels=[Words(0, 0.3, "words", "left")])
    assert svg(LONG_WORDS, 1).partition(">")[0] == svg(short, 1).partition(">")[0]


def test_the_last_digits_of_a_chance_do_not_show(here: Factsheet) -> None:
    """A p-value and a power differed in their last digits on a processor of another make (aarch64)."""
    written = (here.folder / "figures.json").read_text("utf-8") + (here.folder / "figures.csv").read_text("utf-8")
    assert '"p_value": 0.0409274335' in written
    digits = [number.replace(".", "").lstrip("0") for number in re.findall(r"(?<![\w.:-])\d+\.\d+", written)]
    assert max(map(len, digits)) == 9


def test_the_last_digits_of_a_logarithm_do_not_show() -> None:
    def dot(x: float) -> Drawing:
        return Drawing(dots=[Mark(x, x, 0.5, 0.5, "#000000")])

    assert svg(dot(1 / 3), 1) == svg(dot(1 / 3 + 1e-13), 1)
