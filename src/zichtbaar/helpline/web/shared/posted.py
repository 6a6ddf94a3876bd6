"""Reading what a script posted: JSON with known fields of known form, or a refusal."""

from __future__ import annotations

import json
from typing import Any, TypeGuard, TypeVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from zichtbaar.helpline.people.encoding import from_text

T = TypeVar("T")


def posted(request: HttpRequest, field: str, form: type[T], *, otherwise: T | None = None) -> T:
    """One field of the JSON object that was posted. Raises BadRequest when it is absent or of another form.

    A field that may be absent has a value that is meant `otherwise`. Only JSON is read: a form on a page of somebody
    else's cannot send it.
    """
    value = _body(request).get(field, otherwise)
    if not isinstance(value, form) or isinstance(value, bool) is not (form is bool):
        raise BadRequest
    if isinstance(value, str) and not _encodable(value):
        raise BadRequest
    return value


def posted_or_empty(request: HttpRequest, field: str) -> str:
    """A text that need not be there. Raises BadRequest when it is something else than a text."""
    return posted(request, field, str) if field in _body(request) else ""


def posted_fields(request: HttpRequest) -> frozenset[str]:
    """The names of the fields that were posted. Raises BadRequest."""
    return frozenset(_body(request))


def posted_bytes(request: HttpRequest, field: str, length: int) -> bytes:
    """A field of so many bytes, as base64url. Raises BadRequest."""
    return read_bytes(posted(request, field, str), length)


def posted_identifier(request: HttpRequest, field: str) -> str:
    """A field that names a conversation: 16 bytes in small hexadecimal. Raises BadRequest."""
    value = posted(request, field, str)
    if not is_identifier(value):
        raise BadRequest
    return value


def is_identifier(value: object) -> TypeGuard[str]:
    """Whether this names a conversation: 16 bytes in small hexadecimal."""
    return isinstance(value, str) and len(value) == 32 and set(value) <= set("0123456789abcdef")


def read_bytes(text: Any, length: int) -> bytes:
    """So many bytes out of base64url. Raises BadRequest."""
    try:
        content = from_text(text)
    except (ValueError, TypeError) as error:
        raise BadRequest from error
    if len(content) != length:
        raise BadRequest
    return content


def _encodable(text: str) -> bool:
    """Whether a text can be stored: JSON can name half of a pair of surrogates, which is no character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise BadRequest
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(body, dict):
        raise BadRequest
    return body
