"""Make the vectors of `tests/references/sealing` that come from Python. Both languages read them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing import hpke, package, password, photo, return_code, shares
from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import (
    FIRST_PREVIOUS,
    Role,
    digest,
    seal_payload,
    session_key,
    write_header,
)
from zichtbaar.helpline.sealing.sign import PURPOSE, Sign, Signs

FOLDER = Path(__file__).parents[2] / "references" / "sealing"
CALL = "python tests/helpline/sealing/make_sealing_vectors.py"

KEY = bytes(range(32))
CONVERSATION = bytes(range(100, 116))
ANOTHER_CONVERSATION = bytes(range(120, 136))
VERA = bytes(range(200, 216))
KIM = bytes(range(220, 236))
TALK = [
    (Role.VISITOR, "Is dit echt anoniem?"),
    (Role.VISITOR, 'Ik ben 16 € \U0001f600 "quoted" \\ \n\t\x01 \u2028 é é'),
    (Role.COUNSELLOR, "Ja. Vertel maar."),
    (Role.VISITOR, ""),
    (Role.COUNSELLOR, "x" * 700),
    (Role.VISITOR, "y" * 8000),
]


def write(name: str, content: Mapping[str, object]) -> None:
    """Write one file of vectors, with the call that makes it."""
    text = json.dumps({"call": CALL, **content}, indent=1, ensure_ascii=True)
    (FOLDER / name).write_text(text + "\n", "utf-8")


def in_hex(**values: bytes) -> dict[str, str]:
    """Bytes spelled for JSON."""
    return {name: value.hex() for name, value in values.items()}


def sides(conversation: bytes = CONVERSATION) -> dict[Role, Conversation]:
    """Vera and Kim at the two ends of one conversation, with fixed sessions."""
    return {
        Role.VISITOR: Conversation(conversation, KEY, Role.VISITOR, VERA),
        Role.COUNSELLOR: Conversation(conversation, KEY, Role.COUNSELLOR, KIM),
    }


def sealed_talk(talk: Sequence[tuple[Role, str]] = TALK, conversation: bytes = CONVERSATION) -> list[bytes]:
    """The talk as envelopes, each opened by the other side before the next is written."""
    ends = sides(conversation)
    envelopes = []
    for number, (role, text) in enumerate(talk, start=1):
        envelope = ends[role].seal(text, 1_700_000_000_000 + number)
        ends[Role.COUNSELLOR if role is Role.VISITOR else Role.VISITOR].open(envelope)
        envelopes.append(envelope)
    return envelopes


def sealed_keys() -> list[dict[str, object]]:
    """A key sealed for each purpose."""
    cases: list[dict[str, object]] = []
    for epoch, purpose in enumerate(hpke.Purpose):
        pair, key = hpke.make_key_pair(), secrets.token_bytes(32)
        conversation = CONVERSATION if purpose.startswith("conversation") else hpke.NO_CONVERSATION
        sealed = hpke.seal_key(key, pair.public, purpose, conversation=conversation, epoch=epoch)
        named = {"private": pair.private, "public": pair.public, "key": key, "sealed": sealed}
        cases.append({"purpose": purpose, "epoch": epoch, **in_hex(**named, conversation=conversation)})
    return cases


def passwords() -> list[dict[str, object]]:
    """Passwords with what they give; two spellings of one password give the same."""
    cases: list[dict[str, object]] = []
    spellings = ("Zürich Ⅸ ﬁne", "Zu\u0308rich IX fine")
    efforts = [(word, 1024, 2) for word in ("correct horse", *spellings)]
    for word, memory, passes in [*efforts, ("geheim", password.MEMORY_KIB, password.PASSES)]:
        salt, private_key = bytes(range(16)), bytes(range(50, 82))
        keys = password.split_password(word, salt, memory=memory, passes=passes)
        slot = password.close_slot(private_key, keys.kek)
        named = in_hex(salt=salt, auth=keys.auth, kek=keys.kek, slot=slot, private=private_key)
        cases.append({"password": word, "memory": memory, "passes": passes, **named})
    return cases


def printed_shares() -> list[dict[str, object]]:
    """Recovery keys with their three printed shares."""
    cases: list[dict[str, object]] = []
    for _ in range(3):
        pair = hpke.make_key_pair()
        printed = shares.split_key(pair.private, pair.public)
        cases.append({**in_hex(private=pair.private, public=pair.public), "shares": printed})
    return cases


RETURN_CODES = [
    ("fiets tafel regen molen zomer", 1024),
    ("  Fiets, TAFEL\n-regen- \u2026 mo\u0308len; z\u00f3mer 12", 1024),
    ("\uff26\uff49\uff45\uff54\uff53 \ufb01ets \u0130jsje \u017folo \u2168", 1024),
    ("0123 4567 8901 2345 6789", 1024),
    ("\u0660\u0661\u0662\u0663-\u06f4\u06f5\u06f6\u06f7 \u0968\u0969 \uff11\uff12 abc", 1024),
    ("\u0660\u0661\u0662\u0663-\u06f4\u06f5\u06f6\u06f7 \u0968\u0969\uff11\uff12 \u0431 34567890", 1024),
    ("\u0444\u0438\u0446 \u12a0", 1024),
    ("fiets tafel regen molen winter", password.MEMORY_KIB),
]


def return_codes() -> list[dict[str, object]]:
    """Codes as people type them, with what they give and a key closed under each."""
    cases: list[dict[str, object]] = []
    for code, memory in RETURN_CODES:
        salt, passes = bytes(range(16)), password.PASSES
        keys = return_code.derive(code, salt, memory=memory, passes=passes)
        wrap = return_code.wrap_key(KEY, keys.key, CONVERSATION)
        named = in_hex(salt=salt, **keys._asdict(), wrap=wrap, conversation=CONVERSATION, conversation_key=KEY)
        about = {"code": code, "normalised": return_code.normalised(code), "memory": memory, "passes": passes}
        cases.append({**about, **named})
    return cases


def changed(envelope: bytes, place: int, value: int | None = None) -> bytes:
    """The envelope with one byte changed: one bit of it, or to a value."""
    byte = envelope[place] ^ 1 if value is None else value
    return envelope[:place] + bytes([byte]) + envelope[place + 1 :]


def sealed_oddly(payload: bytes, *, padding: bool = True) -> bytes:
    """An envelope by somebody who holds the key and breaks the rules inside it."""
    header = write_header(CONVERSATION, Role.VISITOR, VERA, 1, FIRST_PREVIOUS)
    key = session_key(KEY, CONVERSATION, Role.VISITOR, VERA)
    if padding:
        return seal_payload(header, payload, key)
    return header + AESGCM(key).encrypt(bytes(11) + b"\1", payload, header)


def tampering() -> list[dict[str, object]]:
    """What an attacker on the server could do to Vera's envelopes, and what Kim's side says to it.

    All envelopes but the last open; the last is refused with `reason`.
    """
    one, two, three = sealed_talk([(Role.VISITOR, text) for text in ("one", "two", "three")])
    kims = sides()[Role.COUNSELLOR].seal("from Kim", 1)
    elsewhere = sealed_talk([(Role.VISITOR, "elsewhere")], ANOTHER_CONVERSATION)[0]
    other_one = sealed_talk([(Role.VISITOR, "another one")])[0]
    table: list[tuple[str, list[bytes], str]] = [
        ("the second before the first", [two], "out_of_sequence"),
        ("the third before the second, or the second dropped", [one, three], "out_of_sequence"),
        ("replayed at once", [one, one], "replayed"),
        ("replayed later", [one, two, three, two], "replayed"),
        ("changed bit in the text", [changed(one, 80)], "forged"),
        ("changed bit in the tag", [changed(one, len(one) - 1)], "forged"),
        ("changed session", [changed(one, 20)], "forged"),
        ("changed hash", [one, changed(two, 45)], "broken_chain"),
        ("rewritten sequence", [changed(one, 38, 2)], "out_of_sequence"),
        ("rewritten sequence and hash", [one, one[:38] + b"\2" + digest(one) + one[71:]], "forged"),
        ("rewritten role", [changed(one, 18, Role.COUNSELLOR)], "forged"),
        ("role that does not exist", [changed(one, 18, 4)], "wrong_role"),
        ("spliced from another conversation", [elsewhere], "wrong_conversation"),
        ("spliced and renamed", [elsewhere[:2] + CONVERSATION + elsewhere[18:]], "forged"),
        ("reflected to the sender", [kims], "reflected"),
        ("reflected in another role", [changed(kims, 18, Role.VISITOR)], "reflected"),
        ("reflected in another session", [changed(kims, 20)], "forged"),
        ("follows on another first envelope", [other_one, two], "broken_chain"),
        ("longer than the longest", [one + bytes(8192)], "too_long"),
        ("of a size that no envelope has", [one + b"\0"], "bad_bucket"),
        ("only a header", [one[:71]], "bad_bucket"),
        ("empty", [b""], "bad_bucket"),
        ("of another version", [changed(one, 0, 2)], "unknown_version"),
        ("of another suite", [changed(one, 1, 2)], "unknown_suite"),
        ("without padding", [sealed_oddly(bytes(256), padding=False)], "bad_padding"),
        (
            "with something after the padding",
            [sealed_oddly(b"\x80".ljust(255, b"\0") + b"1", padding=False)],
            "bad_padding",
        ),
        ("not JSON", [sealed_oddly(b"hello")], "bad_payload"),
        ("not UTF-8", [sealed_oddly(b'{"text":"\xff","sent_at":1,"ack":{}}')], "bad_payload"),
        ("JSON that is no message", [sealed_oddly(b'{"text":1,"sent_at":1,"ack":{}}')], "bad_payload"),
        ("without ack", [sealed_oddly(b'{"text":"","sent_at":1}')], "bad_payload"),
        ("with a strange ack", [sealed_oddly(b'{"text":"","sent_at":1,"ack":{"zz":1}}')], "bad_payload"),
        ("with a strange count", [sealed_oddly(b'{"text":"","sent_at":1,"ack":{"00":"1"}}')], "bad_payload"),
    ]
    return [
        {"what": what, "envelopes": [envelope.hex() for envelope in envelopes], "reason": reason}
        for what, envelopes, reason in table
    ]


def packages() -> list[dict[str, object]]:
    """What is handed over, with its hash; the receiver's key with its digits."""
    cases: list[dict[str, object]] = []
    for receiver, lines in (
        ("Zorg & Co", ["Ik ben 15.", "Bel niet naar huis."]),
        ("É", []),
        ("", ["a", "", "b\u2028c"]),
    ):
        pair, salt = hpke.make_key_pair(), bytes(range(7, 39))
        content = json.dumps({"lines": lines}).encode()
        public = to_text(pair.public)
        sealed = package.seal_package(content, pair.public, CONVERSATION)
        note = package.seal_note(content, pair.public, CONVERSATION)
        named = in_hex(
            reference=CONVERSATION, salt=salt, private=pair.private, content=content, sealed=sealed, note=note
        )
        hashed = package.agreed_hash(CONVERSATION, salt, receiver, lines).hex()
        ground = package.ground_hash(CONVERSATION, salt, receiver, "".join(lines[:1]), lines).hex()
        told = {"public": public, "fingerprint": package.fingerprint(public)}
        told |= {"agreed_hash": hashed, "ground_hash": ground}
        cases.append({"receiver": receiver, "lines": lines, **told, **named})
    return cases


SIGNS = [
    Sign({}, asks=True),
    Sign({KIM: (1, 0)}),
    Sign({KIM: (12, 12), bytes(range(16)): (3, 2)}, writing=True, asks=True),
    Sign({bytes([number] * 16): (5000, 5000) for number in range(4)}, writing=True),
]


def signs() -> dict[str, object]:
    """Vera's signs, and what an attacker on the server could do to them; the last of each case is refused."""
    vera = Signs(CONVERSATION, KEY, Role.VISITOR, VERA)
    sealed = [vera.seal(sign) for sign in SIGNS]
    one, two = sealed[:2]
    kims = Signs(CONVERSATION, KEY, Role.COUNSELLOR, KIM).seal(Sign({}))
    elsewhere = Signs(ANOTHER_CONVERSATION, KEY, Role.VISITOR, VERA).seal(Sign({}))
    table: list[tuple[str, list[bytes], str]] = [
        ("replayed", [one, one], "replayed"),
        ("the first after the second", [two, one], "replayed"),
        ("changed bit", [changed(one, 80)], "forged"),
        ("changed session", [changed(one, 20)], "forged"),
        ("rewritten sequence", [changed(one, 38, 9)], "forged"),
        ("reflected to the sender", [kims], "reflected"),
        ("reflected in another role", [changed(kims, 18, Role.VISITOR)], "forged"),
        ("role that does not exist", [changed(one, 18, 4)], "wrong_role"),
        ("spliced from another conversation", [elsewhere], "wrong_conversation"),
        ("an envelope in the place of a sign", [sealed_talk(TALK[:1])[0]], "forged"),
        ("longer than a sign", [sealed_talk(TALK[4:5])[0]], "bad_bucket"),
        ("of another version", [changed(one, 0, 2)], "unknown_version"),
        ("of another suite", [changed(one, 1, 2)], "unknown_suite"),
        ("not JSON", [odd_sign(b"hello")], "bad_payload"),
        ("JSON that is no sign", [odd_sign(b'{"seen":1}')], "bad_payload"),
        ("with a strange session", [odd_sign(b'{"seen":{"zz":[1,1]}}')], "bad_payload"),
        ("with a strange count", [odd_sign(b'{"seen":{"' + b"0" * 32 + b'":[1]}}')], "bad_payload"),
        ("with a strange flag", [odd_sign(b'{"seen":{},"writing":1}')], "bad_payload"),
    ]
    known = [
        {"seen": {who.hex(): far for who, far in sign.seen.items()}, "writing": sign.writing, "asks": sign.asks}
        for sign in SIGNS
    ]
    cases = [{"what": what, "signs": [one.hex() for one in some], "reason": reason} for what, some, reason in table]
    newer = odd_sign(b'{"seen":{},"asks":true,"from_later":{"a":1}}').hex()
    return {"signs": known, "sealed": [one.hex() for one in sealed], "newer": newer, "cases": cases}


PHOTO = bytes(range(30, 46))
PHOTO_BYTES = (0, 1, 70_000, photo.BUCKETS[0] - 1, photo.BUCKETS[0], photo.BUCKETS[-1] - 1)


def photos() -> list[dict[str, object]]:
    """Photos by their length (every byte is 0xd8), with the length and the SHA-256 of what is sealed."""
    sealed = {length: photo.seal_photo(b"\xd8" * length, KEY, CONVERSATION, PHOTO) for length in PHOTO_BYTES}
    return [{"bytes": length, "sealed_bytes": len(one), **in_hex(sha256=digest(one))} for length, one in sealed.items()]


def odd_sign(payload: bytes) -> bytes:
    """A sign by somebody who holds the key and writes something else in it."""
    header = write_header(CONVERSATION, Role.VISITOR, VERA, 1, FIRST_PREVIOUS)
    return seal_payload(header, payload, session_key(KEY, CONVERSATION, Role.VISITOR, VERA, PURPOSE))


def main() -> None:
    """Write every file."""
    envelopes = [envelope.hex() for envelope in sealed_talk()]
    lines = [{"role": int(role), "text": text} for role, text in TALK]
    talk = in_hex(key=KEY, conversation=CONVERSATION, visitor=VERA, counsellor=KIM)
    write("talk-python.json", {**talk, "first_sent_at": 1_700_000_000_001, "lines": lines, "envelopes": envelopes})
    write("keys-python.json", {"keys": sealed_keys()})
    write("passwords-python.json", {"passwords": passwords()})
    write("packages-python.json", {"packages": packages()})
    write("shares-python.json", {"keys": printed_shares()})
    write("return-codes-python.json", {"codes": return_codes()})
    write("tampering-python.json", {**talk, "cases": tampering()})
    write("signs-python.json", {**talk, **signs()})
    write("photos-python.json", {**in_hex(key=KEY, conversation=CONVERSATION, photo=PHOTO), "photos": photos()})


if __name__ == "__main__":
    main()
