"""A proof takes work to find and none to check, and is good for one purpose, one subject and a few minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.pacing.proofs import WINDOW_SECONDS, Challenges, Proof, solve, zero_bits

BITS = 6


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def proved(challenges: Challenges, subject: str = "vera") -> Proof:
    return solve(challenges.make("start", subject, BITS), BITS)


def test_a_proof_is_known_again_for_two_minutes_at_least_and_four_at_most(clock: Clock) -> None:
    challenges = Challenges(clock)
    proof = proved(challenges)
    other = proved(challenges, "lena")
    clock.now += WINDOW_SECONDS
    assert challenges.accept("start", "vera", proof)
    clock.now += WINDOW_SECONDS
    assert not challenges.accept("start", "lena", other)


def test_a_proof_is_good_once_and_the_next_one_is_other_work(clock: Clock) -> None:
    challenges = Challenges(clock)
    proof = proved(challenges)
    assert challenges.accept("start", "vera", proof)
    for _ in range(3):
        assert not challenges.accept("start", "vera", proof)
        clock.now += WINDOW_SECONDS / 2
    again = proved(challenges)
    assert again != proof
    assert challenges.accept("start", "vera", again)


def test_that_a_proof_was_brought_is_forgotten_when_it_would_be_worth_nothing_any_more(clock: Clock) -> None:
    challenges = Challenges(clock)
    challenges.accept("start", "vera", proved(challenges))
    clock.now += 2 * WINDOW_SECONDS
    challenges.accept("start", "lena", proved(challenges, "lena"))
    assert list(challenges._brought) == [("start", "lena")]


def test_a_proof_is_for_one_purpose_one_subject_one_number_of_bits_and_one_process(clock: Clock) -> None:
    challenges = Challenges(clock)
    too_easy = solve(challenges.make("start", "vera", 20), 8)
    assert not challenges.accept("start", "vera", replace(too_easy, bits=20))
    good = solve(challenges.make("start", "vera", 12), 12)
    assert not challenges.accept("code", "vera", good)
    assert not challenges.accept("start", "otto", good)
    assert not challenges.accept("start", "vera", replace(good, bits=13))
    assert not Challenges(clock).accept("start", "vera", good)
    assert challenges.accept("start", "vera", good)


EIGHT = tuple(range(8))


@pytest.mark.parametrize(
    "counters", [(), EIGHT[:7], (*EIGHT, 8), (0,) * 8, EIGHT[::-1], (-1, *EIGHT[1:]), (*EIGHT[:7], 2**32), (10**30,)]
)
def test_anything_but_eight_different_counters_in_order_is_no_proof(clock: Clock, counters: tuple[int, ...]) -> None:
    assert Challenges(clock).accept("start", "vera", Proof(0, EIGHT))
    assert not Challenges(clock).accept("start", "vera", Proof(0, counters))


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**32 - 1))
def test_zero_bits_are_counted_from_the_left(challenge: bytes, counter: int) -> None:
    bits = zero_bits(challenge, counter)
    assert 0 <= bits < 60


def test_each_bit_doubles_the_work_and_one_in_a_hundred_works_twice_as_long() -> None:
    tries = sorted(solve(number.to_bytes(16, "big"), 7).counters[-1] + 1 for number in range(400))
    assert 0.9 < sum(tries) / len(tries) / 2**7 < 1.1
    assert 1.5 < tries[-4] / 2**7 < 2.5
