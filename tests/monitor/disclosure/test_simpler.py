"""With fewer equations the attack finds the same bounds, whatever is printed of some tables that hang together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.attack import Attack
from zichtbaar.monitor.disclosure.frame import Part, parts_of
from zichtbaar.monitor.disclosure.reading import Band, Known
from zichtbaar.monitor.disclosure.secret import Secret
from zichtbaar.monitor.disclosure.simpler import simpler
from zichtbaar.monitor.disclosure.told import SumTold
from zichtbaar.monitor.disclosure.worlds import worlds_of

YEAR = Within("first_chat_month", "2020-01", "2020-12")
CHAIN = (("v", "w"), ("w", "x"))
CIRCLE = (*CHAIN, ("v", "x"))
UNTOLD = 4

Codes = tuple[tuple[str, int], ...]
Tables = Sequence[tuple[str, str]]


def who(codes: Codes) -> Condition:
    """Visitors of the year with these codes."""
    return canonical(together(YEAR, *(Is(name, frozenset({code})) for name, code in sorted(codes))))


def cells(tables: Tables) -> list[Codes]:
    return [((one, code), (two, other)) for one, two in tables for code, other in product((0, 1), repeat=2)]


MARGINS: list[Codes] = [((name, code),) for name in "vwx" for code in (0, 1)]


def sums(tables: Tables) -> Iterator[SumTold]:
    """All that the tables say of their margins."""
    yield from (SumTold(who(()), (who(((name, 0),)), who(((name, 1),)))) for name in "vwx")
    for one, two in tables:
        for (name, other), code in product(((one, two), (two, one)), (0, 1)):
            parts = tuple(who(((name, code), (other, next_))) for next_ in (0, 1))
            yield SumTold(who(((name, code),)), parts)


def part_of(tables: Tables, told: Sequence[SumTold]) -> Part:
    """All cells as secrets."""
    numbers = [who(codes) for codes in ((), *MARGINS, *cells(tables))]
    (part,) = parts_of(worlds_of(numbers), [Secret(who(cell), (), 7) for cell in cells(tables)], (), told)
    return part


@settings(deadline=None, max_examples=40)
@given(
    people=st.lists(st.integers(0, 6), min_size=8, max_size=8),
    tables=st.sampled_from([CHAIN, CIRCLE]),
    data=st.data(),
)
def test_every_secret_has_the_same_least_and_most(people: list[int], tables: Tables, data: st.DataObject) -> None:
    told = list(sums(tables))
    said = data.draw(st.just(told) | st.lists(st.sampled_from(told), unique=True))
    kinds = [dict(zip("vwx", codes, strict=True)) for codes in product((0, 1), repeat=3)]
    bands: dict[Condition, Band] = {}
    for codes in ((), *MARGINS, *cells(tables)):
        reach = data.draw(st.integers(0, UNTOLD))
        count = sum(
            size for kind, size in zip(kinds, people, strict=True) if all(kind[name] == code for name, code in codes)
        )
        if reach < UNTOLD:
            bands[who(codes)] = (max(count - reach, 0), count + reach)
    whole, known = part_of(tables, said), Known(bands, ())
    attacks = Attack(whole, known), Attack(simpler(whole), known)
    for number in range(len(whole.names)):
        (one, other) = (next(iter(attack.found([number])))[1] for attack in attacks)
        assert (other.low, other.high) == pytest.approx((one.low, one.high), abs=1e-6)


def test_tables_with_all_their_margins_need_fewer_equations() -> None:
    whole = part_of(CHAIN, list(sums(CHAIN)))
    assert simpler(whole).equal.shape[0] < 2 / 3 * whole.equal.shape[0]
    assert simpler(whole).equal.nnz < whole.equal.nnz / 2
