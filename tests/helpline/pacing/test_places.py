"""A mark says "the same place as before", for a day, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.pacing.places import Places, beginning_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "beginning"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1234:5678::9", "2001:db8:1234::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", None),
        ("203.0.113", None),
        ("unknown", None),
        ("203.0.113.77:4711", None),
    ],
)
def test_a_place_is_the_beginning_of_an_address(address: str, beginning: str | None) -> None:
    assert beginning_of(address) == beginning
    assert (Places().mark(address) is None) == (beginning is None)


def test_two_addresses_of_one_place_have_one_mark_and_other_places_have_others() -> None:
    places = Places()
    assert places.mark("203.0.113.1") == places.mark("203.0.113.200")
    assert len({places.mark(f"203.0.{number}.1") for number in range(256)}) == 256


def test_marks_of_two_days_and_of_two_processes_cannot_be_compared() -> None:
    now = NOON
    places = Places(lambda: now)
    before = places.mark("203.0.113.1")
    assert places.mark("203.0.113.1") == before
    assert Places(lambda: now).mark("203.0.113.1") != before
    now += timedelta(days=1)
    assert places.mark("203.0.113.1") != before


@given(st.ip_addresses())
def test_an_address_is_nowhere_in_what_is_left_of_it(address: object) -> None:
    places = Places()
    mark = places.mark(str(address))
    assert mark is not None
    assert len(mark) == 8
    assert str(address) not in repr(vars(places))


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    Places().mark(text)
