"""Photos of visitors, where the helpline takes them: keeping one, looking at it, and deleting it for everybody.

A photo lies sealed beside the envelopes, because it must be possible to delete one without breaking their chain. Its
key is drawn from the conversation's, and dies with that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat import access, break_glass
from zichtbaar.helpline.chat.errors import IdentifierTakenError, NoPhotosError, NotFoundError, TooManyPhotosError
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, KeyWrap, Photo
from zichtbaar.helpline.people.models import DESK_ROLES, Staff

MOST_PHOTOS = 10
"""In one conversation, deleted ones counted: less than two megabytes of the disk."""

GONE = b""
"""What stands in the place of a photo that was deleted, so that it cannot be sent again under its name."""


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that a colleague can delete, and the key to look at it sealed to her; None where she has none."""

    photo: str
    conversation: Conversation
    sealed_key: str | None


def keep(identifier: str, token: bytes, photo: str, content: bytes) -> None:
    """Keep a photo of the visitor who holds this token; sent again, because the answer was lost, it is the same.

    Its shape must have been checked. Raises NoPhotosError, NotFoundError, TooManyPhotosError, IdentifierTakenError.
    """
    if not settings.PHOTOS:
        raise NoPhotosError
    with access.changing(identifier, token) as conversation:
        if known := conversation.photos.filter(identifier=photo).first():
            if bytes(known.content) != content:
                raise IdentifierTakenError
            return
        if conversation.state != State.OPEN or conversation.part_of_id is not None:
            raise NoPhotosError
        if conversation.photos.count() >= MOST_PHOTOS:
            raise TooManyPhotosError
        conversation.photos.create(identifier=photo, content=content)


@transaction.atomic
def look_at(staff: Staff, identifier: str, photo: str) -> bytes:
    """The sealed photo, for who may read the conversation. Each look is recorded. Raises NotFoundError."""
    found = Photo.objects.filter(conversation__identifier=identifier, identifier=photo).exclude(content=GONE)
    kept = found.select_related("conversation").first()
    if kept is None or not _may_read(staff, kept.conversation):
        raise NotFoundError
    record(Kind.PHOTO_LOOKED_AT, by=staff, subject=identifier)
    return bytes(kept.content)


def kept_for(staff: Staff) -> list[KeptPhoto]:
    """The photos that this colleague can delete, of chats that ended too, the latest chat first."""
    if staff.role not in DESK_ROLES:
        return []
    hers = access.conversations_of(staff)
    photos = Photo.objects.exclude(content=GONE).filter(conversation__in=hers).defer("content")
    wraps: Mapping[int, str] = dict(
        KeyWrap.objects.filter(staff=staff, conversation__photos__isnull=False).values_list(
            "conversation_id", "sealed_key"
        )
    )
    return [
        KeptPhoto(one.identifier, one.conversation, wraps.get(one.conversation_id))
        for one in photos.select_related("conversation__counsellor").order_by("-conversation_id", "pk")
    ]


def count_for(staff: Staff) -> int:
    """How many `kept_for` tells."""
    hers = access.conversations_of(staff)
    return Photo.objects.exclude(content=GONE).filter(conversation__in=hers).count() if staff.role in DESK_ROLES else 0


@transaction.atomic
def delete(staff: Staff, identifier: str, photo: str) -> None:
    """Delete a photo for everybody, as a colleague who may open its conversation; twice is once. Raises NotFoundError.

    The envelope that names it stays, and leads to nothing.
    """
    if staff.role not in DESK_ROLES:
        raise NotFoundError
    kept = access.conversation_of(staff, identifier).photos.filter(identifier=photo)
    if not kept.exists():
        raise NotFoundError
    if kept.exclude(content=GONE).update(content=GONE):
        record(Kind.PHOTO_DELETED, by=staff, subject=identifier)
        forget_after_commit()


def _may_read(staff: Staff, conversation: Conversation) -> bool:
    if staff.role not in DESK_ROLES:
        return False
    is_hers = access.conversations_of(staff).filter(pk=conversation.pk).exists()
    return is_hers or break_glass.may_read(staff, conversation)
