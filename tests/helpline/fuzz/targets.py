"""Every parser that a stranger's bytes reach. A target may refuse by name; anything else it raises is a fault.

Each takes any bytes at all. Where plain bytes would hardly ever come past the first check, the first byte of the input
says which part of a good request the rest stands in for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import quote

from django.urls import reverse

from helpline.fuzz import wire_in_loop
from helpline.fuzz.founding import NAME
from helpline.fuzz.stranger import CONVERSATION, RELAYS, TOKEN, ask
from zichtbaar.helpline.chat import frames
from zichtbaar.helpline.chat.errors import MalformedError
from zichtbaar.helpline.pacing.gates import STARTS
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.envelope import (
    BUCKETS,
    HEADER_BYTES,
    TAG_BYTES,
    Role,
    check_shape,
    open_payload,
    read_message,
    unpad,
    write_header,
    write_message,
)
from zichtbaar.helpline.sealing.errors import SealingError
from zichtbaar.helpline.web.access import RULES

SEALED_BYTES = BUCKETS[0] + TAG_BYTES
ADDRESSES = tuple(reverse(name) for name, rule in sorted(RULES.items()) if rule.anyone and "<" not in name)
"""All that anybody may ask; a new one is tried without having to be named here."""
FAULT = 500


def envelope(content: bytes) -> None:
    """The readable part, and the seal of who does not know the key."""
    with suppress(SealingError):
        check_shape(content)
        open_payload(content, bytes(32))


def payload(content: bytes) -> None:
    """What comes out of an envelope whose sender does know the key. What is read can be written and read again."""
    with suppress(SealingError):
        unpad(content)
    with suppress(SealingError):
        message = read_message(content)
        assert read_message(write_message(message)) == message


def frame(content: bytes) -> None:
    """A text frame."""
    with suppress(MalformedError):
        frames.read(content.decode("utf-8", "surrogateescape"))


def conversation(content: bytes) -> None:
    """A connection that sends one frame after the other, and is told something about each."""
    sent = list(_frames(content))
    heard = RELAYS.receive(sent)
    assert all(isinstance(one, bytes) or json.loads(one)["is"] for one in heard)


def body(content: bytes) -> None:
    """What somebody posts, to any address that takes it from anybody."""
    address = ADDRESSES[content[0] % len(ADDRESSES)] if content else ADDRESSES[0]
    assert ask("POST", address, content[1:]) < FAULT


def start(content: bytes) -> None:
    """A wish to begin a chat in which one field is anything, or the envelope has any header. A proof is asked of it."""
    wish: dict[str, object] = {
        "conversation": CONVERSATION[::-1],
        "token": to_text(TOKEN),
        "epoch": 1,
        "sealed_key": to_text(bytes(114)),
        "language": "nl",
        "envelope": to_text(write_header(b"\xba" * 16, Role.VISITOR, bytes(16), 1, bytes(32)) + bytes(SEALED_BYTES)),
        "work": {"bits": 14, "counters": [*range(8)]},
    }
    while not STARTS.asks(None):
        STARTS.passed(None)
    field = (*wish, "header")[content[0] % (len(wish) + 1)] if content else "language"
    if field == "header":
        wish["envelope"] = to_text(content[1 : 1 + HEADER_BYTES].ljust(HEADER_BYTES, b"\1") + bytes(SEALED_BYTES))
    else:
        wish[field] = _anything(content[1:])
    assert ask("POST", "/start", json.dumps(wish).encode()) < FAULT


def signing_in(content: bytes) -> None:
    """A name and a half of a password."""
    name, _, auth = content.partition(b"\0")
    wish = {"name": _anything(name) if name else NAME, "auth": _anything(auth)}
    assert ask("POST", "/desk/sign-in", json.dumps(wish).encode()) < FAULT
    assert ask("POST", "/office/sign-in/salt", json.dumps(wish).encode()) < FAULT


def page(content: bytes) -> None:
    """An address with a query, and what a browser says of itself."""
    address, language, cookie, host = (content.split(b"\n") + [b""] * 4)[:4]
    headers = {
        "accept-language": language.decode("latin-1"),
        "cookie": f"sessionid={cookie.decode('latin-1')}",
        "accept": "text/html",
    }
    if host:
        headers["host"] = host.decode("latin-1")
    path, _, query = address.partition(b"?")
    # Escaped, so that the test's own client reads nothing into it; a server would hand it on as it is.
    assert ask("GET", f"/{quote(path)}?{quote(query, safe='&=+%;')}", headers=headers) < FAULT


def wire(content: bytes) -> None:
    """The bytes of a socket once it is open."""
    wire_in_loop.receive(content)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "envelope": envelope,
    "payload": payload,
    "frame": frame,
    "conversation": conversation,
    "body": body,
    "start": start,
    "signing-in": signing_in,
    "page": page,
    "wire": wire,
}


def _anything(content: bytes) -> object:
    """JSON if it is, else a text."""
    text = content.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _frames(content: bytes) -> Iterator[str | bytes]:
    """Text frames between newlines; one that begins with an escape is an envelope with this header, or just bytes."""
    for part in content.split(b"\n")[:8]:
        if part.startswith(b"\x1b"):
            yield part[1:].ljust(HEADER_BYTES, b"\1")[:HEADER_BYTES] + bytes(SEALED_BYTES)
        elif part.startswith(b"\x1c"):
            yield part[1:]
        else:
            yield part.decode("utf-8", "replace")
