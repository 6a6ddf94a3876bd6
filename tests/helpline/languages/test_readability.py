"""Every text that a visitor meets is short and plain.

Two measures, both plain arithmetic. LIX (Björnsson 1968) is the mean number of words in a sentence plus the percentage
of words with more than six letters: below 25 is a text for children, below 30 simple, 40 a newspaper. It was made for
Swedish and is used for Dutch and English too. It counts Dutch compounds as hard, which is what they are to who learns
the language. The other is the longest sentence, for every language.
"""

from __future__ import annotations

import re
from statistics import mean

import pytest

from zichtbaar.helpline.config import VISITOR_LANGUAGES
from zichtbaar.helpline.languages.reading import SECTIONS, language

LONG_WORD = 7
LONGEST_SENTENCE = 20
LONGEST_ON_AVERAGE = 10
HIGHEST_LIX = 30
HIGHEST_LIX_OF_ONE_TEXT = 45
"""Of a text of at least twelve words; of a shorter one a single word decides."""

NOT_FOR_CHILDREN = {
    "en": "anonymous anonymity encrypt encrypted encryption confidential data device disclosure exploitation "
    "trafficking victim perpetrator privacy policy retention session server cookie registration refer consent legal",
    "nl": "anoniem anonimiteit versleuteld versleuteling vertrouwelijk gegevens apparaat uitbuiting mensenhandel "
    "slachtoffer dader privacy privacybeleid bewaartermijn sessie server cookie registratie doorverwijzen toestemming",
}
"""Words of the office, and words that name somebody before she has named herself."""


def texts(code: str) -> list[str]:
    one = language(code)
    return [text for section in SECTIONS for text in getattr(one, section).values()]


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a slot counts as one word."""
    parts = re.split(r"[.?!:…؟።]+(?:\s|$)|።", re.sub(r"\{\w+\}", "1", text))
    found = [re.findall(r"[\w’'-]+", part) for part in parts]
    return [words for words in found if words]


def lix(text: str) -> float:
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    return len(words) / len(found) + 100 * sum(len(word) >= LONG_WORD for word in words) / len(words)


def test_the_measures_tell_plain_from_hard() -> None:
    assert lix("Je kunt altijd stoppen. Niemand vraagt hoe je heet.") < HIGHEST_LIX_OF_ONE_TEXT
    assert lix("Persoonsgegevens worden vertrouwelijk verwerkt overeenkomstig de bewaartermijnen.") > 70
    assert [len(words) for words in sentences("One two. Three {slot} five? Six")] == [2, 3, 1]


@pytest.mark.parametrize("code", VISITOR_LANGUAGES)
def test_sentences_are_short(code: str) -> None:
    found = [words for text in texts(code) for words in sentences(text)]
    assert [" ".join(words) for words in found if len(words) > LONGEST_SENTENCE] == []
    assert mean(map(len, found)) <= LONGEST_ON_AVERAGE


@pytest.mark.parametrize("code", sorted(NOT_FOR_CHILDREN))
def test_the_page_as_a_whole_is_simple_and_no_text_of_it_is_hard(code: str) -> None:
    assert lix(" ".join(text if text[-1] in ".?!:…" else f"{text}." for text in texts(code))) <= HIGHEST_LIX
    hard = {text: lix(text) for text in texts(code) if len(text.split()) >= 12}
    assert {text: found for text, found in hard.items() if found > HIGHEST_LIX_OF_ONE_TEXT} == {}


@pytest.mark.parametrize("code", sorted(NOT_FOR_CHILDREN))
def test_no_word_of_the_office_is_in_it(code: str) -> None:
    words = {word.lower() for text in texts(code) for word in re.findall(r"\w+", text)}
    assert words & set(NOT_FOR_CHILDREN[code].split()) == set()
