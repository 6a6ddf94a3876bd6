"""What a visitor can do here: answer, once."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from zichtbaar.helpline.feedback.models import AnswerCount
from zichtbaar.helpline.feedback.pool import POOL, Sums
from zichtbaar.helpline.feedback.questions import QUESTIONS, check

LOG = logging.getLogger("zichtbaar.feedback")


def answer(who: str, answers: Mapping[str, object]) -> None:
    """Count somebody's answers; a second time within the hour changes nothing. Raises NotAnAnswerError.

    `who` is anything that stays the same for her, and is kept for an hour, in memory.
    """
    sums = POOL.add(who, check(answers))
    if sums is None:
        return
    try:
        _store(sums)
    except DatabaseError as error:
        POOL.put_back(sums)
        LOG.error("answers not stored yet: %s", type(error).__name__)


@transaction.atomic
def _store(sums: Sums) -> None:
    """Add to this month's counts. Every answer has its row, in the same order each month, chosen or not."""
    today = timezone.localdate()
    for question, answers in QUESTIONS.items():
        for one in answers:
            count, _ = AnswerCount.objects.get_or_create(
                year=today.year, month=today.month, question=question, answer=one
            )
            count.count = F("count") + sums[question, one]
            count.save(update_fields=["count"])
