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
from zichtbaar.helpline.chat.news import blocked
from zichtbaar.helpline.people.models import Role, Staff


@transaction.atomic
def block(by: Staff, conversation: Conversation) -> None:
    """End a conversation; its codes and its page open nothing any more, and nobody hears why.

    As its counsellor, or as a shift lead. Raises NotFoundError. What was said is kept as long as any other; what the
    visitor could still take back of a handover is taken back with it.
    """
    current = Conversation.objects.get(pk=conversation.pk)
    may = current.counsellor_id == by.pk or (by.role == Role.SHIFT_LEAD and current.counsellor_id is not None)
    if current.state == State.WAITING or not may:  # what waits anew, as a message, is nobody's until it is taken
        raise NotFoundError
    actions.close(current, State.ENDED)
    returning.take_code_away(current)
    nobodys = hash_of_token(secrets.token_bytes(TOKEN_BYTES))
    Conversation.objects.filter(pk=current.pk).update(token_hash=nobodys)
    blocked.send(Conversation, conversation=current, by=by)
    record(Kind.VISITOR_BLOCKED, by=by, subject=current.identifier)
