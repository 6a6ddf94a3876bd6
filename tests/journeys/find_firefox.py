"""Find a Firefox for the journeys: an installed one, or Debian's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from journeys.find_browser import debian_installs

INSTALLED = ("firefox-esr", "firefox")
LEFT_OUT = "Left out: the journeys in Firefox, for there is none (Debian: apt-get install firefox-esr)."


def installed() -> Path | None:
    """The first Firefox on the PATH."""
    found = (shutil.which(name) for name in INSTALLED)
    return next((Path(path) for path in found if path), None)


def find() -> Path | None:
    """The Firefox to use, installed now where we may; None when there is none to be had."""
    if (found := installed()) is None and debian_installs("firefox-esr"):
        found = installed()
    return found


if __name__ == "__main__":
    print(f"Firefox for the journeys: {found}" if (found := find()) else LEFT_OUT)
