"""Tables of the directory. Nobody who wrote to the helpline is in them.

What an organisation is called here (`identifier`) never changes; its offers, and the regions of these, are replaced as
a whole when somebody changes one. Refer to organisations only.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zichtbaar.helpline.handover.directory.vocabulary import OLDEST, Need, Urgency


class Organisation(models.Model):
    """Somebody who may take people on. `receiver` is an option of the codebook's `handover_to`.

    From `valid_from` to `valid_until`, both included; always where they are empty. `confirmed_on` is the day on which
    somebody last made sure that all of this is so, `confirmed_by` who that was, as it is written in the list.
    """

    identifier = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    receiver = models.CharField(max_length=40)
    website = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """One thing an organisation does for somebody, and for whom. No forms means every form of exploitation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    need = models.CharField(max_length=20)
    youngest = models.PositiveSmallIntegerField(default=0)
    oldest = models.PositiveSmallIntegerField(default=OLDEST)
    forms = models.JSONField(default=list)  # codes of the codebook's `exploitation_forms`, by name
    urgency = models.CharField(max_length=20)
    languages = models.JSONField(default=list)  # two or three small letters each
    hours = models.CharField(max_length=200)  # as `helpline.opening` reads them
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        """Only needs and urgencies that exist can be stored, and no ages the wrong way round."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(need__in=[str(need) for need in Need]), name="offer_need_exists"),
            models.CheckConstraint(
                condition=models.Q(urgency__in=[str(urgency) for urgency in Urgency]), name="offer_urgency_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(youngest__lte=models.F("oldest")), name="offer_youngest_is_not_over_oldest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.need}"


class Serves(models.Model):
    """A region in which something is offered: a code of the country's regions."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="serves")
    region = models.CharField(max_length=20)

    class Meta:
        """A region once for each offer."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "region"], name="offer_serves_region_once")]

    def __str__(self) -> str:
        return f"{self.offer} in {self.region}"


class Contact(models.Model):
    """Somebody to speak to at an organisation, by name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80)
    function = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)
    hours = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.organisation}"


class Revision(models.Model):
    """A number drawn anew at every change, so that who keeps the directory in memory knows when to read it again."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
