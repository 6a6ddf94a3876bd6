"""A helpline in a folder of its own, and the commands that look at it, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zichtbaar.helpline.config import make_secret

HAD = """
INSERT INTO chat_conversation
    (identifier, state, language, epoch, token_hash, counsellor_id, created_at, opened_at, ended_at)
VALUES (?, 'ended', 'nl', 1, 'x', 1, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Existing:
    """A data folder with a founded helpline in it."""

    data: Path

    def run(self, *words: str, **settings: str) -> tuple[int, str]:
        """The exit code and what was said by a command on this folder."""
        command = [sys.executable, "-m", "zichtbaar.cli", *words, "--data", str(self.data)]
        environment = self.environment(**settings)
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    @staticmethod
    def environment(**settings: str) -> dict[str, str]:
        """This environment with these settings, and none of the tests'."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ZICHTBAAR_")}
        return {**plain, **settings}

    def sql(self, *statements: str) -> None:
        """Write in the database past the program."""
        with closing(sqlite3.connect(self.data / "helpline.sqlite3", isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)

    def had(self, identifier: str, ended: datetime) -> None:
        """A conversation that Kim had, and that ended at this moment."""
        moment = ended.isoformat(" ")
        with closing(sqlite3.connect(self.data / "helpline.sqlite3", isolation_level=None)) as database:
            database.execute(HAD, (identifier, moment, moment, moment))


def make_existing(founded_file: Path, data: Path) -> Existing:
    """A folder as a helpline that was founded and started leaves it."""
    data.mkdir(mode=0o700)
    shutil.copy(founded_file, data / "helpline.sqlite3")
    (data / "helpline.sqlite3").chmod(0o600)
    make_secret(data / "secret")
    return Existing(data)
