"""A colleague's browser that asks a real server, without scripts: what they would send is sent by hand."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.sealing.password import split_password

Answer = tuple[int, str]


class HttpBrowser:
    """Cookies of its own. Answers are a status and a text; after a form it is the page that one is led to."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._csrf = ""
        self._cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(self._cookies)

    def get(self, address: str) -> Answer:
        """A page."""
        return self._ask(address, None, {"Accept": "text/html"})

    def post(self, address: str, **words: Any) -> Answer:
        """What a script posts."""
        return self._ask(address, json.dumps(words).encode(), {"Content-Type": "application/json"})

    def press(self, address: str, **fields: str) -> Answer:
        """What a form posts."""
        return self._ask(address, urllib.parse.urlencode(fields).encode(), {"Accept": "text/html"})

    def sign_in(self, door: str, name: str, password: str) -> Answer:
        """Sign in at a door, as its page would."""
        _, page = self.get("/desk/" if door == "desk" else "/office/sign-in/")
        [self._csrf] = re.findall(r'csrf-token" content="([^"]+)"', page)
        effort = json.loads(self.post(f"/{door}/sign-in/salt", name=name)[1])
        keys = split_password(password, from_text(effort["salt"]), memory=effort["memory"], passes=effort["passes"])
        status, text = self.post(f"/{door}/sign-in", name=name, auth=to_text(keys.auth))
        self._csrf = json.loads(text).get("csrf", self._csrf)
        return status, text

    def _ask(self, address: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        headers = {"X-CSRFToken": self._csrf, "Accept-Language": "en", **headers}
        request = urllib.request.Request(self._origin + address, body, headers)  # noqa: S310 - our own server
        try:
            with self._opener.open(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
