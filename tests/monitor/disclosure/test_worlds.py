"""Small worlds side by side know as much as one whole world in which everybody is crossed with everything."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from chance import tries
from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import (
    ALWAYS,
    Answered,
    Answers,
    AnyOf,
    Condition,
    Is,
    Marked,
    Not,
    Reads,
    Value,
    Within,
)
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import eligible_for, together
from zichtbaar.monitor.disclosure.attack import Attack
from zichtbaar.monitor.disclosure.axes import Axes, month_after, month_before
from zichtbaar.monitor.disclosure.frame import parts_of
from zichtbaar.monitor.disclosure.reading import Known
from zichtbaar.monitor.disclosure.scopes import LARGEST, joined
from zichtbaar.monitor.disclosure.secret import Secret
from zichtbaar.monitor.disclosure.worlds import worlds_of

BOOK = load()
NEEDS = BOOK.by_name["needs"]
ANY, CARE, POLICE = NEEDS.columns[:3]

PLAIN: st.SearchStrategy[Condition] = st.one_of(
    st.frozensets(st.sampled_from([1, 2, 3]), min_size=1).map(lambda codes: Is("gender", codes)),
    st.frozensets(st.sampled_from([1, 2]), min_size=1).map(lambda codes: Is("contact_role", codes)),
    st.just(Answered("gender")),
    st.just(Reads("chat_language", frozenset({"nl"}))),
    st.lists(st.sampled_from([ANY, CARE, POLICE]), min_size=1, max_size=2, unique=True).map(
        lambda columns: Marked("needs", tuple(columns))
    ),
    st.sampled_from([Answered("needs", NEEDS.columns), eligible_for(NEEDS), eligible_for(BOOK.by_name["gender"])]),
    st.sampled_from([("2020-01", "2020-12"), ("2020-03", "2020-12"), ("2020-01", "2020-02")]).map(
        lambda months: Within("first_chat_month", *months)
    ),
)
CONDITIONS = st.lists(PLAIN | PLAIN.map(Not) | st.tuples(PLAIN, PLAIN).map(AnyOf), min_size=1, max_size=3).map(
    lambda parts: canonical(together(*parts))
)


def everybody() -> list[Answers]:
    """Somebody of every kind that these conditions can tell apart."""
    block: list[dict[str, Value]] = [dict.fromkeys(NEEDS.columns, -1), dict.fromkeys(NEEDS.columns, -2)]
    rest = dict.fromkeys(NEEDS.columns[3:], 0)
    block += [{ANY: one, CARE: two, POLICE: three, **rest} for one, two, three in product((0, 1), repeat=3)]
    plain = product((1, 2, 3, -1, -2), (1, 2, 4), ("nl", "pl"), ("2020-02", "2020-04", "2021-01"))
    return [
        {"gender": gender, "contact_role": role, "chat_language": language, "first_chat_month": month, **needs}
        for (gender, role, language, month), needs in product(plain, block)
    ]


EVERYBODY = everybody()


def bounds_over_everybody(
    conditions: Sequence[Condition], bands: Sequence[tuple[int, int | None]], secret: Condition
) -> tuple[float, float]:
    """The least and the most that a number can be, over all crossings: another way to the same."""
    rows = np.array([[holds(condition, person) for person in EVERYBODY] for condition in conditions], dtype=float)
    kinds, counts = np.unique(rows, axis=1), len(conditions)
    told = [place for place in range(counts) if bands[place] != (0, None)]
    tops = [bands[place][1] for place in told]
    aimed = kinds[list(conditions).index(secret)]
    results = [
        linprog(
            sign * aimed,
            A_ub=np.vstack([kinds[told], -kinds[told]]) if told else None,
            b_ub=[*(np.inf if top is None else top for top in tops), *(-bands[place][0] for place in told)]
            if told
            else None,
            bounds=(0, 10_000),
            method="highs",
        )
        for sign in (1, -1)
    ]
    assert all(result.status == 0 for result in results)
    least, most = (float(result.fun or 0) for result in results)
    return least, -most


@settings(max_examples=tries(20), deadline=None)
@given(
    conditions=st.lists(CONDITIONS, min_size=2, max_size=6, unique=True),
    seed=st.integers(0, 1000),
    reaches=st.lists(st.sampled_from([0, 2, None]), min_size=6, max_size=6),
)
@example(
    conditions=[
        canonical(together(Answered("needs", NEEDS.columns), Not(eligible_for(NEEDS)))),
        canonical(together(Is("gender", frozenset({1})))),
    ],
    seed=0,
    reaches=[2, 0, 0, 0, 0, 0],
)
def test_the_bounds_are_those_of_all_crossings(
    conditions: list[Condition], seed: int, reaches: list[int | None]
) -> None:
    sizes = np.random.default_rng(seed).integers(0, 7, len(EVERYBODY)).tolist()
    counts = [
        sum(size for size, person in zip(sizes, EVERYBODY, strict=True) if holds(one, person)) for one in conditions
    ]
    bands: list[tuple[int, int | None]] = [
        (0, None) if reach is None else (max(0, count - reach), count + reach)
        for count, reach in zip(counts, reaches, strict=False)
    ]
    worlds = worlds_of(conditions, BOOK)
    secrets = [Secret(condition, (), 7) for condition in conditions]
    known = Known(dict(zip(conditions, bands, strict=True)), ())
    for part in parts_of(worlds, secrets, ()):
        attack = Attack(part, known)
        for number, secret in enumerate(part.names):
            [(_, found)] = attack.found([number])
            low, high = bounds_over_everybody(conditions, bands, secret.total)
            if high >= 10_000 - 1e-6:
                assert found.high >= 1000
                continue
            assert (found.low, found.high) == pytest.approx((low, high), abs=1e-5)


def test_codes_of_the_book_fill_it_up_and_without_a_book_there_may_be_others() -> None:
    codes = frozenset(code.value for code in BOOK.by_name["gender"].codes)
    answered, named = Answered("gender"), Is("gender", codes)
    with_book, without = (Axes([answered, named], book).by_name["gender"].states for book in (BOOK, None))
    assert (len(with_book), len(without)) == (2, 3)


def test_the_year_is_its_months() -> None:
    year, first, rest = (
        Within("first_chat_month", *months)
        for months in (("2020-01", "2020-12"), ("2020-01", "2020-02"), ("2020-03", "2020-12"))
    )
    [part] = parts_of(worlds_of([year, first, rest], BOOK), [Secret(first, (), 7)], ())
    [(_, found)] = Attack(part, Known({year: (283, 283), rest: (250, 250)}, ())).found([0])
    assert (found.low, found.high) == (33, 33)


def test_of_a_period_only_the_year_may_be_known() -> None:
    """A start in "2020" lies in neither half of it, so that the halves do not add up to the year."""
    year, first, rest = (
        Within("start_period", *months)
        for months in (("2020-01", "2020-12"), ("2020-01", "2020-02"), ("2020-03", "2020-12"))
    )
    [part] = parts_of(worlds_of([year, first, rest], BOOK), [Secret(first, (), 7)], ())
    [(_, found)] = Attack(part, Known({year: (283, 283), rest: (250, 250)}, ())).found([0])
    assert (found.low, found.high) == (0, 33)


def test_a_condition_that_always_or_never_holds_is_no_riddle() -> None:
    never = AnyOf(())
    worlds = worlds_of([ALWAYS, never, Is("gender", frozenset({1}))], BOOK)
    assert worlds.cells[never] == {0: ()}
    assert set(worlds.cells[Is("gender", frozenset({1}))][0]) < set(worlds.cells[ALWAYS][0])


def test_a_circle_of_axes_is_filled_up_and_a_large_one_is_owned_up_to() -> None:
    circle = [frozenset(pair) for pair in ("ab", "bc", "cd", "da")]
    filled = joined(circle, dict.fromkeys("abcd", 3))
    assert filled.is_tree
    assert all(any(pair <= scope for scope in filled.scopes) for pair in circle)
    assert len(filled.scopes) == 2
    large = joined(circle, dict.fromkeys("abcd", int(LARGEST**0.5)))
    tree = joined([frozenset("ab"), frozenset("bc")], dict.fromkeys("abc", LARGEST))
    assert tree.is_tree
    assert not large.is_tree
    assert {shared for _, _, shared in large.shared} == {frozenset(one) for one in ("", "a", "b", "c", "d")}


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    assert [month_after(month) for month in ("2019-12", "2020-01", "2099-12")] == ["2020-01", "2020-02", "2100-01"]
    assert [month_before(month) for month in ("2020-01", "2020-12")] == ["2019-12", "2020-11"]


def test_never_an_answer_and_yet_an_option() -> None:
    """Whoever marked an option has answered the block, and was asked."""
    marked, answered, asked = (
        Marked("needs", (CARE,)),
        Answered("needs", NEEDS.columns),
        canonical(eligible_for(NEEDS)),
    )
    [part] = parts_of(worlds_of([marked, answered, asked], BOOK), [Secret(asked, (answered,), 7)], ())
    [(_, found)] = Attack(part, Known({marked: (40, 40), asked: (45, 45)}, ())).found([0])
    assert (found.low, found.high) == (0, 5)


def test_the_states_of_an_axis_stand_in_the_order_in_which_they_were_asked_for() -> None:
    """The hashes of texts change from run to run; the programmes of the attack, and their time, must not."""
    codes = [7, 3, 19, 11, 2, 5, 17, 13, 1]
    axes = Axes([Is("gender", frozenset({code})) for code in codes])
    assert [state for state in axes.by_name["gender"].states if state in codes] == codes
