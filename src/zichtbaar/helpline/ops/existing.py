"""Opening a helpline that is there already, to look at it or to do one thing with it."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops.settings_file import configuration_in
from zichtbaar.helpline.project.preparing import load

NO_CODE_FITS = "no code of a second factor and no code of a visitor fits any more"
"""What another secret of the server means."""


class RefusedError(Exception):
    """It cannot be done with this helpline, and nothing was changed; the message is a whole sentence."""


class NoHelplineError(RefusedError):
    """There is no helpline that this version can open; the message is a whole sentence."""


def open_helpline(data: Path | None) -> Configuration:
    """Load the helpline in this folder, or in that of the settings. Nothing is made and nothing is changed.

    Raises NoHelplineError, and ConfigurationError for a wrong setting.
    """
    configuration = configuration_in(data)
    if not configuration.database.is_file():
        raise NoHelplineError(
            f"There is no helpline in {configuration.data}: {configuration.database.name} is not there."
        )
    load(configuration)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        problem = "was made by another version: start the helpline once with this version, then try again."
        raise NoHelplineError(f"The database in {configuration.data} {problem}")
    return configuration
