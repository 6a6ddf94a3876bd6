"""The three questions after a chat, and the answers that can be chosen. The visitor's page shows the same codes."""

from __future__ import annotations

from collections.abc import Mapping

from zichtbaar.helpline.feedback.errors import NotAnAnswerError

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "helped": ("yes", "little", "no"),
    "better": ("yes", "same", "worse"),
    "again": ("yes", "perhaps", "no"),
}


def check(answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """Question and answer of each question that was not skipped. Raises NotAnAnswerError, for no answer at all too."""
    if not answers or any(answer not in QUESTIONS.get(question, ()) for question, answer in answers.items()):
        raise NotAnAnswerError
    return [(question, str(answer)) for question, answer in answers.items()]
