"""Ending a conversation for good, with who abuses the chat: nothing that its visitor holds leads back into it.

Nobody is known here by an address or a name, so the code is all that can be blocked. A new chat can always be begun.
"""

from __future__ import annotations

import secrets

from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat import actions, returning
from zichtbaar.helpline.chat.access import TOKEN_BYTES, hash_of_token
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Role, Staff


@transaction.atomic
def block(by: Staff, conversation: Conversation) -> None:
    """End a conversation; its codes and its page open nothing any more, and nobody hears why.

    As its counsellor, or as a shift lead. Raises NotFoundError. What was said is kept as long as any other.
    """
    current = Conversation.objects.get(pk=conversation.pk)
    if current.counsellor_id != by.pk and (by.role != Role.SHIFT_LEAD or current.counsellor_id is None):
        raise NotFoundError
    actions.close(current, State.ENDED)
    returning.take_code_away(current)
    nobodys = hash_of_token(secrets.token_bytes(TOKEN_BYTES))
    Conversation.objects.filter(pk=current.pk).update(token_hash=nobodys)
    record(Kind.VISITOR_BLOCKED, by=by, subject=current.identifier)
