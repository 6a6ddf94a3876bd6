"""A new version is started while people talk: their pages still get the scripts that they ask for by and by."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from zichtbaar.helpline.project.collecting import DAYS, collect

LONG_AGO = time.time() - (DAYS + 1) * 24 * 3600


@pytest.fixture
def source(tmp_path: Path, settings: Settings) -> Path:
    """One script, as a version of ours has it, and a folder in which nothing is collected yet."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    script = tmp_path / "source" / "code.js"
    script.parent.mkdir()
    return script


def start(source: Path, version: str) -> Path:
    """Start this version, and say under which name its script is served."""
    source.write_text(f"// {version}\n" * 100)
    os.utime(source, times=(LONG_AGO, LONG_AGO))  # as a checkout or a copy may leave it
    collect()
    root = source.parent.parent / "static"
    named: str = json.loads((root / "staticfiles.json").read_text("utf-8"))["paths"]["code.js"]
    return root / named


def test_a_page_of_the_version_before_gets_its_scripts_however_often_the_new_one_starts(source: Path) -> None:
    old = start(source, "old")
    for path in old.parent.iterdir():
        os.utime(path, times=(LONG_AGO, LONG_AGO))  # that server has run for long
    new = start(source, "new")
    assert start(source, "new") == new != old
    assert (old.read_text("utf-8")[:6], new.read_text("utf-8")[:6]) == ("// old", "// new")
    assert old.with_name(f"{old.name}.gz").exists()
    assert (new.parent / "code.js").read_text("utf-8").startswith("// new")


def test_what_no_page_asks_for_any_more_goes(source: Path) -> None:
    old = start(source, "old")
    start(source, "new")
    for path in old.parent.glob(f"{old.name}*"):
        os.utime(path, times=(LONG_AGO, LONG_AGO))
    new = start(source, "new")
    assert {path.name for path in new.parent.iterdir()} == {
        "staticfiles.json",
        "code.js",
        "code.js.gz",
        new.name,
        f"{new.name}.gz",
    }


@pytest.mark.parametrize("manifest", ["", '{"version": "1.1", "paths": ', "[]", '{"paths": []}'])
def test_a_list_that_was_cut_off_is_written_anew(source: Path, manifest: str) -> None:
    new = start(source, "new")
    (new.parent / "staticfiles.json").write_text(manifest)
    assert start(source, "new") == new
    assert new.read_text("utf-8").startswith("// new")
