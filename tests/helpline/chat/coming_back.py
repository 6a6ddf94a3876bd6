"""What Vera's browser does with a code and with a message, without a browser."""

from __future__ import annotations

import secrets

from helpline.chat.talking import Chat, first_envelope
from zichtbaar.helpline.chat import actions, returning
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.returning import Decoy, NewCode

SEALED = b"s" * actions.SEALED_KEY_BYTES


def new_code() -> NewCode:
    """What a browser draws from a code that nobody else has."""
    return NewCode(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(61))


def new_decoy() -> Decoy:
    """The empty chat that a browser makes with a duress word."""
    identifier = secrets.token_hex(16)
    return Decoy(identifier, first_envelope(identifier, ""), new_code())


def keep(chat: Chat, *, decoy: Decoy | None = None) -> NewCode:
    """Vera has a code from now on."""
    code = new_code()
    returning.keep(chat.identifier.hex(), chat.token, code, decoy)
    return code


def come_back(code: NewCode, token: bytes = b"n" * 32) -> Conversation:
    """Vera types her code on some phone, whose page draws a new token."""
    return returning.come_back(code.lookup, code.token, token).conversation


def leave_message(chat: Chat, epoch: int = 1) -> Conversation:
    """Vera leaves a message in her conversation."""
    return returning.leave_message(chat.identifier.hex(), chat.token, epoch, SEALED)
