"""Tables of handovers: codes, moments and who did what. What is told is here only sealed to its receiver."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import codes
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Urgency
from zichtbaar.helpline.handover.lifecycle import SHARED, Basis, Route, State

REFERENCE_CHARACTERS = 32
STAFF = settings.AUTH_USER_MODEL


class Joining(models.TextChoices):
    """Whether the receiver sits in the conversation."""

    NO = "no"
    ASKED = "asked"
    LET_IN = "let_in"
    KEPT_OUT = "kept_out"


def _one_of(field: str, values: type[models.TextChoices] | type[Urgency], *, or_none: bool = False) -> models.Q:
    allowed = [str(value) for value in values] + ([""] if or_none else [])
    return models.Q(**{f"{field}__in": allowed})


class Handover(models.Model):
    """One handover to one organisation. `reference` is 16 random bytes in hexadecimal.

    `conversation` and `part` go when these are forgotten, and both hashes with them. `agreed_hash` is what the
    visitor's page made of the words that she agreed to, `ground_hash` what the counsellor's page made of those that go
    without consent (see `sealing.package`): nobody can find out the words from it, but their reader can check them.
    `follows` is the handover in whose place this one came. `since` is when it came into its state. `is_unheard`: the
    visitor decided last, when the chat was over, so that nobody heard of it there.
    """

    reference = models.CharField(max_length=REFERENCE_CHARACTERS, unique=True)
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="handovers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers")
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="followed_by")
    made_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="handovers")
    confirmed_by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    since = models.DateTimeField()
    made_at = models.DateTimeField()
    basis = models.CharField(max_length=8)
    route = models.CharField(max_length=4)
    need = models.CharField(max_length=20, blank=True)
    urgency = models.CharField(max_length=20)
    age = models.CharField(max_length=12)
    guardian = models.CharField(max_length=16)
    ground = models.CharField(max_length=8, blank=True)
    agreed_hash = models.CharField(max_length=64, blank=True)
    ground_hash = models.CharField(max_length=64, blank=True)
    may_be_counted = models.BooleanField(null=True)
    reason = models.CharField(max_length=16, blank=True)
    contact = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    joining = models.CharField(max_length=8, choices=Joining.choices, default=Joining.NO)
    part = models.OneToOneField(Conversation, null=True, on_delete=models.SET_NULL, related_name="handover_in")
    is_unheard = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(default=0)
    explanation = models.CharField(max_length=16, blank=True)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Only codes that exist, and nothing outside without consent or a second person: the database refuses it."""

        indexes: ClassVar = [models.Index(fields=["state", "since"], name="handover_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="handover_state_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=[str(one) for one in Basis], route__in=[str(one) for one in Route]),
                name="handover_basis_and_route_exist",
            ),
            models.CheckConstraint(condition=_one_of("urgency", Urgency), name="handover_urgency_exists"),
            models.CheckConstraint(
                condition=models.Q(age__in=[str(one) for one in AgeBand]) & _one_of("guardian", codes.Guardian),
                name="handover_age_and_guardian_exist",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(str(state) for state in SHARED))
                | (
                    models.Q(basis=Basis.CONSENT.value)
                    & (~models.Q(agreed_hash="") | models.Q(conversation__isnull=True))
                )
                | (
                    models.Q(basis=Basis.DANGER.value, confirmed_by__isnull=False)
                    & _one_of("ground", codes.Ground)
                    & ~models.Q(confirmed_by=models.F("made_by"))
                ),
                name="handover_shared_with_consent_or_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def told_hash(self) -> str:
        """The hash of what may be told: of what was agreed to, or of what a second person has to read."""
        return self.agreed_hash if self.basis == Basis.CONSENT else self.ground_hash


class Step(models.Model):
    """A move that was made: never changed, so that the whole life of a handover can be read."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    actor = models.CharField(max_length=12)
    by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.handover_id} {self.move}"


class PartnerAccount(models.Model):
    """Which organisation somebody with the role of a partner works for. Without this she sees nothing."""

    staff = models.OneToOneField(STAFF, on_delete=models.CASCADE, related_name="partner")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts")

    def __str__(self) -> str:
        return f"{self.staff} of {self.organisation}"


class ReceiverKey(models.Model):
    """A key to which packages for an organisation are sealed, once it is confirmed over another channel.

    At the door: the public key of an account (base64url). For files: an age recipient.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receiver_keys")
    route = models.CharField(max_length=4)
    staff = models.ForeignKey(STAFF, null=True, on_delete=models.CASCADE, related_name="receiver_keys")
    public = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_how = models.CharField(max_length=12, blank=True, choices=codes.KeyConfirmed.choices)
    second_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """An account has one key at the door, and who confirmed says how and when. The second is somebody else."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public"], name="receiver_key_once"),
            models.CheckConstraint(
                condition=models.Q(route=Route.DOOR.value, staff__isnull=False)
                | models.Q(route=Route.FILE.value, staff__isnull=True),
                name="receiver_key_of_an_account_or_a_file",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_how="")
                | (
                    models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & _one_of("confirmed_how", codes.KeyConfirmed)
                ),
                name="receiver_key_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(second_at__isnull=True, second_by__isnull=True)
                | (
                    models.Q(second_at__isnull=False, second_by__isnull=False, confirmed_by__isnull=False)
                    & ~models.Q(second_by=models.F("confirmed_by"))
                ),
                name="receiver_key_confirmed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} key of {self.organisation}"


class Package(models.Model):
    """What was agreed, sealed to one account of the receiver (base64url).

    Deleted when it is called back or over, and with the conversation and the key.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="packages")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(ReceiverKey, on_delete=models.PROTECT, related_name="packages")
    sealed = models.TextField()

    class Meta:
        """One for each account."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["handover", "key"], name="package_once_for_each_key")]

    def __str__(self) -> str:
        return f"{self.handover_id} for {self.key_id}"


class Note(models.Model):
    """A few words sealed to one colleague (base64url): the ground of a danger, or an answer of the receiver.

    Deleted as a package is.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="notes")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(STAFF, on_delete=models.CASCADE, related_name="+")
    is_ground = models.BooleanField()
    sealed = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.handover_id} to {self.to}"
