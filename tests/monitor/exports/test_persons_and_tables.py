"""What leaves for one receiver, what leaves for everybody, and what never leaves."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from promises.source_files import ROOT
from records_on_paper import person, write_csv
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.records import Records, read_records
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.exports import persons, tables
from zichtbaar.monitor.exports.layout import Audience, layout_names
from zichtbaar.monitor.exports.origin import Origin, about, origin_of
from zichtbaar.monitor.exports.reading_mapping import load_mapping

AGREEMENT = persons.Agreement("International Organization for Migration", "a test", 11)
LAYOUTS = layout_names(Audience.PERSONS)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode())))


def exported(records: Records, name: str) -> persons.PersonsExport:
    return persons.export_persons(records, load_mapping(name, "trafficking-1"), AGREEMENT)


def files(records: Records, name: str, year_file: Path) -> tuple[bytes, dict[str, Any]]:
    made = persons.files_of(exported(records, name), origin_of([year_file], records.rows))
    assert set(made) == {f"{name}-not-for-publication.csv", f"{name}-not-for-publication.json"}
    page: dict[str, Any] = json.loads(made[f"{name}-not-for-publication.json"])
    return made[f"{name}-not-for-publication.csv"], page


@pytest.mark.parametrize("name", LAYOUTS)
def test_of_every_row_there_are_eleven_or_more(records: Records, year_file: Path, name: str) -> None:
    content, page = files(records, name, year_file)
    lines = content.decode().splitlines()[1:]
    assert min(Counter(lines).values()) >= 11
    assert page["persons"]["base"] == 250
    assert page["persons"]["in_this_file"] == len(lines)
    assert page["persons"]["left_out"] == 250 - len(lines)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_page_says_for_whom_and_what_for_and_of_what(records: Records, year_file: Path, name: str) -> None:
    _, page = files(records, name, year_file)
    assert (page["receiver"], page["purpose"], page["k"]) == (AGREEMENT.receiver, AGREEMENT.purpose, 11)
    assert page["warning"]["en"].startswith("Not for publication.")
    assert page["warning"]["nl"].startswith("Niet om te publiceren.")
    assert page["codebook"] == {"name": "trafficking-1", "version": "1.0"}
    [record] = page["records"]
    assert (record["file"], record["records"], len(record["sha256"])) == (year_file.name, 283, 64)
    assert "CC BY 4.0" in page["attribution"]["en"] or name != "htcds-2-0"


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_reference_of_a_person_and_no_small_number_is_in_the_files(
    records: Records, year_file: Path, name: str
) -> None:
    content, page = files(records, name, year_file)
    references = {row["case_ref"] for row in rows_of(year_file.read_bytes())}
    text = content.decode() + json.dumps(page)
    assert not any(reference in text for reference in references)
    numbers = [entry["persons"] for entry in (*page["lost"], *page["persons"]["emptied"])]
    assert all(number == 0 or number == "fewer than 11" or number >= 11 for number in numbers)
    assert "fewer than 11" in numbers


def test_criminal_exploitation_is_reported_as_a_loss(records: Records, year_file: Path) -> None:
    for name in LAYOUTS:
        _, page = files(records, name, year_file)
        [lost] = [entry for entry in page["lost"] if "riminal exploitation" in entry["words"]["en"]]
        assert lost["persons"] == 23


def test_who_objects_to_statistics_is_in_no_row(tmp_path: Path, book: Codebook) -> None:
    people = [person(book, number) for number in range(12)]
    people += [person(book, number, stats_objection=2) for number in range(12, 40)]
    path = write_csv(tmp_path / "a.csv", people)
    with read_records([path], book) as records:
        export = exported(records, "ctdc-2024")
    assert (export.base, len(export.anonymised.rows)) == (12, 12)


def test_too_few_persons_are_refused(tmp_path: Path, book: Codebook) -> None:
    path = write_csv(tmp_path / "a.csv", [person(book, number) for number in range(10)])
    with (
        read_records([path], book) as records,
        pytest.raises(InvalidInputError, match="of 10 persons no 11 look alike"),
    ):
        exported(records, "ctdc-2024")


def test_the_eu_table_has_no_rows_of_persons(records: Records) -> None:
    with pytest.raises(InvalidInputError, match="this layout has no rows of persons"):
        exported(records, "eu-table")


def table_alone(records: Records, name: str, year: int = 2020) -> tables.ProtectedTable:
    mapping = load_mapping(name, "trafficking-1")
    return tables.export_table(records, mapping, year, about(mapping, Origin(()), "one"), Ledger())


def table_of(records: Records, name: str, year_file: Path) -> list[dict[str, str]]:
    table = table_alone(records, name)
    return rows_of(tables.files_of(table, origin_of([year_file], records.rows))[f"{name}-table-2020.csv"])


@pytest.mark.parametrize("name", layout_names())
def test_a_table_for_everybody_holds_no_small_number(records: Records, year_file: Path, name: str) -> None:
    rows = table_of(records, name, year_file)
    total = rows[0]
    assert (total["persons"], total["protection"]) == ("250", "exact")
    for row in rows[1:]:
        assert (row["persons"] == "") == (row["protection"] == "hidden")
        assert row["persons"] == "" or (int(row["persons"]) >= 5 and int(row["persons"]) % 5 == 0)
    assert {row["protection"] for row in rows[1:]} == {"hidden", "rounded"}


def test_every_person_stands_in_one_group_of_each_question_of_the_eu(records: Records) -> None:
    """Before protection the groups add up to everybody."""
    cells, figures = tables.counted(records, load_mapping("eu-table", "trafficking-1"), 2020)
    counts = {cell.values: figure.count for cell, figure in zip(cells, figures, strict=True)}
    for names in ({"sex"}, {"age_group"}, {"citizenship"}, {"form"}, {"sex", "age_group"}):
        assert sum(count for values, count in counts.items() if {name for name, _ in values} == names) == 250, names
    form = {values[0][1]: count for values, count in counts.items() if values and values[0][0] == "form"}
    assert form["other"] + form["several"] >= 23  # criminal exploitation alone or with another form
    assert {cell.protection for cell in table_alone(records, "eu-table").cells} == set(Protection)


@pytest.mark.parametrize(
    ("column", "value", "of"), [("gender", "Woman", "gender"), ("citizenship", "NLD", "citizenship_group")]
)
def test_a_table_counts_out_of_whom_anything_is_known(
    records: Records, year_file: Path, book: Codebook, column: str, value: str, of: str
) -> None:
    """Also those whose answer the layout cannot say."""
    rows = {(row["column"], row["value"]): row for row in table_of(records, "ctdc-2024", year_file)}
    year = together(book.population["victims"].where, Within("first_chat_month", "2020-01", "2020-12"))
    people = list(records.people(year))
    answered = sum(int(answers[of]) >= 0 for answers in people)
    assert abs(int(rows[column, value]["of"]) - answered) <= 2
    assert int(rows[column, value]["persons"]) < int(rows[column, value]["of"]) < 250


def test_a_year_without_registrations_is_refused(records: Records) -> None:
    with pytest.raises(InvalidInputError, match="nobody among the victims first chatted in 2019"):
        table_alone(records, "eu-table", 2019)


def test_the_page_of_a_table_says_what_may_be_wrong_with_it(records: Records) -> None:
    table = table_alone(records, "eu-table")
    page = json.loads(tables.files_of(table, Origin(()))["eu-table-table-2020.json"])
    assert page["rules"] == {"name": "default", "version": "1.1"}
    assert page["year"] == 2020
    assert "2024/1712" in page["source"]["en"]
    assert any("Criminal" in words["en"] for words in page["lost"])


def test_stricter_agreements_are_kept(records: Records) -> None:
    mapping = load_mapping("ctdc-2021", "trafficking-1")
    export = persons.export_persons(records, mapping, replace(AGREEMENT, k=40))
    assert min(Counter(export.anonymised.rows).values()) >= 40


def test_the_reference_says_what_gets_lost_and_how_much_is_kept(records: Records) -> None:
    page = (ROOT / "docs/reference/exports.md").read_text("utf-8")
    for name in layout_names():
        for loss in load_mapping(name, "trafficking-1").losses:
            assert re.search(rf"^\|.*`{name}`.* \| {re.escape(loss.words['en'])} \|$", page, re.MULTILINE), loss.words[
                "en"
            ]
    mapping = load_mapping("ctdc-2021", "trafficking-1")
    emptied = dict(
        zip([group[0] for group in mapping.give_up], exported(records, "ctdc-2021").anonymised.emptied, strict=True)
    )
    assert 0.85 < 1 - emptied["gender"] / 250 < 0.9
    assert 0.75 < 1 - emptied["isForcedLabour"] / 250 < 0.85
    assert emptied["meansOfControlDebtBondage"] > 190
