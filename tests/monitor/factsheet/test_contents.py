"""What the factsheet says about itself, and what it says when something is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from zichtbaar import __version__
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.factsheet.contents import Contents, contents_of, warnings_of
from zichtbaar.monitor.factsheet.making import Sources, release
from zichtbaar.monitor.factsheet.origin import Edition
from zichtbaar.monitor.figures.recipe import read_recipe
from zichtbaar.monitor.paper.language import Language


def contents(recipe_file: Path, records: list[Path], language: Language) -> Contents:
    made = release(Sources(recipe_file, tuple(records)), Ledger())
    return contents_of(made.recipe, made.figures, made.origin, language)


@pytest.fixture(scope="module", params=Language)
def whole(request: pytest.FixtureRequest, example: Path, records: list[Path]) -> Contents:
    return contents(example / "factsheet.toml", records, request.param)


def test_the_example_says_on_top_that_it_is_one(whole: Contents) -> None:
    [warning] = whole.warnings
    assert {Language.DUTCH: "verzonnen", Language.ENGLISH: "invented"}[whole.language] in warning


@pytest.mark.parametrize(
    ("counted_on", "said"),
    [
        (None, []),
        (date(2020, 11, 25), ["Counted on 25 November 2020: 2020 is not over yet."]),
        (date(2020, 12, 31), ["Counted on 31 December 2020: 2020 is not over yet."]),
        (date(2021, 1, 1), []),
    ],
)
def test_a_year_that_is_not_over_is_said_to_be_so(example: Path, counted_on: date | None, said: list[str]) -> None:
    recipe = replace(read_recipe(example / "factsheet.toml", load()), warning=None)
    assert [words["en"] for words in warnings_of(recipe, counted_on)] == said
    assert all(words["nl"].endswith("is nog niet voorbij.") for words in warnings_of(recipe, counted_on))


def test_it_says_what_was_counted_and_with_what(whole: Contents, example: Path, records: list[Path]) -> None:
    versions, files = whole.counted.versions, "\n".join(whole.counted.files)
    recipe = example / "factsheet.toml"
    for part in (load().version, default_rules().version, __version__, sha256(recipe.read_bytes()).hexdigest()):
        assert part in versions
    for file in records:
        assert file.name in files
        assert sha256(file.read_bytes()).hexdigest() in files
    assert str(records[0].parent) not in versions + files


def test_figures_from_outside_come_with_their_years_and_address(whole: Contents) -> None:
    [outside] = [part for part in whole.method if any("https://" in item for item in part.items)]
    assert any("2019" in item for item in outside.items)


def test_every_figure_points_at_how_it_was_counted(whole: Contents) -> None:
    explained = {figure.id for figure in whole.counted.figures}
    cards = {card.id for chapter in whole.chapters for card in chapter.cards}
    statements = {statement.id for chapter in whole.chapters for statement in chapter.statements}
    assert cards | statements | {"meeting_platforms"} == {line.id for line in whole.table} == explained


def test_what_is_explained_names_only_groups_that_are_explained_too(whole: Contents) -> None:
    groups = {group.name for group in whole.counted.groups}
    for text in (*(group.codes for group in whole.counted.groups), *(one.codes for one in whole.counted.figures)):
        parts = re.split(r" [&|/] ", text.rpartition(": ")[2])
        named = {part.strip("() ") for part in parts if part and "=" not in part}
        assert named <= groups


@pytest.mark.parametrize(
    ("edition", "said"),
    [
        (None, {"nl": "", "en": ""}),
        (Edition(1), {"nl": "Versie 1", "en": "Version 1"}),
        (Edition(3, 2), {"nl": "Versie 3, in de plaats van versie 2", "en": "Version 3, in the place of version 2"}),
    ],
)
def test_a_version_of_a_release_says_which_it_is_and_which_it_replaces(
    example: Path, records: list[Path], edition: Edition | None, said: dict[str, str]
) -> None:
    made = release(Sources(example / "factsheet.toml", tuple(records), edition=edition), Ledger())
    for language in Language:
        assert contents_of(made.recipe, made.figures, made.origin, language).edition == said[language]


def test_it_says_that_registrations_are_of_other_years(example: Path, records: list[Path]) -> None:
    made = release(Sources(example / "factsheet.toml", tuple(records)), Ledger())
    files = tuple(replace(file, rows_of_other_years=1200) for file in made.origin.files[:1]) + made.origin.files[1:]
    said = {
        Language.DUTCH: "met registraties uit andere jaren, die niet geteld en niet gecontroleerd zijn: ",
        Language.ENGLISH: "with registrations of other years, neither counted nor checked: ",
    }
    for language, words in said.items():
        contents = contents_of(made.recipe, made.figures, replace(made.origin, files=files), language)
        assert [words in line for line in contents.counted.files] == [True, *[False] * (len(files) - 1)]


def test_the_method_note_names_the_thresholds_of_the_rules(whole: Contents) -> None:
    rules = default_rules()
    [protection] = [part.text for part in whole.method if str(rules.percentage_from) in part.text]
    assert str(rules.hide_below) in protection
    assert str(rules.share_from) in protection


def test_every_figure_stands_in_the_table_and_is_said_once(whole: Contents) -> None:
    cards = [card for chapter in whole.chapters for card in chapter.cards]
    statements = [statement for chapter in whole.chapters for statement in chapter.statements]
    rankings = [picture for picture in whole.pictures if picture.id == "meeting_platforms"]
    assert len(whole.table) == len(cards) + len(statements) + len(rankings)


def test_what_the_recipe_adds_to_a_figure_stands_in_its_section(whole: Contents) -> None:
    assert [len(chapter.notes) for chapter in whole.chapters] == [2, 0, 1, 2]
    assert all(note.label and note.text for chapter in whole.chapters for note in chapter.notes)


def test_every_section_with_numbers_has_a_chart(whole: Contents) -> None:
    assert [len(chapter.pictures) for chapter in whole.chapters] == [1, 2, 1, 1]


def test_the_alternative_text_holds_every_number_of_the_chart(whole: Contents) -> None:
    for picture in whole.pictures:
        for row in picture.rows:
            assert f"{row.label}: {row.text}" in picture.alternative


def test_large_type_is_a_number_or_a_phrase_with_a_capital(whole: Contents) -> None:
    leads = [card.lead for chapter in whole.chapters for card in chapter.cards]
    assert all(lead[:1].isdigit() or lead[:1].isupper() for lead in leads)
    assert {"283", "250"} <= set(leads)


def test_figures_of_a_year_without_records_are_named_as_not_made(example: Path, records: list[Path]) -> None:
    made = contents(example / "factsheet.toml", records[1:], Language.DUTCH)
    [missing] = [part.text for part in made.method if part.title == "Niet gemaakt"]
    assert missing == "In uitbuiting, Dezelfde maanden in beide jaren: van deze periode zijn geen registraties gegeven."
    assert [len(chapter.pictures) for chapter in made.chapters] == [1, 2, 1, 0]
