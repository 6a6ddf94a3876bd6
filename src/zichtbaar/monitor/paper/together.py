"""Files that belong together: all of them are written, or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


def write_together(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all files into a folder, or none: they appear when the last one is whole on disk."""
    with _folder_beside(folder) as beside:
        for name, content in files.items():
            (beside / name).write_bytes(content)
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            (beside / name).replace(folder / name)


@contextmanager
def _folder_beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards."""
    there = next(parent for parent in folder.absolute().parents if parent.is_dir())
    beside = Path(mkdtemp(prefix=".zichtbaar-", dir=there))
    try:
        yield beside
    finally:
        shutil.rmtree(beside)
