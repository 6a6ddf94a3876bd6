"""The log tells who looks for a fault what happened, and not for longer than is known otherwise when people came."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time as clock
from datetime import date, datetime, time, timedelta
from logging import handlers
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from helpline.ops.existing_helpline import make_existing
from helpline.project.http_browser import HttpBrowser
from helpline.project.real_server import RealServer
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.logs import FileOfADay

SAY = """
import logging, sys
from pathlib import Path
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare
prepare(Configuration(data=Path(sys.argv[1]), https=False, keep_conversations=int(sys.argv[2])))
logging.getLogger("zichtbaar.requests").info("said today")
"""

SAY_BESIDE = """
import logging, sys
from pathlib import Path
from zichtbaar.helpline.ops.existing import open_helpline
open_helpline(Path(sys.argv[1]))
logging.getLogger("zichtbaar.publishing").info("said beside")
"""


ZONE = ZoneInfo(Configuration().time_zone)
"""In which the helpline's days end."""


@pytest.mark.parametrize(("days_kept", "left"), [(28, 28), (3, 3), (0, 1)])
def test_a_day_has_a_file_and_no_more_days_are_kept_than_of_conversations(
    tmp_path: Path, days_kept: int, left: int
) -> None:
    now = datetime.now(ZONE)

    def day(ago: int) -> datetime:
        return now - timedelta(days=ago)

    for ago in range(2, 40):
        (tmp_path / f"zichtbaar.log.{day(ago):%Y-%m-%d}").write_text("said earlier\n")
    log = tmp_path / "zichtbaar.log"
    log.write_text("said yesterday\n")
    os.utime(log, times=(day(1).timestamp(),) * 2)
    subprocess.run([sys.executable, "-c", SAY, str(tmp_path), str(days_kept)], check=True)
    assert log.read_text("utf-8").endswith("zichtbaar.requests said today\n")
    assert (tmp_path / f"zichtbaar.log.{day(1):%Y-%m-%d}").read_text("utf-8") == "said yesterday\n"
    assert sorted(tmp_path.glob("zichtbaar.log.*"))[0].suffix == f".{day(left):%Y-%m-%d}"
    assert len(list(tmp_path.glob("zichtbaar.log.*"))) == left


@pytest.mark.parametrize("first_line_at", [time(0, 30), time(9)])
@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 11, 7)])
def test_a_day_keeps_its_name_in_the_nights_in_which_the_clock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sunday: date, first_line_at: time
) -> None:
    log = tmp_path / "zichtbaar.log"
    friday, saturday = (tmp_path / f"zichtbaar.log.{sunday - timedelta(days=ago)}" for ago in (2, 1))
    friday.write_text("said on Friday\n")
    log.write_text("said on Saturday\n")
    os.utime(log, times=(datetime.combine(sunday - timedelta(days=1), time(21), ZONE).timestamp(),) * 2)
    handler = FileOfADay(log, when="midnight", backupCount=28, encoding="utf-8", delay=True)
    spoken = logging.makeLogRecord({"msg": "said on Sunday"})
    now = datetime.combine(sunday, first_line_at, ZONE).timestamp()
    monkeypatch.setattr(handlers, "time", SimpleNamespace(**{**vars(clock), "time": lambda: now}))
    handler.emit(spoken)
    handler.close()
    said = {path.name: path.read_text("utf-8") for path in (friday, saturday, log)}
    assert said == {
        friday.name: "said on Friday\n",
        saturday.name: "said on Saturday\n",
        log.name: "said on Sunday\n",
    }


def test_who_came_when_is_in_the_file_alone_and_not_on_a_screen_that_a_journal_keeps(database_file: Path) -> None:
    with RealServer(database_file.parent) as server:
        assert HttpBrowser(server.origin).get("/")[0] == 200
    files = server.data.glob("zichtbaar.log*")  # two, where midnight has just been
    assert "GET visitor-page 200" in "".join(path.read_text("utf-8") for path in files)
    assert "visitor-page" not in (server.data.parent / "screen.txt").read_text("utf-8")


def test_a_command_beside_the_server_writes_in_no_file_that_the_server_renames(
    founded_file: Path, tmp_path: Path
) -> None:
    existing = make_existing(founded_file, tmp_path / "helpline")
    said = subprocess.run(
        [sys.executable, "-c", SAY_BESIDE, str(existing.data)], check=True, capture_output=True, text=True
    )
    assert said.stderr.endswith("zichtbaar.publishing said beside\n")
    assert list(existing.data.glob("zichtbaar.log*")) == []
