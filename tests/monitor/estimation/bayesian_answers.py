"""What R packages answered, and the tables that they were asked about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zichtbaar.monitor.estimation.capture_table import CaptureTable

REFERENCES = Path(__file__).parents[2] / "references" / "estimation"


def answers_of(package: str) -> dict[str, Any]:
    """Everything that a package answered, with the call that made it."""
    found: dict[str, Any] = json.loads((REFERENCES / f"{package}.json").read_text(encoding="utf-8"))
    return found


def table_of(answers: dict[str, Any], name: str) -> CaptureTable:
    """One of the tables that a package was asked about."""
    table = answers["tables"][name]
    counts = {tuple(history.split("*")): count for history, count in table["counts"].items()}
    return CaptureTable.from_histories(table["lists"], counts)
