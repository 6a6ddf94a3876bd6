"""The first envelope of a conversation, which comes with the wish to begin it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from zichtbaar.helpline.people.encoding import from_text
from zichtbaar.helpline.sealing.envelope import Role, check_shape
from zichtbaar.helpline.sealing.errors import SealingError
from zichtbaar.helpline.web.shared.posted import posted


def posted_first_envelope(request: HttpRequest, field: str, conversation: str) -> bytes:
    """The envelope in a field. Raises BadRequest when it is none, or not the visitor's first in this conversation."""
    return read_first_envelope({field: posted(request, field, str)}, field, conversation)


def read_first_envelope(fields: Mapping[str, Any], field: str, conversation: str) -> bytes:
    """The same out of an object that was posted."""
    try:
        content = from_text(fields[field])
        header = check_shape(content)
    except (KeyError, TypeError, ValueError, SealingError) as error:
        raise BadRequest from error
    if (header.conversation.hex(), header.role, header.sequence) != (conversation, Role.VISITOR, 1):
        raise BadRequest
    return content
