"""The report as data."""

from __future__ import annotations

import json

from zichtbaar.monitor.estimation.pages.origin import Origin
from zichtbaar.monitor.estimation.reporting import Report


def report_json(report: Report, origin: Origin) -> str:
    """The whole report as JSON, with where it comes from."""
    where = {"file": {"name": origin.file, "sha256": origin.sha256}, "call": origin.call}
    return json.dumps({**report.to_dict(), **where}, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
