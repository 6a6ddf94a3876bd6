"""How often a test that draws by chance tries: as often as `make test` has time for, and more with `make chance`."""

from __future__ import annotations

import os

CHANCE = int(os.environ.get("CHANCE", "1"))


def tries(count: int) -> int:
    """So many in `make test`."""
    return count * CHANCE
