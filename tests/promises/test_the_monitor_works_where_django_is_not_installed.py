"""The monitor is a plain library: it makes the whole factsheet with Django out of reach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Refuses every import of Django and of the helpline, as if they had never been installed.
WITHOUT_DJANGO = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django" or name.startswith("zichtbaar.helpline"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from zichtbaar.cli import main
sys.exit(main(sys.argv[1:]))
"""


def zichtbaar_without_django(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WITHOUT_DJANGO, *words], capture_output=True, text=True, check=False)


def test_the_factsheet_is_made(tmp_path: Path) -> None:
    example = zichtbaar_without_django("example", "netherlands-2020", "--out", str(tmp_path / "example"))
    assert example.returncode == 0, example.stderr
    records = [word for year in (2019, 2020) for word in ("--records", f"{tmp_path}/example/registrations-{year}.csv")]
    out = tmp_path / "out"
    recipe = str(tmp_path / "example" / "factsheet.toml")
    made = zichtbaar_without_django("factsheet", recipe, *records, "--language", "nl", "--out", str(out))
    assert made.returncode == 0, made.stderr
    assert {path.name for path in out.iterdir()} == {
        "factsheet.pdf",
        "factsheet.html",
        "figures.csv",
        "figures.json",
    }


def test_the_demo_needs_django() -> None:
    refused = zichtbaar_without_django("demo", "--help")
    assert refused.returncode != 0
    assert "ModuleNotFoundError" in refused.stderr
