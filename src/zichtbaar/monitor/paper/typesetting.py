"""A tagged PDF (PDF/UA-1) that is equal, byte for byte, on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import typst

from zichtbaar.codebook.faults import Fault, InvalidInputError

WORDS_ALONE = '#set document(title: "words")\n#for words in json(bytes(sys.inputs.sheet)).words [#words ]'
WITHOUT_LETTER = re.compile(r'the text `"(?P<sign>.+)"` could not be displayed')


def typeset(template: str, sheet: Mapping[str, object]) -> bytes:
    """The document that a template of Typst makes of `sheet`, which it finds as JSON in `sys.inputs.sheet`.

    Only the fonts within Typst are used, so that the same contents give the same bytes. Raises InvalidInputError for a
    sign that none of them has: a PDF for screen readers may hold no empty box.
    """
    _require_text(sheet)
    try:
        made: bytes = typst.compile(
            template.encode(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"sheet": json.dumps(sheet)},
        )
    except typst.TypstError as error:
        if found := WITHOUT_LETTER.search(str(error)):
            raise InvalidInputError([_without_letter(found["sign"])]) from error
        raise
    return made


def check_letters(words: Sequence[str]) -> None:
    """Raise InvalidInputError when these words cannot stand in a PDF, before any work is done for it."""
    typeset(WORDS_ALONE, {"words": list(words)})


def _require_text(sheet: Mapping[str, object]) -> None:
    """Half a pair of surrogates, as Python reads a file's name that is not UTF-8, is no text at all."""
    try:
        json.dumps(sheet, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidInputError([_without_letter(ascii(error.object[error.start]))]) from error


def _without_letter(sign: str) -> Fault:
    return Fault(
        "the PDF", None, "", f"its fonts have no letter for {sign}", "names in Latin, Greek or Cyrillic letters"
    )
