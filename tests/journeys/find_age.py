"""Find the age tool for the journeys, or install Debian's; say in one line what is left out without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

MISSING = "Left out of the journeys: the file that age opens (Debian: apt-get install age)"


def has_age() -> bool:
    """Whether `age` and `age-keygen` are on the PATH."""
    return all(map(shutil.which, ("age", "age-keygen")))


def install_debian_package() -> None:
    """Install it where we may: as root, where apt-get is."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "age"]):
        subprocess.run(["apt-get", "-qq", *words], env=environment, check=False, capture_output=True)


if __name__ == "__main__":
    if not has_age():
        install_debian_package()
    if not has_age():
        print(MISSING, file=sys.stderr)
