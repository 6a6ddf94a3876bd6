"""The table of gaps: wishes that nobody in the region could take. It holds codes and a month, and leads to nobody."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need

KEY_BITS = 62


def draw_key() -> int:
    """A key that says nothing about when its row came: SQLite keeps rows in the order of such keys."""
    return secrets.randbits(KEY_BITS)


def lay_by_key(gaps: models.Manager[Gap]) -> None:
    """Write all rows anew by their keys: within a page SQLite lets rows lie as they came, whatever their keys are."""
    rows = list(gaps.order_by("pk"))
    gaps.all().delete()
    gaps.bulk_create(rows)


class Gap(models.Model):
    """Somebody needed this, and there was nobody to hand over to.

    `month` is `yyyy-mm`; `region` the code of the police unit, empty where the place was not known; `age` an age band,
    empty where it was not known. No conversation, no counsellor, no day and no order, so that few gaps of a month
    cannot be led back to the conversations of that month, nor to the lines of the record.
    """

    # Of all integers only this type is SQLite's own number of a row; beside another it counts a hidden one on.
    id = models.IntegerField(primary_key=True, default=draw_key, editable=False)
    month = models.CharField(max_length=7)
    need = models.CharField(max_length=20)
    region = models.CharField(max_length=20, blank=True)
    age = models.CharField(max_length=12, blank=True)

    class Meta:
        """Only needs and ages that exist can be stored."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(need__in=[str(need) for need in Need]), name="gap_need_exists"),
            models.CheckConstraint(
                condition=models.Q(age__in=["", *(str(age) for age in AgeBand)]), name="gap_age_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.need}"
