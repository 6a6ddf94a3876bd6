"""Conditions as people read them: every part of it is there, and it means what the condition means."""

from __future__ import annotations

import pytest

from zichtbaar.codebook.conditions_in_words import in_codes, in_words, option_label
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import ALWAYS, AllOf, Answered, AnyOf, Condition, Is, Marked, Not, Reads, Within

BOOK = load()
RELATIONS = BOOK.by_name["offender_relations"]
PLATFORMS = BOOK.by_name["exploitation_platforms"]


@pytest.mark.parametrize(
    ("condition", "dutch", "english", "codes"),
    [
        (
            Is("contact_role", frozenset({1})),
            "“Wie chat er, gezien vanuit het slachtoffer?”: “Het (mogelijke) slachtoffer zelf”",
            "“Who is chatting, seen from the victim?”: “The (possible) victim”",
            "contact_role = 1",
        ),
        (
            Is("gender", frozenset({-2, -4, 1})),
            "“Gender van het slachtoffer”: “Meisje of vrouw” of “niet besproken” of “wil dit niet zeggen”",
            "“Gender of the victim”: “Girl or woman” or “not discussed” or “prefers not to say”",
            "gender = 1, -2, -4",
        ),
        (
            Marked("offender_relations", ("offender_relations__mother", "offender_relations__father")),
            "“Wat is de relatie van de plegers tot het slachtoffer?”: “Moeder” of “Vader”",
            "“What is the relation of the offenders to the victim?”: “Mother” or “Father”",
            "offender_relations__mother, offender_relations__father = 1",
        ),
        (
            Answered("gender", ("gender",)),
            "“Gender van het slachtoffer”: er is een antwoord",
            "“Gender of the victim”: has an answer",
            "gender = *",
        ),
        (
            Reads("chat_language", frozenset({"nl", "de"})),
            "“Taal van het gesprek”: “de” of “nl”",
            "“Language of the chat”: “de” or “nl”",
            "chat_language = de, nl",
        ),
        (
            Within("first_chat_month", "2020-03", "2020-12"),
            "“Maand van het eerste gesprek”: 2020-03 tot en met 2020-12",
            "“Month of the first chat”: 2020-03 to 2020-12",
            "first_chat_month = 2020-03..2020-12",
        ),
        (ALWAYS, "iedereen", "everybody", "*"),
    ],
)
def test_a_condition_is_told_in_the_words_of_the_form(
    condition: Condition, dutch: str, english: str, codes: str
) -> None:
    assert in_words(condition, BOOK, "nl") == dutch
    assert in_words(condition, BOOK, "en") == english
    assert in_codes(condition) == codes


def test_joined_conditions_stand_in_brackets_where_they_would_run_together() -> None:
    one, two, three = (Is("gender", frozenset({code})) for code in (1, 2, 3))
    nested = AllOf((one, AllOf((two, AnyOf((two, three))))))
    assert in_codes(nested) == "gender = 1 & gender = 2 & (gender = 2 | gender = 3)"
    assert in_codes(Not(AnyOf((one, two)))) == "!(gender = 1 | gender = 2)"
    assert in_words(Not(one), BOOK, "en") == "not so: “Gender of the victim”: “Girl or woman”"
    assert in_words(nested, BOOK, "nl").count("; en ") == 2


def test_a_mark_anywhere_in_a_block_is_told_as_such() -> None:
    assert in_words(Marked(RELATIONS.name, RELATIONS.columns), BOOK, "en").endswith(": at least one is marked")


def test_an_option_of_a_matrix_has_both_of_its_sides() -> None:
    column = PLATFORMS.columns[0]
    option, use = PLATFORMS.codes[0], PLATFORMS.uses[0]
    assert option_label(PLATFORMS, column, "nl") == f"{option.label['nl']} ({use.label['nl']})"


def test_a_column_of_a_block_may_stand_in_the_place_of_a_variable() -> None:
    condition = Is("offender_relations__mother", frozenset({-6}))
    assert "Mother" in in_words(condition, BOOK, "en")
    assert "shielded or erased on request" in in_words(condition, BOOK, "en")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_population_and_skip_rule_can_be_told(language: str) -> None:
    conditions = [population.where for population in BOOK.populations]
    conditions += [variable.applies_if for variable in BOOK.variables]
    assert all(in_words(condition, BOOK, language) and in_codes(condition) for condition in conditions)
