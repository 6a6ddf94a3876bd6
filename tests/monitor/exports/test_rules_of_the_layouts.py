"""Rows obey the rules of the layout that they are in: what is missing, what is no, and what goes with what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records_on_paper import person
from zichtbaar.codebook.answers import is_answered
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Answers, Value
from zichtbaar.monitor.datasets.invented import invent_registrations
from zichtbaar.monitor.exports.layout import Audience, ColumnKind, layout_names
from zichtbaar.monitor.exports.reading_mapping import load_mapping

PERSON_LAYOUTS = layout_names(Audience.PERSONS)
PEOPLE = st.integers(0, 5000).map(lambda seed: invent_registrations(load(), ["2024-07", "2025-02"], 8, seed))
MEANS = {
    "DebtBondage": "Debt bondage",
    "TakesEarnings": "Takes earnings",
    "RestrictsFinancialAccess": "Restricts financial access",
    "Threats": "Threats",
    "PsychologicalAbuse": "Psychological abuse",
    "NotSpecified": "Not specified",
}


def row(layout: str, answers: Answers) -> Mapping[str, str]:
    mapping = load_mapping(layout, "trafficking-1")
    return dict(zip(mapping.layout.names, mapping.row(answers), strict=True))


def vera(layout: str, **answers: Value) -> Mapping[str, str]:
    return row(layout, person(load(), 1, **answers))


@pytest.mark.parametrize("name", PERSON_LAYOUTS)
@settings(max_examples=15, deadline=None)
@given(people=PEOPLE)
def test_only_what_the_layout_knows_stands_in_a_cell(name: str, people: list[dict[str, Value]]) -> None:
    layout = load_mapping(name, "trafficking-1").layout
    flags = {"1", layout.no, layout.missing}
    for answers in people:
        for column, cell in row(name, answers).items():
            kind, values = layout.by_name[column].kind, layout.by_name[column].values
            match kind:
                case ColumnKind.FLAG:
                    assert cell in flags
                case ColumnKind.YEAR:
                    assert cell in ("2024", "2025")
                case ColumnKind.VALUE:
                    assert cell in (*values, layout.missing)
                case ColumnKind.LIST:
                    assert cell == layout.missing or set(cell.split(layout.separator)) <= set(values)


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_in_the_layout_of_2024_nothing_is_ever_no(people: list[dict[str, Value]]) -> None:
    assert all("0" not in row("ctdc-2024", answers).values() for answers in people)


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_no_is_said_only_of_who_told_anything_in_that_question(people: list[dict[str, Value]]) -> None:
    """CTDC's own rule for a base, and ours: what was not discussed is not a no."""
    variable = load().by_name["means_of_control"]
    for answers in people:
        cells = row("ctdc-2021", answers)
        flags = {cell for column, cell in cells.items() if column.startswith("meansOfControl") and len(cell) == 1}
        assert is_answered(variable, answers) == ("0" in flags and cells["meansOfControlNotSpecified"] == "0")
        assert is_answered(variable, answers) or "0" not in flags


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_flags_and_the_list_of_their_names_say_the_same(people: list[dict[str, Value]]) -> None:
    for answers in people:
        cells = row("ctdc-2021", answers)
        listed = cells["meansOfControlConcatenated"].split(";")
        assert all((cells[f"meansOfControl{flag}"] == "1") == (name in listed) for flag, name in MEANS.items())
        forms = cells["typeOfExploitConcatenated"].split(";")
        assert (cells["isForcedLabour"] == "1") == ("Forced labour" in forms)
        assert (cells["isSexualExploit"] == "1") == ("Sexual exploitation" in forms)
        assert (cells["isSexAndLabour"] == "1") == ({"Forced labour", "Sexual exploitation"} <= set(forms))


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_the_two_layouts_of_ctdc_agree(people: list[dict[str, Value]]) -> None:
    for answers in people:
        older, newer = row("ctdc-2021", answers), row("ctdc-2024", answers)
        for column in ("isForcedLabour", "isSexualExploit", "isOtherExploit", "typeOfSexProstitution"):
            assert (older[column] == "1") == (newer[column] == "1")
        threats = ("Threats", "UsesChildren", "ThreatOfLawEnforcement")
        assert (newer["meansThreats"] == "1") == any(older[f"meansOfControl{name}"] == "1" for name in threats)
        debts = ("DebtBondage", "TakesEarnings")
        assert (newer["meansDebtBondageEarnings"] == "1") == any(
            older[f"meansOfControl{name}"] == "1" for name in debts
        )


def test_vera_in_each_layout() -> None:
    older = vera("ctdc-2021")
    told = {"yearOfRegistration": "2020", "Datasource": "Hotline", "ageBroad": "9--17", "majorityStatus": "Minor"}
    told |= {"isSexualExploit": "1", "isForcedLabour": "0", "typeOfExploitConcatenated": "Sexual exploitation"}
    told |= {
        "meansOfControlNotSpecified": "1",
        "meansOfControlThreats": "-99",
        "gender": "-99",
        "isForcedMilitary": "-99",
    }
    assert {column: older[column] for column in told} == told
    newer = {column: cell for column, cell in vera("ctdc-2024").items() if cell}
    assert newer == {"yearOfRegistration": "2020", "ageBroad": "09--17", "isSexualExploit": "1"}
    assert {column: cell for column, cell in vera("htcds-2-0").items() if cell} == {
        "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "NGO",
        "vic_TypeOfExploitation": "SexualExploitation",
    }


def test_criminal_exploitation() -> None:
    forced = {"exploitation_forms__sexual": -2, "exploitation_forms__criminal": 1, "criminal_subtypes__theft": 1}
    older, newer, htcds = (vera(layout, **forced) for layout in ("ctdc-2021", "ctdc-2024", "htcds-2-0"))
    assert (older["isForcedLabour"], older["typeOfLabourIllicitActivities"], older["isOtherExploit"]) == ("1", "1", "0")
    assert older["typeOfLabourConcatenated"] == "Illicit activities"
    assert (newer["isForcedLabour"], newer["isOtherExploit"]) == ("1", "")
    assert htcds["vic_TypeOfExploitation"] == "Other"


def test_nobody_is_called_an_actual_victim_and_the_nearest_offender_is_named() -> None:
    cells = vera("htcds-2-0", assessment=1, offender_relations__mother=1, offender_relations__stranger_or_only_online=1)
    assert cells["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert cells["vic_RelationshipToTrafficker"] == "Familial"


def test_several_values_stand_in_one_cell_with_semicolons() -> None:
    cells = vera(
        "htcds-2-0", exploitation_platforms__snapchat__control=1, exploitation_platforms__dating_app__payment=1
    )
    assert cells["vic_ExploitationWebsitesAndApps"] == "SnapChat;Other"


@pytest.mark.parametrize(
    ("band", "ages", "status"),
    [(1, "0--8", "Minor"), (2, "9--17", "Minor"), (7, "21--23", "Adult"), (12, "48+", "Adult"), (13, "-99", "Minor")],
)
def test_bands_of_age_are_those_of_ctdc(band: int, ages: str, status: str) -> None:
    cells = vera("ctdc-2021", age_band=band)
    assert (cells["ageBroad"], cells["majorityStatus"]) == (ages, status)
