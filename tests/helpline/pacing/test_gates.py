"""At rest nothing is asked; in a flood more and more, up to a bound; and who floods pays before others do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.pacing.gates import CODES, STARTS, Gate, Steps

PLACE = Steps(free=4, a_second=0.5, least=10, most=13)
EVERYWHERE = Steps(free=20, a_second=2, least=9, most=11)
HERE, THERE = b"here", b"there"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def gate(clock: Clock) -> Gate:
    return Gate("start", place=PLACE, everywhere=EVERYWHERE, clock=clock)


def test_who_comes_first_brings_nothing_and_who_floods_more_and_more() -> None:
    one = gate(Clock())
    asked = []
    for _ in range(16):
        asked.append(one.asks(HERE))
        one.passed(HERE)
    assert asked == [0] * 4 + [10] * 4 + [11] * 8
    assert one.asks(THERE) == 0


def test_a_flood_from_many_places_makes_it_harder_for_everybody_but_never_hard() -> None:
    one = gate(Clock())
    for number in range(500):
        one.passed(number.to_bytes(8, "big"))
    assert one.asks(THERE) == EVERYWHERE.most
    assert one.asks(None) == EVERYWHERE.most


def test_a_flood_is_forgotten_soon_after_its_end() -> None:
    clock = Clock()
    one = gate(clock)
    for _ in range(100_000):
        one.passed(HERE)
    assert one.asks(HERE) == PLACE.most
    clock.now += PLACE.counted / PLACE.a_second
    assert one.asks(HERE) == 0
    one.passed(THERE)
    assert list(one._of_places) == [THERE]  # nothing is kept of a place that has calmed down


@given(st.floats(0, 1e9))
def test_what_is_asked_is_bounded(held: float) -> None:
    for steps in (PLACE, EVERYWHERE):
        bits = steps.bits(held)
        assert bits == 0 if held < steps.free else steps.least <= bits <= steps.most


def test_a_class_of_thirty_and_a_house_of_fifty_bring_little() -> None:
    for count, bits in ((30, 15), (50, 16)):
        STARTS.begin_anew()
        for _ in range(count):
            assert STARTS.asks(HERE) <= bits
            STARTS.passed(HERE)


def test_no_gate_asks_more_than_an_old_phone_does_in_a_few_seconds() -> None:
    for one in (STARTS, CODES):
        assert max(one.everywhere.most, one._place.most) <= 17
