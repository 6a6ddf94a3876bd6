"""Which names of columns may be repeated: where the line of names is missing, the first person stands in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

_READABLE = re.compile(r"(?=.{1,60}\Z)[\w][\w ./()?:-]*")


def readable(columns: Sequence[str], place: int) -> str | int:
    """The name of a column, or its place (from 1) where it has none or one that somebody may have typed as data."""
    name = columns[place] if place < len(columns) else ""
    return name if _READABLE.fullmatch(name) else place + 1
