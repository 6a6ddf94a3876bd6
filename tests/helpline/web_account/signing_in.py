"""What a browser does at the staff's doors, in Python: stretching passwords, and asking with the page's token."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client

from helpline.app_codes import code_of
from zichtbaar.helpline.people import second_factor
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.password import PasswordKeys, split_password

PAGES = {"desk": "/desk/", "office": "/office/sign-in/", "account": "/account/sign-in/"}


class Browser:
    """A browser at a staff door: it fetches the page first, as people do."""

    def __init__(self, door: str = "account") -> None:
        self.door = door
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
        self.csrf = token(self.client.get(PAGES[door]).content.decode())

    def post(self, address: str, **words: object) -> tuple[int, dict[str, Any]]:
        got = self.client.post(
            address, json.dumps(words), content_type="application/json", headers={"X-CSRFToken": self.csrf}
        )
        return got.status_code, json.loads(got.content or b"{}")

    def stretch(self, name: str, password: str) -> PasswordKeys:
        _, how = self.post(f"/{self.door}/sign-in/salt", name=name)
        return split_password(password, from_text(how["salt"]), memory=how["memory"], passes=how["passes"])

    def sign_in(self, name: str, password: str, code: str = "") -> tuple[int, dict[str, Any]]:
        """What the page's script does."""
        auth = to_text(self.stretch(name, password).auth)
        status, answer = self.post(f"/{self.door}/sign-in", name=name, auth=auth, code=code)
        self.csrf = answer.get("csrf", self.csrf)
        return status, answer

    def send(self, address: str, **fields: str) -> tuple[int, str]:
        """Send a plain form, as a page of ours would."""
        got = self.client.post(address, {**fields, "csrfmiddlewaretoken": self.csrf})
        return got.status_code, got.content.decode()

    def get(self, address: str) -> tuple[int, str]:
        """The page, or where it sends to."""
        got = self.client.get(address, headers={"accept": "text/html"})
        return got.status_code, got.headers.get("Location") or got.content.decode()


def token(page: str) -> str:
    """The token against forged requests that came with a page."""
    found: list[str] = re.findall(r'name="csrf-token" content="(\w+)"', page)
    return found[0]


def with_second_factor(staff: Staff) -> str:
    """Set one up a moment ago; the secret."""
    draft = second_factor.draw(staff)
    second_factor.set_up(staff, draft, code_of(draft.secret, -1))
    return draft.secret
