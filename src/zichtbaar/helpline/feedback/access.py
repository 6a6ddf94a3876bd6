"""The only way to what visitors said: sums of a year, rounded, for researchers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from zichtbaar.helpline.feedback.models import AnswerCount
from zichtbaar.helpline.feedback.questions import QUESTIONS
from zichtbaar.helpline.people.models import Role, Staff

FEWEST_ANSWERS = 10
ROUNDED_TO = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """How a question was answered in a year: each answer's count, rounded to fives; None while too few answered."""

    question: str
    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Year:
    """What was said in a year."""

    year: int
    answered: tuple[Answered, ...]


def years(staff: Staff) -> list[Year]:
    """Every year in which something was said, the latest first; nothing for who is no researcher."""
    if staff.role != Role.RESEARCHER:
        return []
    rows = AnswerCount.objects.values_list("year", "question", "answer")
    found: dict[int, dict[tuple[str, str], int]] = {}
    for year, question, answer, count in rows.annotate(total=Sum("count")).order_by("-year"):
        found.setdefault(year, {})[question, answer] = count
    return [Year(year, tuple(_answered(question, sums) for question in QUESTIONS)) for year, sums in found.items()]


def _answered(question: str, sums: Mapping[tuple[str, str], int]) -> Answered:
    counts = {answer: sums.get((question, answer), 0) for answer in QUESTIONS[question]}
    if sum(counts.values()) < FEWEST_ANSWERS:
        return Answered(question, None)
    return Answered(question, {answer: ROUNDED_TO * round(count / ROUNDED_TO) for answer, count in counts.items()})
