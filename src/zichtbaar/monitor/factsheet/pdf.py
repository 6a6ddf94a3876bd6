"""The factsheet as a tagged PDF (PDF/UA-1) that is equal, byte for byte, on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from zichtbaar.monitor.factsheet.contents import Chapter, Contents
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.factsheet.wording.page import page_words
from zichtbaar.monitor.paper.locking import template_text
from zichtbaar.monitor.paper.typesetting import typeset


def pdf(contents: Contents, drawings: Mapping[Picture, str]) -> bytes:
    """The whole document; `drawings` holds the SVG of every picture. No date is written."""
    sheet = asdict(contents) | {
        "chapters": [_chapter(chapter, drawings) for chapter in contents.chapters],
        "words": page_words(contents.language),
    }
    return typeset(template_text("zichtbaar.monitor.factsheet", "factsheet.typ"), sheet)


def _chapter(chapter: Chapter, drawings: Mapping[Picture, str]) -> dict[str, object]:
    return asdict(chapter) | {
        "beside": chapter.beside,
        "cards": [asdict(card) | {"is_number": card.is_number} for card in chapter.cards],
        "pictures": [asdict(picture) | {"svg": drawings[picture]} for picture in chapter.pictures],
    }
