"""The commands of the tutorial do what it says, in the order in which a reader types them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from promises.source_files import ROOT

TUTORIAL = ROOT / "docs/tutorials/your-first-factsheet.md"


def commands() -> list[str]:
    """What stands in the shell blocks, without the line that switches the environment on."""
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL)
    return [block for block in blocks if ".venv" not in block]


def test_every_command_of_the_first_factsheet_runs(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    ran = [subprocess.run(["sh", "-c", block], cwd=tmp_path, env=environment, check=False) for block in commands()]
    assert [run.returncode for run in ran] == [0] * 5
    with_both = (tmp_path / "factsheet/factsheet.html").read_text("utf-8")
    with_one = (tmp_path / "factsheet-of-one-year/factsheet.html").read_text("utf-8")
    assert "maart tot en met december 2019" in with_both
    assert "uit te sluiten" in with_both
    assert "uit te sluiten" not in with_one
