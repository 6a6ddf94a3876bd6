"""The form is the codebook, in the language of the page: every question, every code, every reason for no answer."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Kind, Variable
from zichtbaar.helpline.registration.answering import GIVEN_BY_A_PERSON
from zichtbaar.helpline.web.desk.registration_form import form_context, form_sections

BOOK = load()
ASKED = [variable for variable in BOOK.variables if not variable.filled_by_program]


class Inputs(HTMLParser):
    """Collects what can be ticked or typed, and the text of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inputs: list[dict[str, str | None]] = []
        self.variables: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "input":
            self.inputs.append(attributes)
        if name := attributes.get("data-variable"):
            self.variables.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str | None]:
        return [one.get("value") for one in self.inputs if one.get("name") == name]


def form(language: str) -> Inputs:
    with translation.override(language):
        return Inputs(render_to_string("desk/registration_form.html", form_context(language)))


def test_every_question_of_the_codebook_is_in_it_once_in_its_order() -> None:
    in_sections = [question.name for section in form_sections("en") for question in section.questions]
    assert form("en").variables == in_sections
    assert sorted(in_sections) == sorted(variable.name for variable in BOOK.variables)
    assert len(in_sections) == 40


@pytest.mark.parametrize("variable", ASKED, ids=lambda variable: variable.name)
def test_every_code_and_every_reason_for_no_answer_can_be_given(variable: Variable) -> None:
    drawn = form("en")
    missing = [str(int(code)) for code in GIVEN_BY_A_PERSON]
    if variable.is_block:
        assert all(drawn.values(column) == ["1"] for column in variable.columns)
        assert drawn.values(variable.name) == missing
    elif variable.is_text:
        assert drawn.values(variable.name) == [None, *missing]
    else:
        assert drawn.values(variable.name) == [str(code.value) for code in variable.codes] + missing


def test_every_block_has_none_of_these() -> None:
    blocks = [variable for variable in ASKED if variable.is_block]
    assert sum("data-none" in one for one in form("en").inputs) == len(blocks)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_note_asks_for_nothing_that_the_form_cannot_do(language: str) -> None:
    with translation.override(language):
        none_of_these = gettext("None of these")
    notes = [variable.note[language] for variable in BOOK.variables if variable.note]
    assert not [note for note in notes if "every option" in note or "elke optie" in note]
    quoted = [words for note in notes for words in re.findall(r'"(.+?)"', note)]
    assert quoted == [none_of_these] * 3


def test_nothing_takes_a_sentence() -> None:
    typed = [one for one in form("en").inputs if one.get("type") == "text" and "data-recognise" not in one]
    periods = [variable.name for variable in ASKED if variable.kind is Kind.PERIOD]
    assert [one["name"] for one in typed] == periods
    assert {one["maxlength"] for one in typed} == {"7"}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_it_speaks_the_language_of_the_page(language: str) -> None:
    text = form(language).text
    for variable in BOOK.variables:
        assert variable.question[language] in text
    for code in GIVEN_BY_A_PERSON:
        assert BOOK.missing[code][language] in text


def test_what_is_never_asked_is_marked_so() -> None:
    assert form("en").text.count("Only if the visitor brought it up.") == sum(v.never_ask for v in ASKED)
    assert any(variable.never_ask for variable in ASKED)
