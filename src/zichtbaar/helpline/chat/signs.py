"""Which signs are passed on: those of who takes part in an open conversation, and no others. See decision 107."""

from __future__ import annotations

from zichtbaar.helpline.chat.connection import Connection
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.sealing.errors import SealingError
from zichtbaar.helpline.sealing.sign import check_sign_shape

NO_CONVERSATION = b""


def conversation_of(connection: Connection, frame: bytes) -> bytes:
    """The conversation in which this sign is to be passed on; NO_CONVERSATION when it is to be dropped."""
    try:
        header = check_sign_shape(frame[1:])
    except SealingError:
        return NO_CONVERSATION
    following = connection.follows.get(header.conversation)
    if following is None or not following.may_write or following.state is not State.OPEN:
        return NO_CONVERSATION
    return header.conversation if header.role == following.role else NO_CONVERSATION
