"""The table of the room. It holds sums, and no row is about one person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zichtbaar.helpline.feedback.questions import QUESTIONS


def _is_answer() -> models.Q:
    known = models.Q()
    for question, answers in QUESTIONS.items():
        known |= models.Q(question=question, answer__in=answers)
    return known


class AnswerCount(models.Model):
    """How often an answer was stored in a month (1 to 12) of a year."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=8)
    answer = models.CharField(max_length=8)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for each answer that exists, in each month."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "month", "question", "answer"], name="one_count_for_each_answer"),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="month_of_answers_exists"),
            models.CheckConstraint(condition=_is_answer(), name="answer_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.question} {self.answer}: {self.count}"
