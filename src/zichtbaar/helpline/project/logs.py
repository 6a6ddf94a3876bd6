"""What is logged, and how: never an address, a path, a name or a word that somebody sent.

Our own lines are written as they are, because we know what is in them. Of lines of the libraries only the
logger, the place and the kind of error are kept: their messages may hold addresses, and messages of errors may
hold anything.
"""

from __future__ import annotations

import logging
import traceback
from datetime import datetime
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

OURS = "zichtbaar"
HALF_A_DAY = 12 * 60 * 60


class WithoutContent(logging.Formatter):
    """One line for a record; for an error also each place it came through."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the arguments of foreign messages and without the messages of errors."""
        ours = record.name.split(".")[0] == OURS
        said = record.getMessage() if ours else f"at {record.module}:{record.lineno}"
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {said}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}{_in_short(error)}" if error else line


class FileOfADay(TimedRotatingFileHandler):
    """Gives yesterday's file the name of yesterday, also in the nights in which the clock changes.

    Python counts 24 hours back from midnight: in October Saturday's file would get Friday's name, and replace it.
    """

    def rotation_filename(self, default_name: str) -> str:  # noqa: ARG002
        """The name for what was written until midnight."""
        return f"{self.baseFilename}.{datetime.fromtimestamp(self.rolloverAt - HALF_A_DAY):%Y-%m-%d}"


def on_screen() -> dict[str, Any]:
    """Django's logging settings of a command: everything on the screen."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"without_content": {"()": f"{__name__}.WithoutContent"}},
        "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "without_content"}},
        "root": {"handlers": ["screen"], "level": "WARNING"},
        "loggers": {
            OURS: {"level": "INFO"},
            # What these two would say is said by web.shared.log, without the path.
            "django.request": {"level": "CRITICAL"},
            "django.security": {"level": "CRITICAL"},
        },
    }


def in_a_file_a_day(path: Path, days: int) -> dict[str, Any]:
    """The same of a server: everything in a file, and on the screen, which a journal may keep for years, only faults.

    Each day has a file. As many of earlier days are kept as there are `days`, and one at least: together they tell when
    people came, for longer than it is known otherwise. Only one process may write them: at midnight it renames them.
    """
    kept = on_screen()
    kept["handlers"]["screen"]["level"] = "WARNING"
    kept["handlers"]["file"] = {
        "class": f"{__name__}.FileOfADay",
        "filename": path,
        "when": "midnight",
        "backupCount": max(1, days),
        "encoding": "utf-8",
        "delay": True,
        "formatter": "without_content",
    }
    kept["root"]["handlers"] = list(kept["handlers"])
    return kept


def _in_short(error: BaseException) -> str:
    """The type of an error and the places it came through; of its message nothing."""
    places = [
        f"\n  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"\n{type(error).__module__}.{type(error).__qualname__}{''.join(places)}" + (
        _in_short(cause) if cause else ""
    )
