"""What is known of faults in the packages that we use: asks the advisory services of PyPI and of npm.

    python tests/find_known_faults.py PIP_AUDIT

Exit codes: 0 none is known, 1 some are, 3 a service could not be asked, so nothing is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOUND, NOT_ASKED = 1, 3
OF_PIP = [
    "--strict",
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner=off",
    "--format=json",
    "-r",
    "requirements.lock",
]


class NotAskedError(Exception):
    """The service could not be asked; the message is its own last line."""


def main(pip_audit: str) -> int:
    """Ask both, and say of each in one line what it answered."""
    worst = 0
    asked = {
        "PyPI": ([pip_audit, *OF_PIP], ROOT, of_pip),
        "npm": (["npm", "audit", "--json"], ROOT / "frontend", of_npm),
    }
    for name, (command, folder, read) in asked.items():
        try:
            faults = read(*answer_of(command, folder))
        except NotAskedError as error:
            print(f"{name}: the advisory service could not be reached, so nothing is known ({error}).")
            worst = NOT_ASKED
            continue
        print(f"{name}: " + ("no known fault." if not faults else f"{len(faults)} known: {', '.join(faults)}."))
        worst = max(worst, FOUND) if faults and worst != NOT_ASKED else worst
    return worst


def answer_of(command: list[str], folder: Path) -> tuple[dict[str, Any], str]:
    """What a command says as JSON (nothing, when it says something else), and the last line of its complaints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
    try:
        said = json.loads(done.stdout)
    except ValueError:
        said = {}
    return (said if isinstance(said, dict) else {}), last


def of_pip(said: dict[str, Any], last: str) -> list[str]:
    """The packages with a known fault. Raises NotAskedError."""
    if "dependencies" not in said:
        raise NotAskedError(last)
    return [f"{one['name']} {one['version']} ({each['id']})" for one in said["dependencies"] for each in one["vulns"]]


def of_npm(said: dict[str, Any], last: str) -> list[str]:
    """The packages with a known fault. Raises NotAskedError."""
    if "vulnerabilities" not in said:
        raise NotAskedError(str(said.get("message") or last))
    return sorted(said["vulnerabilities"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
