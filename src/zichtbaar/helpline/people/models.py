"""Tables of the room. Of every private key only a sealed form is here. Keys are base64url without padding."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is there for: the first two for the desk, the next for the office, where shift leads come too.

    A partner works for another organisation, and comes in at a door of his own.
    """

    COUNSELLOR = "counsellor", _("Counsellor")
    SHIFT_LEAD = "shift_lead", _("Shift lead")
    RESEARCHER = "researcher", _("Researcher")
    ADMINISTRATOR = "administrator", _("Administrator")
    PARTNER = "partner", _("Partner")


DESK_ROLES = frozenset({Role.COUNSELLOR, Role.SHIFT_LEAD})
OFFICE_ROLES = frozenset({Role.RESEARCHER, Role.ADMINISTRATOR, Role.SHIFT_LEAD})
PARTNER_ROLES = frozenset({Role.PARTNER})
ALL_ROLES = frozenset(Role)
HOUSE_ROLES = DESK_ROLES | OFFICE_ROLES
"""Of who works for the helpline itself. A partner is invited too, for an organisation (`handover.receivers`)."""

RELEASING_ROLES = frozenset({Role.RESEARCHER, Role.SHIFT_LEAD})
"""Who may look at a release that is not published, approve, refuse or withdraw it. Only a researcher makes one."""


class Staff(AbstractBaseUser):
    """Somebody who works for the helpline.

    `password` is Django's hash of `auth`, the half of the password split that the server may see; `salt`,
    `memory` (KiB) and `passes` are what the browser needs to make that half. `password_slot` holds the private
    key, closed with the half that never leaves the browser. Who was invited and has not joined yet has no key.
    """

    name = models.CharField(max_length=60, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=22)
    memory = models.PositiveIntegerField()
    passes = models.PositiveIntegerField()
    public_key = models.CharField(max_length=87, blank=True)
    password_slot = models.CharField(max_length=120, blank=True)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    objects = BaseUserManager["Staff"]()

    class Meta:
        """Only roles that exist can be stored."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="staff_role_exists")
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link with which a colleague makes a key and a password, once; only the SHA-256 of its token is kept."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="invitation")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation of {self.staff}"


class SecondFactor(models.Model):
    """What a colleague's app makes codes from, closed with the secret of the server (see `people.at_rest`).

    `used_step` is the step of the clock whose code opened last: that code and older ones open nothing any more.
    """

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="second_factor")
    closed_secret = models.CharField(max_length=200)
    used_step = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.staff}"


class Passkey(models.Model):
    """A device that proves who signs in. `slot` holds the private key, closed with what its PRF gives (base64url)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.CharField(max_length=1400)
    sign_count = models.PositiveBigIntegerField()
    slot = models.CharField(max_length=120)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"passkey of {self.staff}"


class RecoveryCode(models.Model):
    """A keyed hash of a code that stands in for the app once."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"recovery code of {self.staff}"


class TeamKey(models.Model):
    """The key that visitors' browsers seal to, for one epoch. The latest epoch is the one in use.

    `is_due` says that another must take its place: somebody held it who has left.
    """

    epoch = models.PositiveIntegerField(primary_key=True)
    public_key = models.CharField(max_length=87)
    created_at = models.DateTimeField(auto_now_add=True)
    is_due = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"epoch {self.epoch}"


class TeamKeyWrap(models.Model):
    """The private half of a team key, sealed to one colleague, or to recovery where `staff` is empty."""

    team_key = models.ForeignKey(TeamKey, on_delete=models.CASCADE, related_name="wraps")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE, related_name="team_key_wraps")
    sealed_private = models.CharField(max_length=160)

    class Meta:
        """One wrap for each colleague and epoch, and one for recovery."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team_key", "staff"], name="team_key_wrapped_once_for_each"),
            models.UniqueConstraint(
                fields=["team_key"],
                condition=models.Q(staff__isnull=True),
                name="team_key_wrapped_once_for_recovery",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_key} for {self.staff or 'recovery'}"


class RecoveryKey(models.Model):
    """The public half of the key that opens everything when all else is lost. The private half is on paper."""

    public_key = models.CharField(max_length=87)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"recovery key {self.pk}"
