"""A condition is read from a table; what it names must exist."""

from __future__ import annotations

import tomllib

import pytest

from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.reading_conditions import named_in, read_condition
from zichtbaar.codebook.schema import (
    ALWAYS,
    AllOf,
    Answered,
    Answers,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Marked,
    Not,
    Reads,
    Within,
)


def read(source: str, book: Codebook) -> tuple[Condition, list[tuple[str, str]]]:
    """The condition in one line of TOML, and the faults that were told."""
    faults: list[tuple[str, str]] = []
    raw = tomllib.loads(f"where = {source}")["where"]
    return read_condition(raw, book.by_name, lambda *fault: faults.append(fault)), faults


READ: list[tuple[str, Condition]] = [
    ("{ }", ALWAYS),
    ('{ assessment = ["victim", "possible_victim"] }', Is("assessment", frozenset({1, 2}))),
    ('{ gender = ["not_discussed", "withheld"] }', Is("gender", frozenset({-2, -6}))),
    ('{ exploitation_forms = ["sexual"] }', Marked("exploitation_forms", ("exploitation_forms__sexual",))),
    (
        '{ exploitation_platforms = ["instagram/advertising"] }',
        Marked("exploitation_platforms", ("exploitation_platforms__instagram__advertising",)),
    ),
    ('{ age_band = "answered" }', Answered("age_band", ("age_band",))),
    ('{ first_chat_month = "2020-03..2020-12" }', Within("first_chat_month", "2020-03", "2020-12")),
    ('{ start_period = "2020-03.." }', Within("start_period", "2020-03", "2099-12")),
    ('{ start_period = "..2020-02" }', Within("start_period", "1900-01", "2020-02")),
    ('{ chat_language = ["nl", "not_discussed"] }', Reads("chat_language", frozenset({"nl", "-2"}))),
    ('{ not = { gender = ["boy_or_man"] } }', Not(Is("gender", frozenset({2})))),
    (
        '{ gender = ["girl_or_woman"], chat_language = ["nl"] }',
        AllOf((Is("gender", frozenset({1})), Reads("chat_language", frozenset({"nl"})))),
    ),
    (
        '{ any = [{ gender = ["girl_or_woman"] }, { all = [{ chat_language = ["nl"] }] }] }',
        AnyOf((Is("gender", frozenset({1})), AllOf((Reads("chat_language", frozenset({"nl"})),)))),
    ),
]


@pytest.mark.parametrize(("source", "condition"), READ)
def test_a_condition_is_read(source: str, condition: Condition, book: Codebook) -> None:
    assert read(source, book) == (condition, [])


def test_an_option_of_a_matrix_stands_for_any_use_of_it(book: Codebook) -> None:
    condition, _ = read('{ exploitation_platforms = ["instagram"] }', book)
    for use in ("advertising", "control", "payment"):
        assert holds(condition, {f"exploitation_platforms__instagram__{use}": 1})
    assert not holds(condition, {"exploitation_platforms__snapchat__control": 1})


def test_marked_and_answered_differ_for_a_block_of_noes(book: Codebook) -> None:
    no_to_all: Answers = dict.fromkeys(book.by_name["known_to"].columns, 0)
    marked, _ = read('{ known_to = "marked" }', book)
    answered, _ = read('{ known_to = "answered" }', book)
    assert not holds(marked, no_to_all)
    assert holds(answered, no_to_all)
    assert holds(marked, {"known_to__school": 1})
    assert holds(answered, {"known_to__school": 1})


REFUSED = [
    ('"victim"', "a condition is a table"),
    ('{ not = ["victim"] }', "a condition is a table"),
    ('{ any = [["victim"]] }', "a condition is a table"),
    ("{ any = [] }", "'any' joins nothing"),
    ('{ all = { gender = "answered" } }', "'all' joins nothing"),
    ('{ colour = ["red"] }', "unknown variable 'colour'"),
    ('{ gender = ["red"] }', "gender has no code 'red'"),
    ('{ gender = "girl_or_woman" }', "condition on gender is not readable"),
    ('{ gender = "marked" }', "condition on gender is not readable"),
    ("{ gender = [1] }", "condition on gender is not readable"),
    ("{ gender = [] }", "condition on gender is not readable"),
    ('{ exploitation_forms = ["not_discussed"] }', "exploitation_forms has no code 'not_discussed'"),
    ('{ exploitation_forms = ["sexual/online"] }', "exploitation_forms has no code 'sexual/online'"),
    ('{ exploitation_platforms = ["instagram/singing"] }', "has no code 'instagram/singing'"),
    ('{ first_chat_month = "2020-03" }', "first_chat_month is no span of months"),
    ('{ first_chat_month = ".." }', "first_chat_month is no span of months"),
    ('{ first_chat_month = "2020..2021" }', "first_chat_month is no span of months"),
    ('{ first_chat_month = ["2020-03"] }', "first_chat_month is no span of months"),
    ('{ start_period = "2020-12..2020-03" }', "start_period run backwards"),
    ('{ chat_language = ["Dutch"] }', "chat_language cannot be 'Dutch'"),
]


@pytest.mark.parametrize(("source", "problem"), REFUSED)
def test_what_cannot_be_meant_is_told(source: str, problem: str, book: Codebook) -> None:
    _, faults = read(source, book)
    assert len(faults) == 1
    assert problem in faults[0][0]
    assert faults[0][1]


def test_every_fault_of_a_condition_is_told(book: Codebook) -> None:
    _, faults = read('{ colour = ["red"], any = [{ gender = ["red", "blue"] }], not = { age_band = 3 } }', book)
    assert len(faults) == 4


def test_the_variables_of_a_condition_are_known(book: Codebook) -> None:
    condition, _ = read('{ gender = "answered", any = [{ not = { chat_language = ["nl"] } }, { }] }', book)
    assert list(named_in(condition)) == ["gender", "chat_language"]
