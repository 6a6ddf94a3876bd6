"""The cast of a handover: Vera's chat with Kim; Piet of Zorg at the door; Blijf, that has only age."""

from __future__ import annotations

import pytest

from helpline.handover.people import RECIPIENT, Chat, confirmed, open_chat, organisation
from zichtbaar.helpline.handover import receivers
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.people.models import Staff


@pytest.fixture
def vera(kim: Staff) -> Chat:
    """Vera talks with Kim."""
    return open_chat(kim)


@pytest.fixture
def zorg(ada: Staff, piet: Staff) -> Organisation:
    """An organisation whose Piet comes in at the partners' door; his key is confirmed."""
    found = organisation("Zorg")
    confirmed(ada, receivers.bind(ada, piet, found))
    return found


@pytest.fixture
def blijf(ada: Staff) -> Organisation:
    """An organisation that has e-mail and the age tool; its key is confirmed."""
    found = organisation("Blijf")
    confirmed(ada, receivers.add_recipient(ada, found, RECIPIENT))
    return found
