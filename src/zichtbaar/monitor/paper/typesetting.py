"""A tagged PDF (PDF/UA-1) that is equal, byte for byte, on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping

import typst


def typeset(template: str, sheet: Mapping[str, object]) -> bytes:
    """The document that a template of Typst makes of `sheet`, which it finds as JSON in `sys.inputs.sheet`.

    Only the fonts within Typst are used, so that the same contents give the same bytes.
    """
    made: bytes = typst.compile(
        template.encode(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": json.dumps(sheet)},
    )
    return made
