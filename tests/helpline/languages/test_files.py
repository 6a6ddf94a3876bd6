"""Every language has every text, and what is missing is said line by line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.config import VISITOR_LANGUAGES
from zichtbaar.helpline.languages import reading
from zichtbaar.helpline.languages.reading import FOLDER, REFERENCE, SECTIONS, faults_of, language

DOCS = Path(__file__).parents[3] / "docs"
WANTED = {"nl", "en", "pl", "ro", "bg", "hu", "uk", "ar", "tr", "es", "fr", "ti"}
ALLOWED_IN_SCRIPTS = {"bg": "Ѐ-ӿ", "uk": "Ѐ-ӿ", "ar": "؀-ۿ", "ti": "ሀ-፿"}


def content(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))


def test_these_languages_are_there() -> None:
    assert set(VISITOR_LANGUAGES) == WANTED
    assert language("ar").direction == "rtl"
    assert {code for code in WANTED if language(code).direction == "rtl"} == {"ar"}


@pytest.mark.parametrize("code", VISITOR_LANGUAGES)
def test_nothing_is_missing(code: str) -> None:
    assert [str(fault) for fault in faults_of(f"{code}.toml", content(code), content(REFERENCE))] == []


@pytest.mark.parametrize("code", sorted(WANTED - {"en"}))
def test_no_text_is_left_in_english(code: str) -> None:
    english, translated = language("en"), language(code)
    same = [key for key, text in english.page.items() if translated.page[key] == text and len(text.split()) > 1]
    same += [key for key, text in english.script.items() if translated.script[key] == text and len(text.split()) > 1]
    same += [key for key, text in english.consent.items() if translated.consent[key] == text]
    same += [key for key, text in english.coming_back.items() if translated.coming_back[key] == text]
    same += [key for key, text in english.photo.items() if translated.photo[key] == text]
    assert same == []


@pytest.mark.parametrize(("code", "letters"), ALLOWED_IN_SCRIPTS.items())
def test_a_language_is_written_in_its_own_letters(code: str, letters: str) -> None:
    one = language(code)
    texts = [text for section in SECTIONS if section != "errors" for text in getattr(one, section).values()]
    without = [text for text in texts if not re.search(f"[{letters}]", text)]
    allowed = {one.page["title"], one.page["age_16_17"]}
    assert set(without) <= allowed


@pytest.mark.parametrize("code", VISITOR_LANGUAGES)
def test_a_sentence_names_the_button_as_the_button_is_called(code: str) -> None:
    page = language(code).page
    for sentence in ("leaving_button", "screen", "next_leave"):
        assert page["leave"] in page[sentence], sentence


def test_what_is_wrong_is_said_for_every_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spoilt = (FOLDER / "nl.toml").read_text("utf-8")
    spoilt = spoilt.replace('send = "Verstuur"\n', "").replace("{place}", "{plek}").replace('"ltr"', '"up"')
    spoilt = spoilt.replace('go_on = "Ik snap het"', 'go_on = " "\nmore = "meer"').replace('"maandag", ', "")
    (tmp_path / "xx.toml").write_text(spoilt, "utf-8")
    (tmp_path / "en.toml").write_text((FOLDER / "en.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    with pytest.raises(InvalidInputError) as refused:
        language("xx")
    assert [(fault.file, fault.subject, fault.problem) for fault in refused.value.faults] == [
        ("xx.toml", "direction", "is missing, or not known"),
        ("xx.toml", "days", "is missing, or not a week"),
        ("xx.toml", "page.go_on", "is missing"),
        ("xx.toml", "page.send", "is missing"),
        ("xx.toml", "page.more", "is not a text of the page"),
        ("xx.toml", "script.place_in_queue", "has other slots"),
    ]


def test_the_docs_list_every_language_and_which_are_drafts() -> None:
    page = (DOCS / "how-to/translate-the-visitors-page.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w\w)` \|.*\| (checked|draft) \|$", page, re.MULTILINE))
    assert listed == {code: "checked" if language(code).checked else "draft" for code in VISITOR_LANGUAGES}
    for code in VISITOR_LANGUAGES:
        first = (FOLDER / f"{code}.toml").read_text("utf-8").splitlines()[0]
        assert ("A draft, made by a machine" in first) is not language(code).checked
