"""From a report to its three files."""

from __future__ import annotations

from pathlib import Path

from zichtbaar.monitor.estimation.pages.contents import document_of
from zichtbaar.monitor.estimation.pages.data import report_json
from zichtbaar.monitor.estimation.pages.origin import Origin
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.page import page
from zichtbaar.monitor.paper.pdf import pdf
from zichtbaar.monitor.writing import write_together

FILES = ("estimate.html", "estimate.pdf", "estimate.json")


def write_report(report: Report, origin: Origin, language: Language, out: Path) -> tuple[Path, ...]:
    """Write the page, the PDF and the data into a folder, all or none. Raises OSError."""
    document = document_of(report, origin, language)
    made = (page(document).encode(), pdf(document), report_json(report, origin).encode())
    write_together(dict(zip(FILES, made, strict=True)), out)
    return tuple(out / name for name in FILES)
