"""A working document as one page of HTML that stands alone: no script, no request to anywhere."""

from __future__ import annotations

from zichtbaar.monitor.paper.document import Document, kind, rows_of
from zichtbaar.monitor.paper.locking import render, template_text

ROOM = "zichtbaar.monitor.paper"


def page(document: Document) -> str:
    """The whole page."""
    style = template_text(ROOM, "document.css")
    return render(ROOM, "document.html.j2", style, document=document, rows_of=rows_of, kind=kind)
