"""A password gives two keys that tell nothing of each other, the same in the browser and here."""

from __future__ import annotations

from typing import Any

import pytest

from zichtbaar.helpline.sealing.errors import ForgedError, UnknownVersionError
from zichtbaar.helpline.sealing.password import PasswordKeys, close_slot, open_slot, split_password

PRIVATE_KEY = bytes(range(32))
SALT = bytes(16)


def quickly(password: str, salt: bytes = SALT) -> PasswordKeys:
    """Less work than anybody should set for a real password."""
    return split_password(password, salt, memory=64, passes=1)


def test_the_vectors_of_the_browser_and_of_python_agree(vectors: Any) -> None:
    for case in vectors("passwords-python")["passwords"]:
        keys = split_password(
            case["password"], bytes.fromhex(case["salt"]), memory=case["memory"], passes=case["passes"]
        )
        assert (keys.auth.hex(), keys.kek.hex()) == (case["auth"], case["kek"])
        assert open_slot(bytes.fromhex(case["slot"]), keys.kek).hex() == case["private"]


def test_two_spellings_of_one_password_are_the_same() -> None:
    assert quickly("Zürich") == quickly("Zu\u0308rich")


def test_password_and_salt_both_matter_and_the_two_keys_differ() -> None:
    keys = quickly("secret")
    assert len({*keys, *quickly("Secret"), *quickly("secret", b"another salt 16b")}) == 6


def test_a_slot_opens_with_its_own_password_only() -> None:
    slot = close_slot(PRIVATE_KEY, quickly("right").kek)
    assert open_slot(slot, quickly("right").kek) == PRIVATE_KEY
    with pytest.raises(ForgedError):
        open_slot(slot, quickly("wrong").kek)


def test_no_two_slots_are_alike() -> None:
    kek = quickly("right").kek
    assert close_slot(PRIVATE_KEY, kek) != close_slot(PRIVATE_KEY, kek)


@pytest.mark.parametrize("cut", [1, 5, 13, 20])
def test_a_cut_or_changed_slot_is_refused(cut: int) -> None:
    kek = quickly("right").kek
    slot = close_slot(PRIVATE_KEY, kek)
    with pytest.raises(ForgedError):
        open_slot(slot[:cut], kek)
    with pytest.raises(ForgedError):
        open_slot(slot[:cut] + bytes([slot[cut] ^ 1]) + slot[cut + 1 :], kek)


@pytest.mark.parametrize("slot", [b"", b"\0" + bytes(60), b"\2" + bytes(60)])
def test_a_slot_of_another_version_is_refused(slot: bytes) -> None:
    with pytest.raises(UnknownVersionError):
        open_slot(slot, bytes(32))
