"""The factsheet as one page of HTML that stands alone: no script, no request to anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from zichtbaar.monitor.factsheet.contents import Contents
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.factsheet.wording.page import page_words
from zichtbaar.monitor.paper.locking import render, template_text

ROOM = "zichtbaar.monitor.factsheet"


def page(contents: Contents, drawings: Mapping[Picture, str]) -> str:
    """The whole page; `drawings` holds the SVG of every picture."""
    return render(
        ROOM,
        "factsheet.html.j2",
        template_text(ROOM, "factsheet.css"),
        contents=contents,
        drawings=drawings,
        explained={one.id for one in contents.counted.figures},
        words=page_words(contents.language),
    )
