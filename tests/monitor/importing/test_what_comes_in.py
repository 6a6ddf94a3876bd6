"""The same cells give the same registrations, whatever program wrote them, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.importing.conftest import HEADER, PEOPLE, Import, mapping_text, write_csv, write_sav, write_xlsx
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook

SPSS_NAMES = {"Datum gesprek": "Datum_gesprek"}


def said(error: pytest.ExceptionInfo[InvalidInputError]) -> str:
    return "\n".join(map(str, error.value.faults))


@pytest.mark.parametrize("kind", ["csv", "semicolons", "cp1252", "byte order mark", "utf-16", "xlsx", "sav"])
def test_every_sort_of_file_gives_the_same_people(tmp_path: Path, importing: Import, kind: str) -> None:
    rows, file, changes = [HEADER, *PEOPLE], "", {}
    match kind:
        case "csv":
            path = write_csv(tmp_path / "a.csv", rows)
        case "semicolons":
            path = write_csv(tmp_path / "a.csv", rows, ";")
            file = '[file]\ndelimiter = ";"'
        case "cp1252":
            path = write_csv(tmp_path / "a.csv", [*rows[:3], (*PEOPLE[2][:3], "één")], encoding="cp1252")
            file = '[file]\nencoding = "cp1252"'
        case "byte order mark":
            path = write_csv(tmp_path / "a.csv", rows, encoding="utf-8-sig")
        case "utf-16":
            path = write_csv(tmp_path / "a.csv", rows, "\t", "utf-16")
            file = '[file]\nencoding = "utf-16"\ndelimiter = "\\t"'
        case "xlsx":
            path = write_xlsx(tmp_path / "a.xlsx", rows)
        case "sav":
            path, changes = write_sav(tmp_path / "a.sav", rows), SPSS_NAMES
    made = importing(path, file=file, changes=changes)
    assert [person["first_chat_month"] for person in made.people] == ["2025-03", "2025-04", "2025-05"]
    assert [person["gender"] for person in made.people] == [1, 2, -2]
    forms = [(person["exploitation_forms__sexual"], person["exploitation_forms__criminal"]) for person in made.people]
    assert forms == [(1, -2), (1, 1), (0, 0)]


def test_every_column_of_the_codebook_is_there_and_every_skip_rule_holds(
    tmp_path: Path, importing: Import, book: Codebook
) -> None:
    made = importing(write_xlsx(tmp_path / "a.xlsx", [HEADER, *PEOPLE]))
    assert all(list(person) == list(book.by_column) for person in made.people)
    assert [person["criminal_subtypes__theft"] for person in made.people] == [-1, -2, -1]
    again = importing(tmp_path / "a.xlsx")
    assert len({person["case_ref"] for person in (*made.people, *again.people)}) == 2 * len(PEOPLE)


def test_an_empty_cell_is_never_a_no(tmp_path: Path, importing: Import) -> None:
    column = '[[column]]\nname = "Dreiging"\nto = "means_of_control"\noption = "threats"\n'
    column += 'values = { ja = "yes", nee = "no" }'
    rows = [(*HEADER, "Dreiging"), (*PEOPLE[0], "ja"), (*PEOPLE[1], "nee"), (*PEOPLE[2], None)]
    made = importing(write_xlsx(tmp_path / "a.xlsx", rows), more=column)
    assert [person["means_of_control__threats"] for person in made.people] == [1, 0, -2]


def test_ages_become_bands_and_a_comma_is_a_comma(tmp_path: Path, importing: Import) -> None:
    column = (
        '[[column]]\nname = "Leeftijd"\nto = "age_band"\nvalues = { "?" = "unknown" }\n'
        'bands = { age_12_15 = "12..15", age_16_17 = "16..17", age_23 = "23", age_48_plus = "48.." }'
    )
    ages = [16, "17,5", 15.9, "23", 70, "?", None]
    rows = [(*HEADER, "Leeftijd"), *((*PEOPLE[0], age) for age in ages)]
    made = importing(write_xlsx(tmp_path / "a.xlsx", rows), more=column)
    assert [person["age_band"] for person in made.people] == [4, 4, 3, 7, 12, -3, -2]


def test_codes_of_spss_stay_codes_and_those_it_calls_missing_are_not_lost(tmp_path: Path, importing: Import) -> None:
    rows = [HEADER, *((date(2025, 1, 1), code, "geen", "") for code in (1.0, 2.0, 9.0, None))]
    path = write_sav(
        tmp_path / "a.sav",
        rows,
        variable_value_labels={"Geslacht": {1: "vrouw", 2: "man", 9: "onbekend"}},
        missing_ranges={"Geslacht": [9]},
    )
    values = {
        '{ v = "girl_or_woman", m = "boy_or_man", onbekend = "unknown" }': '{ 1 = "girl_or_woman", 2 = "boy_or_man" }'
    }
    with pytest.raises(InvalidInputError) as refused:
        importing(path, changes=SPSS_NAMES | values)
    assert said(refused).endswith(
        "a.sav:3: column Geslacht: not in the mapping: code 9 (1); line 3 "
        "(expected values of the mapping, or others = a code for all others)"
    )
    values = {key: value.replace(" }", ', 9 = "unknown" }') for key, value in values.items()}
    made = importing(path, changes=SPSS_NAMES | values)
    assert [person["gender"] for person in made.people] == [1, 2, -3, -2]


def test_a_value_that_the_mapping_does_not_know_stops_everything(tmp_path: Path, importing: Import) -> None:
    strange = [("04-06-2025", "vrouw", "seksueel"), ("31-02-2025", "v", "anders"), ("1-1-2027", 3, "seksueel;geen")]
    path = write_csv(tmp_path / "a.csv", [HEADER[:3], *strange])
    with pytest.raises(InvalidInputError) as refused:
        importing(path)
    assert [(fault.line, fault.subject) for fault in refused.value.faults] == [
        (3, "column Datum gesprek"),
        (2, "column Geslacht"),
        (3, "column Vorm"),
    ]
    assert "a text or number (2); lines 3, 4" in refused.value.faults[0].problem
    assert "code 3 (1)" in refused.value.faults[1].problem
    assert "vrouw" not in said(refused)
    assert "anders" not in said(refused)


def test_others_may_become_a_code_when_the_mapping_says_so(tmp_path: Path, importing: Import) -> None:
    rows = [HEADER[:3], ("04-06-2025", "vrouw", "geen"), ("04-06-2025", "", "geen")]
    path = write_csv(tmp_path / "a.csv", rows)
    text = mapping_text(changes={'onbekend = "unknown" }': 'onbekend = "unknown" }\nothers = "cannot_be_coded"'})
    made = importing(path, text)
    assert [person["gender"] for person in made.people] == [-5, -2]
    assert made.report.used[1].others == {"a text or number": 1}
    assert made.report.used[1].word == "cannot_be_coded"


def test_a_block_of_which_everything_was_asked_says_no_for_what_was_not_marked(
    tmp_path: Path, importing: Import
) -> None:
    made = importing(
        write_csv(tmp_path / "a.csv", [HEADER[:3], ("04-06-2025", "v", "drugs")]),
        changes={'separator = ";"': 'separator = ";"\nunmarked = "no"'},
    )
    assert made.people[0]["exploitation_forms__criminal"] == 1
    assert made.people[0]["exploitation_forms__sexual"] == 0


def test_a_reference_is_kept_where_nobody_can_read_anything_from_it(tmp_path: Path, importing: Import) -> None:
    column = '[[column]]\nname = "Ref"\nto = "case_ref"\nas_is = true'
    mine = "0123456789abcdef"
    path = write_csv(tmp_path / "a.csv", [(*HEADER[:3], "Ref"), ("04-06-2025", "v", "geen", mine)])
    assert importing(path, more=column).people[0]["case_ref"] == mine
    write_csv(path, [(*HEADER[:3], "Ref"), ("04-06-2025", "v", "geen", "vera-12")])
    with pytest.raises(InvalidInputError, match="column Ref: not in the mapping: a text or number"):
        importing(path, more=column)
    write_csv(path, [(*HEADER[:3], "Ref"), *[("04-06-2025", "v", "geen", mine)] * 2])
    with pytest.raises(InvalidInputError, match="case_ref: this reference stands already on line 2") as twice:
        importing(path, more=column)
    assert mine not in said(twice)


def test_an_answer_to_a_question_that_does_not_apply_is_dropped_and_counted(tmp_path: Path, importing: Import) -> None:
    column = '[[column]]\nname = "Waar"\nto = "first_meeting_place"\nvalues = { school = "school" }'
    rows = [(*HEADER[:3], "Waar"), ("04-06-2025", "v", "geen", "school"), ("04-06-2025", "v", "geen", "")]
    made = importing(write_csv(tmp_path / "a.csv", rows), more=column)
    assert made.people[0]["first_meeting_place"] == -1
    assert made.report.not_applicable == {"first_meeting_place": 1}


def test_what_was_not_mapped_and_what_is_absent_is_told(tmp_path: Path, importing: Import) -> None:
    rows = [(*HEADER, "", "Straat", "Straat"), (*PEOPLE[0], None, "Dorpsstraat 1", 2), (*PEOPLE[1], "los", None, None)]
    drop = '[[drop]]\ncolumns = ["naam"]\nreason = "names are not kept"'
    report = importing(write_xlsx(tmp_path / "a.xlsx", rows), more=drop).report
    assert report.rows == 2
    assert report.unmapped == {5: 1, "Straat": 2}
    assert report.dropped == {"Naam": "names are not kept"}
    assert "age_band" in report.absent
    assert not {"gender", "contact_role", "case_ref"} & set(report.absent)


def test_a_month_that_excel_took_for_a_day_is_that_month(tmp_path: Path, importing: Import) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [HEADER, (date(2025, 3, 1), "v", "geen", None), ("2025-04", "v", "geen", None)]
    )
    made = importing(path, changes={'dates = ["dd-mm-yyyy"]': "as_is = true"})
    assert [person["first_chat_month"] for person in made.people] == ["2025-03", "2025-04"]
