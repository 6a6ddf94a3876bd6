"""Tables of the room: snapshots, the releases made of them, who did what with these, and the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zichtbaar.helpline.publishing.lifecycle import OUT, Move, State

HANDOVERS_BOOK = "handovers-1"
"""The codebook of handovers; every other one is of registrations."""


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

    @property
    def holds_handovers(self) -> bool:
        """Whether it holds wishes for help from others, and not registrations."""
        return self.book_name == HANDOVERS_BOOK

    def __str__(self) -> str:
        return self.file_name


class Release(models.Model):
    """The factsheet of one year in every language, made of one snapshot, on its way to being published.

    `version` counts what was published of the year, from 1; `corrects` is the version before it. `folder` is its folder
    below the data folder's `releases`, `files` the SHA-256 of each file by name. `ledger_head` is the hash of the last
    entry of the ledger that it was protected beside, `recipe` the SHA-256 of the recipe, `program` the version of the
    program: with the same ones the same snapshot and version give the same bytes.
    """

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="releases")
    state = models.CharField(
        max_length=9, choices=[(state.value, state.value) for state in State], default=State.DRAFT.value
    )
    folder = models.CharField(max_length=80, unique=True)
    files = models.JSONField()
    recipe = models.CharField(max_length=64)
    program = models.CharField(max_length=40)
    ledger_head = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="releases")

    class Meta:
        """Only states that exist can be stored, and no two versions of a year with one number can be out."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="release_state_exists"
            ),
            models.UniqueConstraint(
                fields=["year", "version"],
                condition=models.Q(state__in=sorted(map(str, OUT))),
                name="release_version_out_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the ledger and the record of what was done call it."""
        return f"{self.year}-v{self.version}"


class Step(models.Model):
    """One thing that somebody did with a release, when and why. The database itself refuses to change or delete one."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=8, choices=[(move.value, move.value) for move in Move])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.release}: {self.move}"


class ResearchPermission(models.Model):
    """An administrator permitted a researcher to see unprotected counts."""

    staff = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="research_permission")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.staff)


class LedgerLine(models.Model):
    """One entry of the ledger of all that was ever published, as one line of JSON, sealed to the one before it.

    The database itself refuses to change or delete one.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    line = models.TextField()

    def __str__(self) -> str:
        return str(self.number)
