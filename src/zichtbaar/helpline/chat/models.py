"""Tables of the room: conversations, their sealed keys, and envelopes that nobody here can open."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zichtbaar.helpline.chat.lifecycle import State

IDENTIFIER_CHARACTERS = 32


class Conversation(models.Model):
    """One chat of a visitor. `identifier` is 16 random bytes in hexadecimal, drawn by the visitor's browser.

    `token_hash` is the SHA-256 of the 32 random bytes that prove to be that browser. `epoch` is that of the
    team key to which the conversation's key was sealed. `message_at` is when the visitor left a message and need not be
    there any more; None for who waits or talks. `duress_at` is when the duress word of its return code was used last,
    and `duress_seen_at` when a colleague said to have seen that.

    A part of another conversation has a key of its own and a guest, whom the visitor let in: he can read nothing of
    what was said before, nor of what is said beside it.
    """

    identifier = models.CharField(max_length=IDENTIFIER_CHARACTERS, unique=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in State])
    language = models.CharField(max_length=3)
    epoch = models.PositiveIntegerField()
    token_hash = models.CharField(max_length=64)
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="conversations"
    )
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    message_at = models.DateTimeField(null=True)
    duress_at = models.DateTimeField(null=True)
    duress_seen_at = models.DateTimeField(null=True)
    part_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    guest = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="conversations_as_guest"
    )

    class Meta:
        """Only states that exist can be stored, and an open conversation has a counsellor."""

        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(state=State.WAITING.value), name="queue")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="conversation_state_exists"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.OPEN.value) | models.Q(counsellor__isnull=False),
                name="open_conversation_has_a_counsellor",
            ),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True, guest__isnull=True)
                | models.Q(part_of__isnull=False, guest__isnull=False),
                name="part_of_a_conversation_has_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} ({self.state})"


class Holder(models.TextChoices):
    """To whom a conversation's key is sealed."""

    TEAM = "team"
    STAFF = "staff"
    RECOVERY = "recovery"


class KeyWrap(models.Model):
    """A conversation's key, sealed to the team, to one colleague or to recovery (base64url)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="wraps")
    holder = models.CharField(max_length=8, choices=Holder.choices)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="conversation_wraps"
    )
    sealed_key = models.CharField(max_length=160)

    class Meta:
        """One wrap for each holder, and a colleague exactly where the holder is one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "holder", "staff"], name="one_wrap_for_each_colleague"),
            models.UniqueConstraint(
                fields=["conversation", "holder"],
                condition=models.Q(staff__isnull=True),
                name="one_wrap_for_team_and_recovery",
            ),
            models.CheckConstraint(
                condition=models.Q(holder=Holder.STAFF.value, staff__isnull=False)
                | models.Q(holder__in=[Holder.TEAM.value, Holder.RECOVERY.value], staff__isnull=True),
                name="wrap_has_its_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} for {self.staff or self.holder}"


class Need(models.TextChoices):
    """Why somebody asks to read the conversation of a colleague."""

    DANGER = "danger"
    ABSENT = "absent"
    SECOND_OPINION = "second_opinion"


class BreakGlass(models.Model):
    """A colleague asks to read a conversation that is not hers. `sealed_key` is sealed to her until `expires_at`."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="break_glass")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    need = models.CharField(max_length=20, choices=Need.choices)
    asked_at = models.DateTimeField()
    sealed_key = models.CharField(max_length=160, blank=True)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.conversation_id} for {self.staff}: {self.need}"


class ReturnCode(models.Model):
    """With what a visitor comes back: nothing here leads to the code.

    `lookup_hash` is the HMAC of the lookup under a secret that is not in this database, `token_hash` the SHA-256 of the
    token, `wrapped_key` the conversation's key, closed under the code (base64url). `guards` is the conversation whose
    duress word this is, and None for a code; then `conversation` is the empty chat that the word opens.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="return_code")
    guards = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="duress_words")
    lookup_hash = models.CharField(max_length=64, db_index=True)
    token_hash = models.CharField(max_length=64)
    wrapped_key = models.CharField(max_length=82)

    def __str__(self) -> str:
        return f"return code of {self.conversation_id}"


class Envelope(models.Model):
    """A sealed message. Numbers are dense in each conversation; the journal writes them and nobody else."""

    pk = models.CompositePrimaryKey("conversation_id", "number")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="envelopes", db_index=False)
    number = models.PositiveBigIntegerField()
    session = models.BinaryField(max_length=16)
    sequence = models.PositiveBigIntegerField()
    stored_at = models.PositiveBigIntegerField()  # ms since 1970
    content = models.BinaryField(max_length=8192)

    class Meta:
        """What a sender sends twice is stored once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "session", "sequence"], name="envelope_stored_once")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.number}"


class Photo(models.Model):
    """A sealed photo of a visitor. The envelope that names it is in the journal; without that nobody can find it.

    `identifier` is 16 random bytes in hexadecimal, drawn by the visitor's browser.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="photos")
    identifier = models.CharField(max_length=IDENTIFIER_CHARACTERS)
    content = models.BinaryField(max_length=192 * 1024)

    class Meta:
        """What a sender sends twice is stored once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "identifier"], name="photo_stored_once")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} of {self.conversation_id}"


class BackupKey(models.Model):
    """The key under which backups hold a conversation (32 bytes, base64url). It is in none of them, and dies here."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="backup_key")
    key = models.CharField(max_length=43)

    def __str__(self) -> str:
        return f"for {self.conversation_id}"


class ForgottenOnDay(models.Model):
    """How many conversations were forgotten on a day: all that is kept of them. `last_at`: of that day's last look."""

    day = models.DateField(primary_key=True)
    conversations = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}: {self.conversations}"
