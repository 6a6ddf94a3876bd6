"""The factsheet as a tagged PDF (PDF/UA-1) that is equal, byte for byte, on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files

import typst

from zichtbaar.monitor.factsheet.contents import Chapter, Contents
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.factsheet.wording.page import COLUMNS, page_words


def pdf(contents: Contents, drawings: Mapping[Picture, str]) -> bytes:
    """The whole document; `drawings` holds the SVG of every picture.

    Only the fonts within Typst are used and no date is written, so that the same contents give the
    same bytes.
    """
    template = files("zichtbaar.monitor.factsheet").joinpath("templates/factsheet.typ").read_bytes()
    sheet = asdict(contents) | {
        "chapters": [_chapter(chapter, drawings) for chapter in contents.chapters],
        "words": page_words(contents.language),
        "columns": COLUMNS,
    }
    made: bytes = typst.compile(
        template,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": json.dumps(sheet)},
    )
    return made


def _chapter(chapter: Chapter, drawings: Mapping[Picture, str]) -> dict[str, object]:
    return asdict(chapter) | {
        "beside": chapter.beside,
        "cards": [asdict(card) | {"is_number": card.is_number} for card in chapter.cards],
        "pictures": [asdict(picture) | {"svg": drawings[picture]} for picture in chapter.pictures],
    }
