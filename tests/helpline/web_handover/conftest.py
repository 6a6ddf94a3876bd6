"""A handover over the wire: browsers of Kim, Sam and Piet, and a visitor's page that posts what she decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from helpline.handover.people import Chat, confirmed, open_chat, organisation
from zichtbaar.helpline.handover import receivers
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.package import agreed_hash, seal_package

SignIn = Callable[[Staff], Client]
LINES = ["I am sixteen.", "Do not call home."]
SALT = bytes(range(32))
CHOSEN = {"need": "care", "urgency": "planned", "age": "16_17", "guardian": "not_needed", "ground": "", "follows": ""}


def post(client: Client, address: str, words: object = None) -> tuple[int, dict[str, Any]]:
    """Status and JSON of what was posted."""
    got = client.post(address, json.dumps(words or {}), content_type="application/json")
    return got.status_code, json.loads(got.content or b"{}")


@dataclass
class Wire:
    """Everybody's browser."""

    kim: Client
    sam: Client
    piet: Client
    chat: Chat
    zorg: Organisation

    def propose(self, **changes: str) -> tuple[int, dict[str, Any]]:
        """Kim proposes."""
        asked = {"organisation": self.zorg.identifier, "route": "door", **CHOSEN, **changes}
        return post(self.kim, f"/desk/conversations/{self.chat.conversation.identifier}/handovers", asked)

    def decide(self, reference: str, decision: str, **more: object) -> int:
        """Vera decides."""
        mine = {"conversation": self.chat.conversation.identifier, "token": to_text(self.chat.token)}
        return post(Client(), "/consent", {**mine, "handover": reference, "decision": decision, **more})[0]

    def agree(self, reference: str) -> int:
        """Vera agrees to these lines."""
        hashed = agreed_hash(bytes.fromhex(reference), SALT, self.zorg.name, LINES)
        return self.decide(reference, "agree", agreed_hash=to_text(hashed), may_be_counted=False)

    def send(self, reference: str, content: bytes, lines: list[str] = LINES) -> tuple[int, dict[str, Any]]:
        """Kim seals this to every confirmed key, and sends it, as the words of these lines."""
        listed = self.kim.get("/desk/handovers/receivers").json()["receivers"]
        keys = next(one["keys"] for one in listed if one["organisation"] == self.zorg.identifier)
        sealed = {
            key["key"]: to_text(seal_package(content, from_text(key["public"]), bytes.fromhex(reference)))
            for key in keys
        }
        told_hash = to_text(agreed_hash(bytes.fromhex(reference), SALT, self.zorg.name, lines))
        return post(self.kim, f"/desk/handovers/{reference}/send", {"packages": sealed, "told_hash": told_hash})


@pytest.fixture
def wire(kim: Staff, sam: Staff, ada: Staff, piet: Staff, signed_in: SignIn) -> Wire:
    """Vera talks with Kim; Piet works for Zorg, and his key is confirmed."""
    zorg = organisation("Zorg")
    confirmed(ada, receivers.bind(ada, piet, zorg))
    return Wire(signed_in(kim), signed_in(sam), signed_in(piet), open_chat(kim), zorg)
