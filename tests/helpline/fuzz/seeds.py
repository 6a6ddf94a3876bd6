"""Good inputs of every target, written into the corpus: from these fuzzing sets out.

python tests/helpline/fuzz/seeds.py
"""

# ruff: noqa: E402  # tables of Django can be imported only when it knows its settings
from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from helpline.fuzz.founding import NAME, found

found()

from helpline.fuzz.stranger import CONVERSATION, TOKEN
from helpline.fuzz.targets import ADDRESSES, SEALED_BYTES
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.envelope import (
    BUCKETS,
    Message,
    Role,
    SentPhoto,
    pad,
    seal_payload,
    write_header,
    write_message,
)

CORPUS = Path(__file__).parent / "corpus"
HEADER = write_header(bytes.fromhex(CONVERSATION), Role.VISITOR, bytes(16), 1, bytes(32))
SPOKEN = write_message(Message("hello", 1_700_000_000_000, {bytes(16): 3}, {"safe": "no"}))
WITH_PHOTO = write_message(Message("Foto", 1, {}, photo=SentPhoto("cd" * 16, 70_000)))
JOIN = {"do": "join", "conversation": CONVERSATION, "token": to_text(TOKEN), "last": 0}
DEEP = b"[" * 5000
"""Parentheses within each other, more than Python reads."""

TEXT_FRAMES = [
    JOIN,
    {"do": "follow", "conversation": CONVERSATION, "last": 2},
    {"do": "unfollow", "conversation": CONVERSATION},
    {"do": "watch"},
    {"do": "ping"},
]


def seeds() -> dict[str, list[bytes]]:
    """A few inputs of each target."""
    texts = [json.dumps(one).encode() for one in TEXT_FRAMES]
    named = json.dumps({"conversation": CONVERSATION, "token": to_text(TOKEN)}).encode()
    signing_in = json.dumps({"name": NAME, "auth": "half"}).encode()
    code = {"lookup": to_text(bytes(32)), "proof": to_text(bytes(32)), "wrapped_key": to_text(bytes(61))}
    with_code = {"conversation": CONVERSATION, "token": to_text(TOKEN), "code": code, "decoy": {}, **code}
    asked_again = {"epoch": 1, "sealed_key": to_text(bytes(114)), "photo": "cd" * 16, "content": to_text(bytes(33))}
    bodies = [DEEP, named, signing_in, json.dumps(with_code | asked_again).encode()]
    return {
        "envelope": [seal_payload(HEADER, SPOKEN, bytes(32)), seal_payload(HEADER, bytes(BUCKETS[-1] - 1), bytes(32))],
        "payload": [SPOKEN, pad(SPOKEN), DEEP, WITH_PHOTO],
        "frame": [*texts, DEEP[:1024]],
        "conversation": [b"\n".join(texts), json.dumps(JOIN).encode() + b"\n\x1b" + HEADER + b"\n\x1c\3"],
        "body": [bytes([number]) + body for number in range(len(ADDRESSES)) for body in bodies],
        "start": [b"\0" + b"cd" * 16, b"\2" + b"2", b"\4nl", b"\6" + b'{"bits":13,"counters":[1]}', b"\7" + HEADER],
        "signing-in": [b"\0half", b"Kim\0half", b'"Otto"\0{}'],
        "page": [b"\nnl,en;q=0.5\nabc\nlocalhost", b"?language=en", b"desk/conversations", b"static/visitor/icon.svg"],
        "wire": [_masked(0x1, b'{"do":"ping"}'), _masked(0x2, HEADER + bytes(SEALED_BYTES)), _masked(0x9, b"here?")],
    }


def _masked(opcode: int, content: bytes) -> bytes:
    """A frame of a browser; its mask is of zeros."""
    length = bytes([0x80 | len(content)]) if len(content) < 126 else b"\xfe" + struct.pack(">H", len(content))
    return bytes([0x80 | opcode]) + length + bytes(4) + content


def main() -> None:
    """Write them; what fuzzing found stays beside them."""
    for target, inputs in seeds().items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(inputs):
            (folder / f"seed-{number}").write_bytes(content)


if __name__ == "__main__":
    main()
