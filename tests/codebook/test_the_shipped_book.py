"""The codebook that comes with the program is whole, bilingual and consistent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zichtbaar.codebook.answers import asked, holds, settled
from zichtbaar.codebook.reading import BOOKS, load
from zichtbaar.codebook.reading_conditions import named_in
from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    Answers,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Kind,
    Marked,
    Missing,
    Reads,
    Texts,
    Value,
)

NAMES = [variable.name for variable in load().variables]


def test_it_has_40_variables_that_each_say_where_they_map_to(book: Codebook) -> None:
    assert len(book.variables) == 40
    assert all(variable.mapping for variable in book.variables)
    assert {variable.section for variable in book.variables} == {section.name for section in book.sections}


def all_texts(book: Codebook) -> Iterator[Texts]:
    yield book.title
    yield from book.missing.values()
    yield from (section.label for section in book.sections)
    for variable in book.variables:
        yield variable.question
        yield from (code.label for code in (*variable.codes, *variable.uses))
        yield from [variable.note] if variable.note else []
    for population in book.populations:
        yield from (population.one, population.many)
        yield from [population.note] if population.note else []


def test_every_text_is_there_in_english_and_dutch(book: Codebook) -> None:
    for texts in all_texts(book):
        assert set(texts) == {"en", "nl"}
        for text in texts.values():
            assert text == text.strip() != ""


def test_no_two_codes_of_a_variable_read_the_same(book: Codebook) -> None:
    for variable in book.variables:
        for language in book.languages:
            for codes in (variable.codes, variable.uses):
                labels = [code.label[language] for code in codes]
                assert len(labels) == len(set(labels)), variable.name


def test_loading_it_twice_reads_it_once() -> None:
    assert load() is load("trafficking-1")


def satisfying(condition: Condition) -> dict[str, Value]:
    """Answers that make a condition of the shipped book true."""
    match condition:
        case Is(name, codes):
            return {name: max(codes)}
        case Reads(name, texts):
            return {name: max(texts)}
        case Marked(_, columns):
            return {columns[0]: 1}
        case Answered(name):
            return {name: 1}
        case AllOf(parts):
            return {column: value for part in parts for column, value in satisfying(part).items()}
        case AnyOf(parts):
            return satisfying(parts[0])
        case _:
            raise AssertionError(f"no skip rule has a {condition}")


def leading_to(name: str, book: Codebook) -> dict[str, Value]:
    """Answers by which one comes to a question."""
    rule = book.by_name[name].applies_if
    before = (leading_to(governing, book) for governing in named_in(rule))
    return {**{column: value for answers in before for column, value in answers.items()}, **satisfying(rule)}


@pytest.mark.parametrize("name", NAMES)
def test_every_question_can_be_reached(name: str, book: Codebook) -> None:
    variable = book.by_name[name]
    answers = leading_to(name, book)
    assert variable.filled_by_program or variable in asked(book, answers)


@pytest.mark.parametrize("name", [name for name in NAMES if any(named_in(load().by_name[name].applies_if))])
def test_a_question_with_a_condition_is_not_asked_without_it(name: str, book: Codebook) -> None:
    assert book.by_name[name] not in asked(book, {})


@pytest.mark.parametrize("name", NAMES)
def test_a_skip_rule_only_looks_back(name: str, book: Codebook) -> None:
    governing = set(named_in(book.by_name[name].applies_if))
    assert governing <= set(NAMES[: NAMES.index(name)])


def test_nothing_more_is_asked_when_it_is_not_about_trafficking(book: Codebook) -> None:
    asked_then = [variable.name for variable in asked(book, {"topic_trafficking": 0})]
    assert asked_then == ["uniqueness_basis", "topic_trafficking", "stats_objection"]


# What other rooms and the recipes of the shipped examples count on.
FIXED = {
    "topic_trafficking": {"yes": 1, "possible": 2, "no": 0},
    "contact_role": {
        "victim": 1,
        "parent": 2,
        "other_family": 3,
        "friend_or_partner": 4,
        "professional": 5,
        "someone_else": 6,
        "offender_or_buyer": 7,
    },
    "assessment": {"victim": 1, "possible_victim": 2, "at_risk": 3, "no_trafficking": 0},
    "stats_objection": {"no_objection": 1, "objects": 2, "could_not_be_informed": 3},
    "status_first_chat": {
        "in_exploitation": 1,
        "ended_recently": 2,
        "ended_longer_ago": 3,
        "threatened": 4,
        "in_and_out": 5,
    },
    "first_disclosure": {"never_told": 1, "told_informally": 2, "told_professional": 3, "told_police": 4},
    "first_meeting_discussed": {"yes": 1, "no": 0},
}


@pytest.mark.parametrize("name", FIXED)
def test_fixed_codes_stay_what_they_are(name: str, book: Codebook) -> None:
    assert {code.name: code.value for code in book.by_name[name].codes} == FIXED[name]


def test_the_missing_codes_are_the_six(book: Codebook) -> None:
    assert list(book.missing) == list(Missing)


def test_an_age_is_a_band_that_fits_the_dutch_and_the_international_bands(book: Codebook) -> None:
    """Every band lies inside one Dutch and one CTDC band; no band but 23 is a single year."""
    dutch = [(0, 11), (12, 15), (16, 17), (18, 22), (23, 26), (27, 29), (30, 38), (39, 47), (48, 199)]
    ctdc = [(0, 8), (9, 17), (18, 20), (21, 23), (24, 26), (27, 29), (30, 38), (39, 47), (48, 199)]
    for name in ("age_band", "age_at_start"):
        variable = book.by_name[name]
        assert variable.kind is Kind.SINGLE
        labels = [code.label["en"].replace(" or older", "-199") for code in variable.codes[:-2]]
        bands = [(int(label.split("-")[0]), int(label.split("-")[-1])) for label in labels]
        # Together they are every age, once.
        assert [first for first, _ in bands] == [0, *(last + 1 for _, last in bands[:-1])]
        for first, last in bands:
            assert sum(low <= first and last <= high for low, high in dutch) == 1
            assert sum(low <= first and last <= high for low, high in ctdc) == 1


def test_what_is_delicate_is_never_asked_for(book: Codebook) -> None:
    delicate = {variable.name for variable in book.variables if variable.never_ask}
    assert delicate == {"vulnerabilities", "citizenship_group", "age_at_start"}


def members(book: Codebook, answers: Answers) -> set[str]:
    values = settled(book, answers)
    return {population.name for population in book.populations if holds(population.where, values)}


VERA: Answers = {"topic_trafficking": 1, "contact_role": 1, "assessment": 2, "stats_objection": 1}


def test_a_visitor_who_chats_about_herself_is_a_victim(book: Codebook) -> None:
    assert members(book, VERA) == {"visitors", "victims"}


def test_a_mother_who_chats_is_counted_on_behalf(book: Codebook) -> None:
    assert members(book, {**VERA, "contact_role": 2}) == {"visitors", "on_behalf"}


def test_who_is_at_risk_is_a_visitor_but_no_victim(book: Codebook) -> None:
    assert members(book, {**VERA, "assessment": 3, "age_band": 3}) == {"visitors"}


@pytest.mark.parametrize("objection", [2, Missing.PREFERS_NOT_TO_SAY, Missing.WITHHELD])
def test_who_objects_to_statistics_is_nowhere(objection: int, book: Codebook) -> None:
    assert members(book, {**VERA, "age_band": 3, "stats_objection": objection}) == set()


def test_a_possible_topic_is_no_visitor_yet(book: Codebook) -> None:
    assert members(book, {**VERA, "topic_trafficking": 2}) == set()


@pytest.mark.parametrize(("band", "is_minor"), [(1, True), (4, True), (13, True), (5, False), (14, False), (-3, False)])
def test_minors_are_under_18(band: int, is_minor: bool, book: Codebook) -> None:
    assert ("minors" in members(book, {**VERA, "age_band": band})) is is_minor


def test_the_scope_of_the_estimate_takes_language_only_where_nationality_did_not_come_up(
    book: Codebook,
) -> None:
    minor: Answers = {**VERA, "age_band": 4, "exploitation_forms__sexual": 1, "chat_language": "nl"}
    scope = "minors_in_estimate_scope"
    assert scope in members(book, minor)
    assert scope in members(book, {**minor, "chat_language": "en", "citizenship_group": 1})
    assert scope not in members(book, {**minor, "chat_language": "en"})
    assert scope not in members(book, {**minor, "citizenship_group": 2})
    assert scope not in members(book, {**minor, "exploitation_forms__sexual": 0})


def test_every_shipped_book_is_called_as_its_file() -> None:
    for path in BOOKS.glob("*.toml"):
        assert load(path.stem).name == path.stem
