"""A founded helpline for a process that fuzzes: to be made before anything of Django is imported."""

from __future__ import annotations

import logging
import tempfile
from importlib import import_module
from pathlib import Path

from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare

NAME = "Kim"


def found(memory: int = 64, passes: int = 1) -> Path:
    """Tables, keys and one counsellor, in a new folder where temporary files are made; gives the folder.

    `memory` (KiB) and `passes` are what stretching her password takes.
    """
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    prepare(Configuration(data=folder, https=False))
    logging.disable(logging.CRITICAL)
    # Django's tables can be imported only now, when Django knows its settings.
    setup, models = import_module("zichtbaar.helpline.people.setup"), import_module("zichtbaar.helpline.people.models")
    vars(setup).update(MEMORY_KIB=memory, PASSES=passes)
    setup.found_helpline([setup.NewStaff(NAME, models.Role.COUNSELLOR, "password")])
    return folder
