"""References can be read aloud, typed over, and lead back to nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.registration.reference import ALPHABET, new_reference, read_reference


def test_a_reference_is_three_groups_of_four_signs_without_look_alikes() -> None:
    groups = new_reference().split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1IL")
    assert len(set(ALPHABET)) == 31


def test_references_differ() -> None:
    assert len({new_reference() for _ in range(1000)}) == 1000


@given(st.data())
def test_a_reference_is_read_however_it_is_typed(data: st.DataObject) -> None:
    reference = new_reference()
    separator = data.draw(st.sampled_from(["", " ", "-", " - ", "  "]))
    typed = separator.join(reference.split("-"))
    assert read_reference(data.draw(st.sampled_from([typed, typed.lower(), f" {typed} "]))) == reference


@pytest.mark.parametrize("text", ["", "K7MQ", "K7MQ-3XHT-9PR0", "K7MQ-3XHT-9PRAA", "her stepfather", "K7MQ/3XHT/9PRA"])
def test_what_cannot_be_a_reference_is_none(text: str) -> None:
    assert read_reference(text) is None
