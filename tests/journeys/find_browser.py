"""Find a Chromium for the journeys: an installed one, Debian's own, or Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

INSTALLED = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = "The journeys need a browser: install Chromium (Debian: apt-get install chromium), then try again."


def installed() -> Path | None:
    """The first Chromium on the PATH."""
    found = (shutil.which(name) for name in INSTALLED)
    return next((Path(path) for path in found if path), None)


def debian_installs(package: str) -> bool:
    """Install a package of Debian where we may: as root, where apt-get is. Whether that was tried."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        subprocess.run(["apt-get", "-qq", *words], env=environment, check=False, capture_output=True)
    return True


def install_debian_package() -> Path | None:
    """Debian's Chromium, if it can be installed."""
    return installed() if debian_installs("chromium") else None


def playwrights_own() -> Path | None:
    """The browser that Playwright brings, fetched if it is not there yet."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False, capture_output=True)
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def find() -> Path:
    """The browser to use; ends the program in one sentence when there is none to be had."""
    browser = installed() or install_debian_package() or playwrights_own()
    if browser is None:
        sys.exit(MISSING)
    return browser


if __name__ == "__main__":
    print(f"Browser for the journeys: {find()}")
