"""How long the desk waits for the directory: every municipality and every need, among 5,000 organisations.

    python benchmarks/directory.py [organisations, 5000 without it]

Half of the organisations serve one municipality, the others a region, a province or the country; hours differ. Three
times are given: finding alone; the whole request at the desk, with session, access rule and answer in words; and
reading the directory into memory, which the first request after a change pays. The limit is for the first two.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare

LIMIT = 20.0
"""Milliseconds, at the 99th percentile."""
ORGANISATIONS = 5_000


def main() -> int:
    """Measure; 1 when the limit is not kept."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ORGANISATIONS
    with TemporaryDirectory() as folder:
        prepare(
            Configuration(
                data=Path(folder) / "data", https=False, language="en", hosts=("testserver",), second_factor=False
            )
        )
        # Django's tables can be imported only now, when Django knows its settings.
        asked = import_module("asked_directory").Asked(count)
        print(
            f"{count} organisations, {asked.places} municipalities, {asked.needs} needs; limit {LIMIT:.0f} ms for 99%"
        )
        slowest = max(asked.finding(), asked.requests())
        print(f"read into memory after a change: {asked.milliseconds_to_read:.0f} ms")
    return 0 if slowest <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
