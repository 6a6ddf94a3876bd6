"""A working document as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict

from zichtbaar.monitor.paper.document import Block, Document, kind, rows_of
from zichtbaar.monitor.paper.locking import template_text
from zichtbaar.monitor.paper.typesetting import typeset


def pdf(document: Document) -> bytes:
    """The whole document. No date is written."""
    chapters = [
        {"title": chapter.title, "rows": [[_block(block) for block in row] for row in rows_of(chapter.blocks)]}
        for chapter in document.chapters
    ]
    sheet = asdict(document) | {"chapters": chapters}
    return typeset(template_text("zichtbaar.monitor.paper", "document.typ"), sheet)


def _block(block: Block) -> dict[str, object]:
    return asdict(block) | {"kind": kind(block)}
