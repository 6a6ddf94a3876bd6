"""The settings that were chosen at the founding: a file in the data folder. What the environment says goes before it.

So every command that is told the folder knows the helpline's own settings, and not only the server.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from zichtbaar.helpline import config
from zichtbaar.helpline.config import Configuration, ConfigurationError
from zichtbaar.helpline.ops.demo_folder import write_private

FILE = "settings.env"

DATA = "ZICHTBAAR_DATA"
"""Not in the file: it would name the folder in which it lies, and a backup of it would name another."""

HEADING = "# Chosen at the founding. docs/reference/settings.md explains each; the environment goes before it.\n"


def configuration_in(
    data: Path | None, environment: Mapping[str, str] = os.environ, *, chosen_in: Path | None = None
) -> Configuration:
    """The configuration of the helpline in this folder, or in that of the environment. Raises ConfigurationError.

    What was chosen lies in that folder, or, while it is not back yet, in a backup: `chosen_in`.
    """
    given = {**environment, **({DATA: str(data.absolute())} if data else {})}
    folder = chosen_in or Path(given.get(DATA, Configuration().data))
    return config.read({**_read(folder / FILE), **given})


def write(configuration: Configuration) -> None:
    """Write down what differs from the defaults. Raises OSError."""
    plain = Configuration(data=configuration.data).environment()
    lines = [f"{name}={value}\n" for name, value in configuration.environment().items() if value != plain[name]]
    write_private(configuration.data / FILE, HEADING + "".join(lines))


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    read: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        name, is_parted, value = (part.strip() for part in line.partition("="))
        if not line.strip() or line.startswith("#"):
            continue
        if not is_parted or name not in config.SETTINGS - {DATA}:
            raise ConfigurationError(f"{path}, line {number}: expected a setting, an = and its value, not {line!r}.")
        read[name] = value
    return read
