"""Noor sees what visitors said of the chat, in sums; before there is enough she is told so."""

from __future__ import annotations

import re

from django.test import Client

from zichtbaar.helpline.feedback.models import AnswerCount
from zichtbaar.helpline.feedback.questions import QUESTIONS
from zichtbaar.helpline.web.office.feedback import ANSWERS, ASKED


def page(client: Client, language: str = "en") -> str:
    answer = client.get("/office/feedback/", headers={"accept-language": language})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_nothing_yet_is_said_in_a_sentence(noors: Client) -> None:
    assert "They appear when ten people have answered." in page(noors)
    assert "als tien mensen hebben geantwoord" in page(noors, "nl")


def test_a_year_has_a_table_for_each_question(noors: Client) -> None:
    for answer, count in (("yes", 21), ("no", 8)):
        AnswerCount.objects.create(year=2026, month=2, question="helped", answer=answer, count=count)
    text = page(noors)
    assert "<caption>Did this chat help you?</caption>" in text
    assert "<tbody><tr><td>20</td><td>0</td><td>10</td></tr></tbody>" in text
    assert text.count("Too few answered.") == 2


def test_every_question_and_answer_has_its_words() -> None:
    assert list(ASKED) == list(QUESTIONS)
    assert list(ANSWERS) == [(question, answer) for question, answers in QUESTIONS.items() for answer in answers]
