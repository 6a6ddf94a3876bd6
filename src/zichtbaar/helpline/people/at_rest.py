"""Closing what the server itself has to read with a key that is not in the database.

A copy of the database alone does not open it; who has the file of the secret as well can. Only for what the server
must know to do its work: nothing that belongs to a conversation is ever closed like this.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


class NotOursError(ValueError):
    """It was closed for another purpose, with another secret, or too long ago."""


def close(text: str, purpose: str) -> str:
    """A text that only this server opens again, and only for the same purpose."""
    return _cipher(purpose).encrypt(text.encode()).decode("ascii")


def open_again(closed: str, purpose: str, *, within: int | None = None) -> str:
    """What was closed, at most so many seconds ago. Raises NotOursError."""
    try:
        return _cipher(purpose).decrypt(closed.encode(), ttl=within).decode()
    except (InvalidToken, UnicodeError) as error:
        raise NotOursError from error


def _cipher(purpose: str) -> Fernet:
    key = salted_hmac("zichtbaar/at-rest", purpose, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
