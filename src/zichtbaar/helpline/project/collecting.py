"""Collecting scripts, styles and icons at the start, and keeping those that pages opened before it still ask for.

A visitor's page gets its scripts by and by. Her chat goes on when a new version starts, and with it the page that she
opened before: what it asks for has the hash of the old version in its name.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

LIST = "staticfiles.json"
"""Under which name each file is served; Django writes it last."""

DAYS = 7
"""How long a file is kept after the last start at which it was in use: longer than a page stays open."""


def collect() -> None:
    """Collect this version's files, beside those of versions that ran until lately. Raises OSError."""
    root = Path(settings.STATIC_ROOT)
    before = _served(root)
    for name, with_hash in before.items():
        for path in _with_compressed(root / with_hash):
            os.utime(path)
        for path in _with_compressed(root / name):
            path.unlink()  # or a copy with an older date would be taken for the same
    call_command("collectstatic", verbosity=0, interactive=False, clear=not before)
    _remove_old(root)


def _served(root: Path) -> dict[str, str]:
    """The name of each file and the one with its hash; nothing when that is not known."""
    try:
        paths = json.loads((root / LIST).read_text("utf-8"))["paths"]
        return {str(name): str(with_hash) for name, with_hash in paths.items()}
    except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _remove_old(root: Path) -> None:
    in_use = {root / LIST}
    for names in _served(root).items():
        in_use.update(path for name in names for path in _with_compressed(root / name))
    oldest = time.time() - DAYS * 24 * 3600
    for path in root.rglob("*"):
        if path.is_file() and path not in in_use and path.stat().st_mtime < oldest:
            path.unlink()


def _with_compressed(path: Path) -> Iterator[Path]:
    """The file, and the same compressed, those that are there."""
    yield from (one for one in (path, path.with_name(f"{path.name}.gz")) if one.exists())
