"""Every text that a partner meets can be read between two other jobs, in both languages; so can the page about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import mean

import pytest
from babel.messages.extract import extract
from django.utils import translation
from django.utils.translation.template import templatize

from helpline.languages.test_readability import lix, sentences
from zichtbaar.helpline import web
from zichtbaar.helpline.handover import codes
from zichtbaar.helpline.web.partner.words import WORDS
from zichtbaar.helpline.web.shared.handing_words import HANDING_WORDS

WEB = Path(web.__file__).parent
HOW_TO = Path(__file__).parents[3] / "docs/how-to/receive-a-handover.md"
TEMPLATES = (
    "partner/templates/partner/partner.html",
    "shared/templates/shared/handover.html",
    "shared/templates/shared/sign_in_form.html",
    "account/templates/account/join.html",
    "account/templates/account/second_factor.html",
    "account/templates/account/recovery_codes.html",
)
"""What a partner meets, from the link with which she was invited."""

LONGEST_ON_AVERAGE = 15
LONGEST_SENTENCE = 25
HIGHEST_LIX = 35
JARGON = {
    "en": "encrypt encrypted encryption ciphertext plaintext hash cryptographic authenticate credentials referral",
    "nl": "versleuteld versleuteling ontsleutelen authenticatie cryptografisch hash doorverwijzing casus cliënt",
}


def in_templates() -> Iterator[str]:
    """The sentences that stand in the templates of the partners' page."""
    for name in TEMPLATES:
        path = WEB / name
        lines = "\n".join(line.strip() for line in templatize(path.read_text("utf-8"), origin=name).splitlines())
        for _, found, _, _ in extract("python", BytesIO(lines.encode()), keywords={"gettext": None}):
            yield found if isinstance(found, str) else found[0]


def texts(language: str) -> list[str]:
    """All of them, in a language."""
    with translation.override(language):
        words = [*WORDS.values(), *HANDING_WORDS.values(), *codes.WhyDeclined.labels, *codes.Outcome.labels]
        return [*map(str, words), *(translation.gettext(text) for text in in_templates())]


@pytest.mark.parametrize("language", JARGON)
def test_what_a_partner_reads_is_short_and_plain(language: str) -> None:
    found = [words for text in texts(language) for words in sentences(text)]
    assert len(found) > 100
    assert mean(map(len, found)) <= LONGEST_ON_AVERAGE
    assert [" ".join(words) for words in found if len(words) > LONGEST_SENTENCE] == []
    assert lix(" ".join(text if text[-1] in ".?!:…" else f"{text}." for text in texts(language))) <= HIGHEST_LIX


@pytest.mark.parametrize("language", JARGON)
def test_no_jargon_is_in_it(language: str) -> None:
    words = {word.lower() for text in texts(language) for word in re.findall(r"\w+", text)}
    assert words & set(JARGON[language].split()) == set()


def test_the_how_to_for_partners_is_one_page_of_plain_sentences() -> None:
    page = re.sub(r"[*`#]", "", HOW_TO.read_text("utf-8"))
    found = sentences(page.replace("\n", " "))
    assert len(page.split()) < 450
    assert mean(map(len, found)) <= LONGEST_ON_AVERAGE
    assert lix(page) <= HIGHEST_LIX
    assert not {word.lower() for words in found for word in words} & set(JARGON["en"].split())
