"""Tables of the room: persons, their conversations and their one registration."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.reference import new_reference


class Person(models.Model):
    """Somebody who wrote to the helpline. Counted once, however often she comes back."""

    reference = models.CharField(max_length=14, unique=True, default=new_reference)

    def __str__(self) -> str:
        return self.reference


class ConversationOfPerson(models.Model):
    """Which person a conversation was with. Goes when the conversation is forgotten; the person stays."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="of_person"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conversations")

    def __str__(self) -> str:
        return self.person.reference


class Registration(models.Model):
    """What was told, as codes of one version of a codebook. Columns not yet coded are absent."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="registration")
    book_name = models.CharField(max_length=60)
    book_version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=[(state.value, state.value) for state in State], default=State.DRAFT.value
    )
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    started_month = models.CharField(max_length=7)  # yyyy-mm, of the person's first conversation

    class Meta:
        """Only states that exist can be stored."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="registration_state_exists"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person.reference} ({self.state})"
