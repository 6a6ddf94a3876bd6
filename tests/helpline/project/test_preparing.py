"""A data folder is made private, once, and brought up to date at every start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PREPARE = """
import sys
from pathlib import Path
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare
prepare(Configuration(data=Path(sys.argv[1]), https=False))
"""
SAY_THE_SECRET = "from django.conf import settings; print(settings.SECRET_KEY)"


def run(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHTBAAR_", "DJANGO_"))}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False)


def test_everything_in_the_folder_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    assert run(PREPARE, str(data)).stderr == ""
    found = {path: path.stat().st_mode & 0o077 for path in [data, *data.rglob("*")]}
    assert {data / "secret", data / "helpline.sqlite3", data / "static"} <= set(found)
    assert set(found.values()) == {0}
    secret = (data / "secret").read_text()
    assert run(PREPARE, str(data)).stderr == ""
    assert (data / "secret").read_text() == secret


def test_without_a_secret_nothing_that_needs_one_works(tmp_path: Path) -> None:
    settings = "zichtbaar.helpline.project.settings"
    refused = run(SAY_THE_SECRET, DJANGO_SETTINGS_MODULE=settings, ZICHTBAAR_DATA=str(tmp_path))
    assert refused.returncode != 0
    assert "SECRET_KEY setting must not be empty" in refused.stderr
