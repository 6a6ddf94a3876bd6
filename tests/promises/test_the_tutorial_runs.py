"""The commands of the tutorials do what they say, in the order in which a reader types them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from promises.source_files import ROOT

TUTORIALS = ROOT / "docs/tutorials"


def commands(tutorial: str) -> list[str]:
    """What stands in the shell blocks, without the line that switches the environment on."""
    blocks = re.findall(r"```sh\n(.*?)```", (TUTORIALS / tutorial).read_text("utf-8"), re.DOTALL)
    return [block for block in blocks if ".venv" not in block]


def run_all(tutorial: str, folder: Path) -> list[subprocess.CompletedProcess[str]]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return [
        subprocess.run(
            ["sh", "-ec", block], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        for block in commands(tutorial)
    ]


def test_every_command_of_the_first_factsheet_runs(tmp_path: Path) -> None:
    ran = run_all("your-first-factsheet.md", tmp_path)
    assert [run.returncode for run in ran] == [0] * 5
    with_both = (tmp_path / "factsheet/factsheet.html").read_text("utf-8")
    with_one = (tmp_path / "factsheet-of-one-year/factsheet.html").read_text("utf-8")
    assert "maart tot en met december 2019" in with_both
    assert "uit te sluiten" in with_both
    assert "uit te sluiten" not in with_one


def test_every_command_of_the_first_estimate_runs_and_gives_what_the_page_says(tmp_path: Path) -> None:
    ran = run_all("your-first-estimate.md", tmp_path)
    assert [run.returncode for run in ran] == [0] * 6
    said = [run.stdout for run in ran]
    assert "829 people" in said[1]
    assert "9 methods with a usable number give 764 to 925" in said[1]
    assert "Left out, because it takes long: Hidden groups." in said[1]
    assert "These lists can carry an estimate" in said[1]
    assert "supports an estimate" in said[3]
    assert "cannot carry an estimate" in said[4]
    assert "10 methods with a usable number give 497 to 713" in said[5]
    assert "This estimate is fragile" in said[5]
    fed = json.loads((tmp_path / "report-of-fed/estimate.json").read_text("utf-8"))
    by_model = {one["model"]: round(one["population"]) for one in fed["models"]["best"]}
    assert next(iter(by_model)) == "[13,23]"
    assert (by_model["[13,23]"], by_model["[12,3]"]) == (497, 1037)
    as_one = next(one for one in fed["merged"] if one["lists"] == ["police", "shelter"])
    assert round(as_one["population"]) == 1037
    data = json.loads((tmp_path / "report/estimate.json").read_text("utf-8"))
    assert all(part["found"] for part in data["known_parts"])
