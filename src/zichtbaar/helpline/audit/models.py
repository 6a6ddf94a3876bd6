"""The table of the record. The database itself refuses to change or delete a line (see the migration)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

HASH_CHARACTERS = 64


class Entry(models.Model):
    """One thing that was done. `subject` is a random reference or a number, never a name or a word of anybody.

    `hash` seals the line to the one before it: SHA-256 of `previous` and of the line in canonical JSON.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.PositiveBigIntegerField()  # ms since 1970
    kind = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120, blank=True)
    previous = models.CharField(max_length=HASH_CHARACTERS)
    hash = models.CharField(max_length=HASH_CHARACTERS)

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Head(models.Model):
    """The last line of the record, noted apart, so that a line cut off at the end is missed. There is one row."""

    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=HASH_CHARACTERS)

    def __str__(self) -> str:
        return f"up to {self.number}"
