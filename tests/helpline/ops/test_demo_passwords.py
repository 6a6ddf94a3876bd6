"""The demo's passwords can be read and typed."""

from __future__ import annotations

import re

from zichtbaar.helpline.ops.demo_passwords import WORDS, new_password


def test_a_password_is_five_words_of_128() -> None:
    assert len(set(WORDS)) == len(WORDS) == 128
    assert re.fullmatch(r"([a-z]+-){4}[a-z]+", new_password())


def test_passwords_differ() -> None:
    assert len({new_password() for _ in range(500)}) == 500
