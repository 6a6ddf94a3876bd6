"""Tables of the room: snapshots, and the factsheets made of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Snapshot(models.Model):
    """A frozen file of coded answers, under references that exist nowhere else.

    `asked_as` is the press of the button that asked for it: the same press twice freezes once. What was registered
    with another codebook than `book_name` and `book_version`, finished or not, is in `other_codebook_left_out` alone.
    """

    asked_as = models.UUIDField(unique=True)
    frozen_on = models.DateField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="snapshots")
    book_name = models.CharField(max_length=60)
    book_version = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()
    drafts_left_out = models.PositiveIntegerField()
    other_codebook_left_out = models.PositiveIntegerField(default=0)
    years = models.JSONField()  # list of years in which a person in it chatted first, ascending
    file_name = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.file_name


class Factsheet(models.Model):
    """The factsheet of one year in one language, made of one snapshot.

    `folder` is its folder below the data folder's `factsheets`; `files` the SHA-256 of each file by name.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="factsheets")
    year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=3)
    folder = models.CharField(max_length=80, unique=True)
    files = models.JSONField()
    made_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="factsheets")

    class Meta:
        """One factsheet for each snapshot, year and language."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "year", "language"], name="factsheet_made_once")
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.language})"
