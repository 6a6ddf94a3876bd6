"""Two coders: how far they agree on each question, and what that says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.agreement import LEAST_PAIRS, Agreement, DoubleCoding, Level, level_of, units_of
from zichtbaar.codebook.answers import settled
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Answers, Missing, Value

BOOK = load()
VICTIM = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1}
RELATIONS = BOOK.by_name["offender_relations"].columns

Answer = Value | Mapping[str, Value]


def person(unit: str, value: Answer) -> Answers:
    """A victim of whom one thing was coded."""
    coded = value if isinstance(value, Mapping) else {unit: value}
    return settled(BOOK, {**VICTIM, **coded})


def twice(unit: str, first: Sequence[Answer], second: Sequence[Answer]) -> DoubleCoding:
    pairs = tuple((person(unit, one), person(unit, other)) for one, other in zip(first, second, strict=True))
    return DoubleCoding(BOOK, pairs, len(pairs))


def agreement(unit: str, first: Sequence[Answer], second: Sequence[Answer]) -> Agreement:
    return twice(unit, first, second).agreement(unit)


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section B: two observers, ten documents, two values.
# https://www.asc.upenn.edu/sites/default/files/2021-03/Computing%20Krippendorff%27s%20Alpha-Reliability.pdf
BINARY = ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])


def test_the_worked_example_of_krippendorff_comes_out() -> None:
    """Twice as many documents change alpha: (1 - 2n) is part of it. By hand: 1 - 39 * 16 / (28 * 12 * 2)."""
    assert krippendorff.alpha(reliability_data=BINARY, level_of_measurement="nominal") == pytest.approx(0.095, abs=5e-4)
    codes = [[{0: 1, 1: 2}[code] for code in coder] * 2 for coder in BINARY]
    found = agreement("status_first_chat", *codes)
    assert found.pairs == 20
    assert found.alpha == pytest.approx(1 - 39 * 8 / (28 * 12))


@given(st.integers(0, 2**32), st.sampled_from(["gender", "duration_band"]))
def test_alpha_is_that_of_the_package_over_what_both_coded(seed: int, unit: str) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    codes = [code.value for code in BOOK.by_name[unit].codes]
    first = [random.choice(codes) for _ in range(30)]
    second = [one if random.random() < 0.7 else random.choice(codes) for one in first]
    level: Literal["ordinal", "nominal"] = "ordinal" if unit == "duration_band" else "nominal"
    expected = krippendorff.alpha(reliability_data=[first, second], level_of_measurement=level)
    assert agreement(unit, first, second).alpha == pytest.approx(expected)


def test_that_something_was_not_discussed_is_a_finding_of_its_own() -> None:
    one, other = [1, 2] * 15, [1, 2] * 14 + [Missing.NOT_DISCUSSED.value] * 2
    found = agreement("gender", one, other)
    assert found.pairs == 30
    assert found.alpha is not None
    assert found.alpha < 1


def test_who_was_not_asked_according_to_one_of_them_is_left_out() -> None:
    asked = [(person("gender", code), person("gender", code)) for code in (1, 2) * 15]
    no_victim = settled(BOOK, {"topic_trafficking": 0})
    coding = DoubleCoding(BOOK, (*asked, (asked[0][0], no_victim)), 31)
    assert coding.agreement("gender") == Agreement("gender", 30, 1.0, differed=False)
    assert coding.agreement("topic_trafficking").differed


def test_an_order_of_codes_makes_a_step_less_than_a_leap() -> None:
    codes = [1, 2, 3, 4, 5, 6] * 5
    near = agreement("duration_band", codes, [min(code + (place % 5 == 0), 6) for place, code in enumerate(codes)])
    far = agreement("duration_band", codes, [7 - code if place % 5 == 0 else code for place, code in enumerate(codes)])
    assert near.alpha is not None
    assert far.alpha is not None
    assert near.alpha > far.alpha


def test_of_codes_with_an_order_whether_there_is_one_counts_too() -> None:
    codes = [1, 2, 3, 4, 5, 6] * 5
    silent = [Missing.NOT_DISCUSSED.value if place % 3 == 0 else code for place, code in enumerate(codes)]
    found = agreement("duration_band", codes, silent)
    assert found.alpha is not None
    assert found.alpha < 0.1  # the codes that both gave are alike, whether there is one is not


def test_in_a_block_with_an_answer_what_is_not_marked_is_a_no() -> None:
    marked, other = {RELATIONS[0]: 1}, {RELATIONS[1]: 1}
    answers = [marked, other] * 15
    said_no = [{**dict.fromkeys(RELATIONS, 0), **one} for one in answers]
    assert agreement(RELATIONS[0], answers, said_no) == Agreement(RELATIONS[0], 30, 1.0, differed=False)


def test_under_the_name_of_a_block_stands_whether_it_has_an_answer() -> None:
    answers: list[Answer] = [{RELATIONS[0]: 1}, {RELATIONS[0]: Missing.UNKNOWN.value}] * 15
    others: list[Answer] = [{RELATIONS[1]: 1}, {RELATIONS[0]: Missing.UNKNOWN.value}] * 15
    coding = twice("offender_relations", answers, others)
    assert coding.agreement("offender_relations").alpha == 1.0
    assert coding.agreement(RELATIONS[0]).level is Level.UNRELIABLE


def test_where_everybody_is_alike_there_is_no_alpha_and_no_difference() -> None:
    found = agreement("gender", [1] * 30, [1] * 30)
    assert (found.alpha, found.differed, found.level) == (None, False, Level.RELIABLE)


def test_few_persons_measure_nothing() -> None:
    found = agreement("gender", [1, 2] * 9, [1, 2] * 9)
    assert found.pairs < LEAST_PAIRS
    assert (found.alpha, found.level) == (None, Level.NOT_MEASURED)


@pytest.mark.parametrize(
    ("alpha", "level"),
    [
        (1.0, Level.RELIABLE),
        (0.80, Level.RELIABLE),
        (0.7999, Level.TENTATIVE),
        (0.67, Level.TENTATIVE),
        (0.6699, Level.UNRELIABLE),
        (-0.2, Level.UNRELIABLE),
    ],
)
def test_the_limits_are_those_of_krippendorff(alpha: float, level: Level) -> None:
    assert level_of(alpha) is level


@pytest.mark.parametrize(
    ("coded", "registrations", "enough"), [(20, 133, True), (20, 134, False), (19, 19, False), (300, 2000, True)]
)
def test_fifteen_of_a_hundred_and_at_least_twenty_must_be_coded_twice(
    coded: int, registrations: int, enough: bool
) -> None:
    pair = (person("gender", 1), person("gender", 1))
    assert DoubleCoding(BOOK, (pair,) * coded, registrations).is_enough is enough


def test_a_condition_rests_on_variables_and_options_but_not_on_what_the_program_fills_in() -> None:
    units = {name: set(units_of(group.where, BOOK)) for name, group in BOOK.population.items()}
    assert units["visitors"] == {"topic_trafficking", "stats_objection"}
    assert units["criminal_victims"] - units["victims"] == {"exploitation_forms__criminal"}
    assert "citizenship_group" in units["minors_in_estimate_scope"]
    assert not any({"chat_language", "first_chat_month"} & found for found in units.values())
