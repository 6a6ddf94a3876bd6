"""Any two of three printed shares give the recovery key, one tells nothing, and a typing error is found."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.sealing.errors import BadShareError, OtherShareError
from zichtbaar.helpline.sealing.hpke import make_key_pair
from zichtbaar.helpline.sealing.shares import join_key, read_share, split_key

PUBLIC = bytes(65)
PRINTED = split_key(bytes(range(32)), PUBLIC)
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@given(st.binary(min_size=32, max_size=32))
def test_any_two_give_the_key(private: bytes) -> None:
    printed = split_key(private, PUBLIC)
    assert {join_key(two) for two in permutations(printed, 2)} == {private}
    assert join_key(printed) == private


def test_the_vectors_open(vectors: Any) -> None:
    for case in vectors("shares-python")["keys"]:
        assert {join_key(two).hex() for two in combinations(case["shares"], 2)} == {case["private"]}


def test_one_share_is_of_every_key_alike() -> None:
    """Every byte of a share takes values of all kinds, whatever the key is; and none is the key itself."""
    parts = [read_share(split_key(bytes(32), PUBLIC)[0]).part for _ in range(400)]
    *bytes_of_key, which = zip(*parts, strict=True)
    assert {len(set(values)) > 150 for values in bytes_of_key} == {True}  # 202 are expected, give or take 7
    assert len(set().union(*bytes_of_key)) == 256
    assert 0 not in which


def test_how_it_is_typed_does_not_matter() -> None:
    one, other = PRINTED[:2]
    assert join_key([one.lower(), other.replace(" ", "-")]) == bytes(range(32))
    assert join_key([f"\n {one} ", other.replace(" ", "")]) == bytes(range(32))


@given(st.integers(0, 63), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(place: int, sign: str) -> None:
    share = PRINTED[0].replace(" ", "")
    if share[place] == sign:
        return
    with pytest.raises(BadShareError):
        read_share(share[:place] + sign + share[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    ["", "AAAA", "0" * 64, "é" * 64, PRINTED[0] + "AAAA AAAA", PRINTED[0][:-5]],
    ids=["nothing", "short", "zeros", "accents", "too long", "cut off"],
)
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(BadShareError):
        read_share(typed)


def test_shares_of_two_keys_and_the_same_share_twice_are_refused() -> None:
    other = make_key_pair()
    for two in ([PRINTED[0], split_key(other.private, other.public)[1]], [PRINTED[0], PRINTED[0]], [PRINTED[0]]):
        with pytest.raises(OtherShareError):
            join_key(two)
