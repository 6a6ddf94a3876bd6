"""What a killed server left behind: files of this room that no row of the database knows.

A file is made before its row, so that no lock on the database keeps messages waiting; a kill between the two leaves
a file of which nobody will ever hear. It holds coded answers, so it goes.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zichtbaar.helpline.publishing import files
from zichtbaar.helpline.publishing.models import Release, Snapshot

LOG = logging.getLogger("zichtbaar.publishing")


def remove_leftovers() -> None:
    """Remove them, unless somebody makes a file at this moment: then wait until it is made."""
    with files.one_at_a_time():
        remove_leftovers_in_turn()


@contextmanager
def in_turn() -> Iterator[None]:
    """One after the other: a button pressed twice waits here, and then finds what the first press made."""
    with files.one_at_a_time():
        remove_leftovers_in_turn()
        yield


def remove_leftovers_in_turn() -> None:
    """Remove them, as the one whose turn it is. What cannot be removed is told in the log and stays."""
    for path in _leftovers():
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError as error:
            LOG.error("%s has no row and could not be removed: %s", path.name, error.strerror)
        else:
            LOG.warning("%s had no row and was removed: the server was killed while it was made", path.name)


def _leftovers() -> Iterator[Path]:
    """Only what has a name that this room gives: a file that somebody else laid there is none of our business."""
    known = {*Snapshot.objects.values_list("file_name", flat=True), *Release.objects.values_list("folder", flat=True)}
    for folder, ours in ((files.snapshots_folder(), files.SNAPSHOT), (files.releases_folder(), files.RELEASE)):
        yield from (path for path in folder.iterdir() if ours.fullmatch(path.name) and path.name not in known)
