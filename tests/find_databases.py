"""Find PostgreSQL and Java for the tests, or install Debian's; say in one line what the tests leave out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from databases import JAVA_MISSING, POSTGRESQL_MISSING, has_java, postgresql_programs

_JAVA = ("openjdk-17-jre-headless", "default-jre-headless")  # the first where there is one, as in Debian 12


def install_debian_packages() -> None:
    """Install what is missing where we may: as root, where apt-get is."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    _apt_get("update")
    if postgresql_programs() is None:
        _apt_get("install", "--yes", "--no-install-recommends", "postgresql")
    for package in _JAVA:
        if not has_java():
            _apt_get("install", "--yes", "--no-install-recommends", package)


def _apt_get(*words: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *words], env=environment, check=False, capture_output=True)


def left_out() -> list[str]:
    """Which tests cannot run here, and what they need."""
    missing = {POSTGRESQL_MISSING: postgresql_programs() is None, JAVA_MISSING: not has_java()}
    return [reason for reason, is_missing in missing.items() if is_missing]


if __name__ == "__main__":
    if left_out():
        install_debian_packages()
    if left_out():
        print(f"Left out of the tests: {'; '.join(left_out())}", file=sys.stderr)
