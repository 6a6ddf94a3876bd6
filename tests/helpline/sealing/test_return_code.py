"""A code means the same however it was typed, and gives three keys that tell nothing of each other."""

from __future__ import annotations

import re
import unicodedata
from math import log2
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.sealing.errors import ForgedError, UnknownVersionError
from zichtbaar.helpline.sealing.return_code import (
    DIGITS,
    WORDS,
    WRAP_BYTES,
    ReturnKeys,
    derive,
    is_whole,
    normalised,
    unwrap_key,
    wrap_key,
)
from zichtbaar.helpline.web import visitor

CONVERSATION, KEY = bytes(range(16)), bytes(range(32))
LIST = Path(visitor.__file__).parent / "static/visitor/list.txt"
ON_THE_LIST = [line for line in LIST.read_text("utf-8").splitlines() if line and not line.startswith("#")]
BETWEEN = [" ", "  ", "-", ", ", "\n", " - ", "·", "\u2003", " 7 ", ". "]

words = st.lists(st.sampled_from(ON_THE_LIST), min_size=WORDS, max_size=WORDS)
digits = st.text("0123456789", min_size=DIGITS, max_size=DIGITS)


def quickly(code: str, salt: bytes = bytes(16)) -> ReturnKeys:
    """Less work than a real code gets."""
    return derive(code, salt, memory=64, passes=1)


@st.composite
def typed(draw: st.DrawFn) -> tuple[list[str], str]:
    """Five words, and how somebody in a hurry may type them on some keyboard."""
    chosen = draw(words)
    text = draw(st.sampled_from(["", " ", "\t"]))
    for word in chosen:
        signs = [sign + draw(st.sampled_from(["", "", "", "\u0301", "\u0308"])) for sign in word]
        shown = draw(st.sampled_from([str.lower, str.upper, str.title]))("".join(signs))
        form = draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
        text += unicodedata.normalize(form, shown) + draw(st.sampled_from(BETWEEN))  # type: ignore[arg-type]
    return chosen, text


@given(typed())
def test_capitals_accents_hyphens_and_spaces_make_no_difference(case: tuple[list[str], str]) -> None:
    chosen, text = case
    assert normalised(text) == " ".join(chosen)
    assert is_whole(text)


@given(digits, st.data())
def test_digits_may_be_parted_and_written_in_another_script(code: str, data: st.DataObject) -> None:
    zeros = st.sampled_from([0x30, 0x660, 0x6F0, 0x966, 0xFF10])
    text = "".join(chr(data.draw(zeros) + int(digit)) + data.draw(st.sampled_from(["", " ", "-"])) for digit in code)
    assert normalised(text) == code
    assert is_whole(text)


@given(st.text())
def test_whatever_is_typed_has_one_plain_form(text: str) -> None:
    normal = normalised(text)
    assert re.fullmatch("([a-z]+( [a-z]+)*)?|[0-9]+", normal)
    assert normalised(normal) == normal


@given(words)
def test_a_code_with_a_word_less_or_more_is_not_whole(chosen: list[str]) -> None:
    assert not is_whole(" ".join(chosen[1:]))
    assert not is_whole(" ".join([*chosen, "appel"]))


@pytest.mark.parametrize("code", ["", " ", "1" * 19, "1" * 21, "-"])
def test_what_is_no_code_is_not_whole(code: str) -> None:
    assert not is_whole(code)


@pytest.mark.parametrize("file", ["return-codes-python", "return-codes-typescript"])
def test_the_vectors_of_the_browser_and_of_python_agree(vectors: Any, file: str) -> None:
    for case in vectors(file)["codes"]:
        assert normalised(case["code"]) == case["normalised"]
        salt = bytes.fromhex(case["salt"])
        keys = derive(case["code"], salt, memory=case["memory"], passes=case["passes"])
        assert {name: value.hex() for name, value in keys._asdict().items()}.items() <= case.items()
        wrap, conversation = bytes.fromhex(case["wrap"]), bytes.fromhex(case["conversation"])
        assert unwrap_key(wrap, keys.key, conversation).hex() == case["conversation_key"]


def test_code_and_salt_both_matter_and_the_three_keys_differ() -> None:
    keys = {*quickly("a b c d e"), *quickly("a b c d f"), *quickly("a b c d e", b"another salt 16b")}
    assert len(keys) == 9


def test_a_wrap_opens_with_its_own_code_and_for_its_own_conversation_only() -> None:
    wrap = wrap_key(KEY, quickly("right").key, CONVERSATION)
    assert len(wrap) == WRAP_BYTES
    assert unwrap_key(wrap, quickly("right").key, CONVERSATION) == KEY
    for code, conversation in (("wrong", CONVERSATION), ("right", bytes(16))):
        with pytest.raises(ForgedError):
            unwrap_key(wrap, quickly(code).key, conversation)


@pytest.mark.parametrize("cut", [1, 5, 13, 20, 60])
def test_a_cut_or_changed_wrap_is_refused(cut: int) -> None:
    wrap = wrap_key(KEY, KEY, CONVERSATION)
    for spoilt in (wrap[:cut], wrap[:cut] + bytes([wrap[cut] ^ 1]) + wrap[cut + 1 :]):
        with pytest.raises(ForgedError):
            unwrap_key(spoilt, KEY, CONVERSATION)


@pytest.mark.parametrize("wrap", [b"", b"\0" + bytes(60), b"\2" + bytes(60)])
def test_a_wrap_of_another_version_is_refused(wrap: bytes) -> None:
    with pytest.raises(UnknownVersionError):
        unwrap_key(wrap, KEY, CONVERSATION)


def test_five_words_leave_as_many_codes_as_the_docs_say_and_each_is_plain() -> None:
    assert len(ON_THE_LIST) == 5000 == len(set(ON_THE_LIST))
    assert WORDS * log2(len(ON_THE_LIST)) == pytest.approx(61.4, abs=0.05)
    assert [word for word in ON_THE_LIST if not re.fullmatch("[a-z]{4,12}", word)] == []
    assert sorted(ON_THE_LIST) == ON_THE_LIST


def test_no_two_words_of_the_list_sound_alike() -> None:
    assert sounded("vlees") == sounded("fles")
    assert sounded("ijzer") == sounded("eiser")
    heard: dict[str, list[str]] = {}
    for word in ON_THE_LIST:
        heard.setdefault(sounded(word), []).append(word)
    assert [alike for alike in heard.values() if len(alike) > 1] == []


def sounded(word: str) -> str:
    """A Dutch word as somebody may hear it who writes it down: letters that sound alike are one, length is lost."""
    for written, heard in (
        *(("sch", "sg"), ("ch", "g"), ("ck", "k"), ("qu", "kw"), ("ph", "f"), ("th", "t"), ("ij", "ei"), ("y", "i")),
        *(("au", "ou"), ("x", "ks"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("uu", "u"), ("ie", "i"), ("c", "k")),
        *(("z", "s"), ("v", "f"), ("d", "t"), ("b", "p"), ("w", "f"), ("q", "k")),
    ):
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


HURTS = (
    "seks|porno|naakt|neuk|tiet|kont|hoer|slet|lul|bordeel|dildo|fetis|moord|dood|doden|bloed|wapen|pistool|geweld|mishand|"
    "misbruik|verkracht|gijzel|gevang|gevlucht|politie|rechtba|rechtz|straff|slaaf|slaver|folter|pijn|(?<!z)angst|bang|drugs|"
    "duivel|heks|oorlog|kanker|(?<!mu)ziek|begraf|lijken|ontvoer|dreig|geheim|verraad|schuld|huwelijk|bruid|trouw|alarm|"
    "paspoort|tatoe|webcam|(?<!sc)hotel"
)
"""Parts of Dutch words around sex, violence, death, illness, the law, and what is done to people who come here."""


def test_no_word_of_the_list_is_about_what_people_come_for() -> None:
    assert re.search(HURTS, "geheimen")
    assert not re.search(HURTS, "muziekles zangstem")
    assert [word for word in ON_THE_LIST if re.search(HURTS, word)] == []


def test_one_mistake_never_makes_another_word_of_the_list() -> None:
    """No two words are one letter apart: changed, added, left out, or swapped with its neighbour."""
    listed = set(ON_THE_LIST)
    without: dict[str, set[str]] = {}
    for word in ON_THE_LIST:
        for place in range(len(word)):
            without.setdefault(f"{word[:place]}*{word[place + 1 :]}", set()).add(word)
    assert [same for same in without.values() if len(same) > 1] == []
    shorter = {word[:place] + word[place + 1 :] for word in ON_THE_LIST for place in range(len(word))}
    assert shorter & listed == set()
    pairs = [(word, place) for word in ON_THE_LIST for place in range(len(word) - 1) if word[place] != word[place + 1]]
    assert {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for word, at in pairs} & listed == set()
