"""What is handed over opens for its receiver only, and shows that it is what was agreed to; in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.sealing.errors import ForgedError, TooLongError
from zichtbaar.helpline.sealing.hpke import KeyPair, make_key_pair
from zichtbaar.helpline.sealing.package import (
    SALT_BYTES,
    agreed_hash,
    fingerprint,
    ground_hash,
    open_note,
    open_package,
    seal_note,
    seal_package,
)

REFERENCE = bytes(range(16))
CONTENT = b'{"lines":["I am fifteen."]}'
lines = st.lists(st.text(max_size=20), max_size=4)


@pytest.fixture(scope="module")
def piet() -> KeyPair:
    return make_key_pair()


def test_a_package_opens_for_its_receiver_and_its_handover_only(piet: KeyPair) -> None:
    sealed = seal_package(CONTENT, piet.public, REFERENCE)
    assert open_package(sealed, piet.private, REFERENCE) == CONTENT
    with pytest.raises(ForgedError):
        open_package(sealed, make_key_pair().private, REFERENCE)
    with pytest.raises(ForgedError):
        open_package(sealed, piet.private, bytes(16))
    with pytest.raises(ForgedError):
        open_note(sealed, piet.private, REFERENCE)
    with pytest.raises(ForgedError):
        open_package(seal_note(CONTENT, piet.public, REFERENCE), piet.private, REFERENCE)


def test_its_length_does_not_tell_how_much_was_struck(piet: KeyPair) -> None:
    sizes = {len(seal_package(b"x" * length, piet.public, REFERENCE)) for length in range(0, 256, 15)}
    assert len(sizes) == 1
    with pytest.raises(TooLongError):
        seal_package(b"x" * 8105, piet.public, REFERENCE)


@given(st.text(max_size=9), lines, st.text(max_size=9), lines)
def test_what_was_agreed_has_one_reading(one: str, its: list[str], other: str, theirs: list[str]) -> None:
    salt = bytes(SALT_BYTES)
    same = agreed_hash(REFERENCE, salt, one, its) == agreed_hash(REFERENCE, salt, other, theirs)
    assert same is ((one, its) == (other, theirs))


@given(st.text(max_size=9), lines, st.text(max_size=9), lines)
def test_what_goes_without_consent_has_one_reading_and_is_never_what_somebody_agreed_to(
    one: str, its: list[str], other: str, theirs: list[str]
) -> None:
    salt = bytes(SALT_BYTES)
    same = ground_hash(REFERENCE, salt, "Zorg", one, its) == ground_hash(REFERENCE, salt, "Zorg", other, theirs)
    assert same is ((one, its) == (other, theirs))
    assert ground_hash(REFERENCE, salt, "Zorg", one, its) != agreed_hash(REFERENCE, salt, "Zorg", [one, *its])


def test_the_hash_of_what_was_agreed_cannot_be_tried_out_without_the_salt() -> None:
    hashes = {agreed_hash(REFERENCE, bytes([salt]) * SALT_BYTES, "Zorg", ["Ja"]) for salt in range(4)}
    assert len(hashes) == 4


def test_the_digits_of_a_key_are_six_groups_of_five(piet: KeyPair) -> None:
    digits = fingerprint(to_text(piet.public))
    assert [len(group) for group in digits.split(" ")] == [5] * 6
    assert digits.replace(" ", "").isdigit()
    assert digits != fingerprint(to_text(make_key_pair().public))


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_packages_of_both_languages_open(vectors: Any, language: str) -> None:
    for case in vectors(f"packages-{language}")["packages"]:
        reference, salt, private = (bytes.fromhex(case[name]) for name in ("reference", "salt", "private"))
        assert open_package(bytes.fromhex(case["sealed"]), private, reference).hex() == case["content"]
        assert open_note(bytes.fromhex(case["note"]), private, reference).hex() == case["content"]
        assert agreed_hash(reference, salt, case["receiver"], case["lines"]).hex() == case["agreed_hash"]
        why = "".join(case["lines"][:1])
        assert ground_hash(reference, salt, case["receiver"], why, case["lines"]).hex() == case["ground_hash"]
        assert fingerprint(case["public"]) == case["fingerprint"]
        assert len(from_text(case["public"])) == 65
