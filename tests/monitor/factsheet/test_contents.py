"""What the factsheet says about itself, and what it says when something is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.factsheet.contents import Contents, RecordFile, contents_of, warnings_of
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe
from zichtbaar.monitor.paper.language import Language


def contents(recipe_file: Path, records: list[Path], language: Language, others: int = 0) -> Contents:
    book = load()
    recipe = read_recipe(recipe_file, book)
    benchmarks = read_benchmarks(recipe.benchmarks) if recipe.benchmarks else {}
    with read_records(records, book) as counted:
        figures = protect(make_figures(recipe, counted, benchmarks), headline=recipe.headline)
        files = [
            RecordFile(file.name, counted.rows[file], others, sha256(file.read_bytes()).hexdigest()) for file in records
        ]
    return contents_of(recipe, figures, book, files, language)


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


def note(contents: Contents) -> str:
    return "\n".join("\n".join((part.title, part.text, *part.items)) for part in contents.method)


def test_the_method_note_says_where_everything_comes_from(whole: Contents, records: list[Path]) -> None:
    text = note(whole)
    assert load().version in text
    for file in records:
        assert file.name in text
        assert sha256(file.read_bytes()).hexdigest() in text
    assert str(records[0].parent) not in text
    assert "https://" in text
    assert "2019" in text


def test_the_method_note_says_what_was_left_out(example: Path, records: list[Path]) -> None:
    said = {
        Language.DUTCH: "waarvan 1.200 uit andere jaren, die niet geteld en niet gecontroleerd zijn",
        Language.ENGLISH: "of which 1,200 of other years, neither counted nor checked",
    }
    for language, words in said.items():
        assert words in note(contents(example / "factsheet.toml", records, language, others=1200))
        assert words[-20:] not in note(contents(example / "factsheet.toml", records, language))


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
    assert [len(chapter.notes) for chapter in whole.chapters] == [2, 0, 1]
    assert all(note.label and note.text for chapter in whole.chapters for note in chapter.notes)


def test_every_section_with_numbers_has_a_chart(whole: Contents) -> None:
    assert [len(chapter.pictures) for chapter in whole.chapters] == [1, 2, 1]


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
    assert [len(chapter.pictures) for chapter in made.chapters] == [1, 2, 0]
