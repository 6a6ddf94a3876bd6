"""Tables of a recipe: rows and columns that may overlap, over those who answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from records_on_paper import person, write_csv
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.figures.figure import Figure
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

HEAD = """\
codebook = "trafficking-1"
year = 2020
title = { en = "Tables", nl = "Tabellen" }
headline = []
[periods]
year = {}
[[section]]
id = "all"
title = { en = "All", nl = "Alles" }
"""
COMMON = """\
[[figure]]
id = "one"
kind = "table"
section = "all"
population = "victims"
period = "year"
label = { en = "Table", nl = "Tabel" }
statement = { en = "Of {base} {base_noun}.", nl = "Van {base} {base_noun}." }
"""
KNOWN = """\
of = "known_to"
rows = [
  { id = "everybody", label = { en = "All", nl = "Alle" } },
  { id = "parents", label = { en = "Parents", nl = "Ouders" }, where = { offender_relations = ["mother", "father"] } },
]
columns = [
  { id = "nobody", label = { en = "None", nl = "Geen" }, where = { not = { known_to = "marked" } } },
  { id = "police", label = { en = "Police", nl = "Politie" }, where = { known_to = ["police"] } },
]
"""
PLATFORMS = """\
of = ["first_meeting_platforms", "exploitation_platforms"]
least = 10
columns = [
  { id = "meeting", label = { en = "Met", nl = "Ontmoet" }, named = "first_meeting_platforms" },
  { id = "control", label = { en = "Control", nl = "Zo" }, named = "exploitation_platforms", use = "control" },
  { id = "reported", label = { en = "Reported", nl = "Gemeld" }, where = { platform_report = ["no_reply"] } },
]
"""

Make = Callable[[str, Sequence[Mapping[str, Value]]], Figure]


@pytest.fixture
def table(tmp_path: Path, book: Codebook) -> Make:
    """The one table of a recipe, made for these people."""

    def make(body: str, people: Sequence[Mapping[str, Value]]) -> Figure:
        path = tmp_path / "tables.toml"
        path.write_text(HEAD + COMMON + body, "utf-8")
        recipe = read_recipe(path, book)
        with read_records([write_csv(tmp_path / "people.csv", people)], book) as records:
            return make_figures(recipe, records, {})[0]

    return make


def counts(figure: Figure) -> dict[str, int]:
    return {item.name: item.count for item in figure.items}


def test_each_row_is_of_those_who_answered_and_each_cell_of_its_row(table: Make, book: Codebook) -> None:
    nowhere = dict.fromkeys(book.by_name["known_to"].columns, 0)
    people = [
        person(book, 1, offender_relations__mother=1, known_to__police=1),
        person(book, 2, offender_relations__mother=1, **nowhere),
        person(book, 3, offender_relations__partner=1, known_to__police=1, known_to__school=1),
        person(book, 4, offender_relations__father=1),  # it did not come up
    ]

    figure = table(KNOWN, people)

    assert (figure.base.eligible, figure.base.answered) == (4, 3)
    assert counts(figure) == {
        "everybody": 3,
        "everybody.nobody": 1,
        "everybody.police": 2,
        "parents": 2,
        "parents.nobody": 1,
        "parents.police": 1,
    }


def test_a_platform_counts_once_however_many_things_it_was_used_for(table: Make, book: Codebook) -> None:
    met = {"first_meeting_discussed": 1, "first_meeting_place": 1, "first_meeting_platforms__instagram": 1}
    people = [
        person(book, 1, **met, exploitation_platforms__instagram__control=1, platform_report=2),
        person(book, 2, exploitation_platforms__instagram__image_threat=1),
        person(book, 3, exploitation_platforms__snapchat__control=1),
        person(book, 4),
    ]

    figure = table(PLATFORMS, people)

    told = counts(figure)
    assert (figure.base.eligible, figure.base.answered, figure.least) == (4, 3, 10)
    assert {name: count for name, count in told.items() if count} == {
        "instagram": 2,
        "instagram.meeting": 1,
        "instagram.control": 1,
        "instagram.reported": 1,
        "snapchat": 1,
        "snapchat.control": 1,
    }
    assert len(told) == len(book.by_name["first_meeting_platforms"].codes) * 4


def test_only_rows_that_are_options_have_places(table: Make, book: Codebook) -> None:
    people = [
        person(book, number, exploitation_platforms__snapchat__control=1, known_to__police=1) for number in (1, 2)
    ]

    of_options, of_groups = table(PLATFORMS, people), table(KNOWN, people)

    assert {item.name for item in of_options.items if item.ranks} == {
        item.name for item in of_options.items if "." not in item.name
    }
    assert not [item.name for item in of_groups.items if item.ranks]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (KNOWN.replace('"known_to"\n', '"known"\n'), "of is 'known' (expected a variable of the codebook, or several)"),
        (KNOWN.replace('id = "parents"', 'id = "everybody"'), "everybody stands twice"),
        (KNOWN.replace('id = "police"', 'id = "nobody"'), "nobody stands twice"),
        (
            KNOWN.replace('where = { known_to = ["police"] }', 'named = "known_to"'),
            "these rows are no options (expected where",
        ),
        (
            PLATFORMS.replace('named = "first_meeting_platforms"', "named = 1"),
            "named is a whole number (expected a text)",
        ),
        (PLATFORMS.replace('use = "control"', 'use = "dancing"'), "use 'dancing' is not known (expected one of adv"),
        (PLATFORMS.replace("least = 10", "least = 0"), "least is 0 (expected 1 or more)"),
        (KNOWN.replace("rows = [", 'map = "police"\nrows = ['), "not every row has a tile of its own"),
        (KNOWN.replace('id = "parents",', 'id = "parents", tile = [9, 0],'), "tile is [9, 0] (expected [column, row]"),
        (
            PLATFORMS.replace('"exploitation_platforms"]', '"known_to"]'),
            "these variables do not share a list of options (expected rows, or blocks with the same options)",
        ),
        (
            PLATFORMS.replace('named = "first_meeting_platforms"', "shown = 1"),
            "unknown key 'shown' (expected one of id",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(table: Make, body: str, told: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        table(body, [])

    assert told in str(refused.value)
    assert all(fault.line for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ('["other"]', "figures is ['other'] (expected a list of one"),
        ('"one"', "figures is 'one' (expected a list of one"),
    ],
)
def test_a_recommendation_names_figures_of_its_recipe(tmp_path: Path, book: Codebook, figures: str, told: str) -> None:
    path = tmp_path / "policy.toml"
    text = '[[recommendation]]\nid = "act"\ntext = { en = "Act.", nl = "Doe iets." }\nfigures = '
    path.write_text(f"{HEAD}{text}{figures}\n{COMMON}{KNOWN}", "utf-8")

    with pytest.raises(InvalidInputError, match=r"policy\.toml:13: recommendation 1: ") as refused:
        read_recipe(path, book)

    assert told in str(refused.value)
