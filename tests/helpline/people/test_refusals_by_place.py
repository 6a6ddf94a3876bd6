"""A flood of guesses from somewhere keeps no colleague out who comes from elsewhere."""

from __future__ import annotations

import pytest

from zichtbaar.helpline.pacing.places import at
from zichtbaar.helpline.people.refusals import FOR_CALM_PLACES, FOR_ONE_NAME, FOR_ONE_PLACE, Refusals

FLOOD, DESK, HOME = b"the flood", b"the desk", b"her home"


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still."""
    monkeypatch.setattr("time.monotonic", lambda: 1000.0)


def looked_at(counted: Refusals, name: str, place: bytes | None) -> bool:
    """Try a wrong password; whether it was looked at."""
    with at(place):
        if counted.are_too_many(name):
            return False
        counted.count(name)
        return True


@pytest.fixture
def flooded() -> Refusals:
    """Kim's name, after a flood."""
    counted = Refusals()
    while looked_at(counted, "Kim", FLOOD):
        pass
    return counted


def test_the_flood_itself_waits_and_who_is_somewhere_nobody_knows_too(flooded: Refusals) -> None:
    assert not looked_at(flooded, "Kim", FLOOD)
    assert not looked_at(flooded, "Kim", None)


def test_kim_comes_in_from_elsewhere_and_may_mistype_now_and_then(flooded: Refusals) -> None:
    assert [looked_at(flooded, "Kim", DESK) for _ in range(5)] == [True] * FOR_ONE_PLACE[0] + [False] * 2
    assert looked_at(flooded, "Kim", HOME)


def test_many_places_are_no_way_around_the_limit(flooded: Refusals) -> None:
    tries = [looked_at(flooded, "Kim", f"{number}".encode()) for number in range(200)]
    assert sum(tries) == FOR_CALM_PLACES[0]
    assert not looked_at(flooded, "Kim", b"one more")
    assert looked_at(flooded, "Lena", b"one more")


def test_guesses_that_were_looked_at_in_the_same_moment_do_not_fill_the_lane_of_others() -> None:
    """Many are let past while there is room, and all of them are counted once there is none."""
    counted = Refusals()
    with at(FLOOD):
        assert not counted.are_too_many("Kim")
        for _ in range(FOR_ONE_NAME[0] + FOR_CALM_PLACES[0] + 20):
            counted.count("Kim")
    assert not looked_at(counted, "Kim", FLOOD)
    assert looked_at(counted, "Kim", DESK)


def test_a_flood_of_names_keeps_nobody_out_from_elsewhere() -> None:
    counted = Refusals()
    number = 0
    while looked_at(counted, f"name {number}", FLOOD):
        number += 1
    assert number >= FOR_ONE_NAME[0]
    assert looked_at(counted, "Kim", DESK)


def test_where_no_place_is_known_it_is_as_it_was() -> None:
    counted = Refusals()
    assert sum(looked_at(counted, "Kim", None) for _ in range(50)) == FOR_ONE_NAME[0]


def test_nothing_is_kept_of_a_place_that_has_calmed_down(flooded: Refusals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 2000.0)
    assert looked_at(flooded, "Lena", None)
    assert flooded._of_places == {}
    assert flooded._of_calm_places == {}


def test_nothing_is_kept_of_a_name_that_was_guessed_a_moment_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are guessed by the million: what is kept of them must not grow."""
    counted = Refusals()
    for number in range(50):
        counted.count(f"name {number}")
    monkeypatch.setattr("time.monotonic", lambda: 2000.0)
    counted.count("Kim")
    assert len(counted._of_names) == 1
