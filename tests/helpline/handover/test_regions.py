"""Where somebody lives is found by whatever they call it, and every municipality lies in a region of every kind."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.handover.entries_to_draw import NETHERLANDS, TODAY
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.config import REGIONS
from zichtbaar.helpline.handover.regions.naming import find_region
from zichtbaar.helpline.handover.regions.reading import read_country
from zichtbaar.helpline.handover.regions.structure import Region

MUNICIPALITIES = NETHERLANDS.municipalities()


def of_kind(kind: str) -> list[str]:
    return [region.code for region in NETHERLANDS.regions.values() if region.kind == kind]


def called(said: str) -> list[str]:
    return [NETHERLANDS.called(code, "en") for code in find_region(NETHERLANDS, said, TODAY).codes]


def test_the_netherlands_have_the_regions_that_the_law_says() -> None:
    counted = Counter(region.kind for region in NETHERLANDS.regions.values())
    assert counted == {
        "municipality": 342,
        "province": 12,
        "safety_region": 25,
        "police_unit": 10,
        "veilig_thuis": 25,
        "care_coordination": 25,
        "country": 1,
    }


@pytest.mark.parametrize("kind", ["province", "safety_region", "police_unit", "veilig_thuis", "care_coordination"])
def test_every_municipality_lies_in_exactly_one_region_of_a_kind(kind: str) -> None:
    covers = [NETHERLANDS.cover(code, TODAY) for code in of_kind(kind)]
    assert sum(cover.bit_count() for cover in covers) == len(MUNICIPALITIES)
    union = 0
    for cover in covers:
        union |= cover
    assert union == NETHERLANDS.cover(NETHERLANDS.everywhere, TODAY)


@pytest.mark.parametrize(
    ("municipality", "province", "unit"),
    [
        ("Hengelo (O.)", "Overijssel", "Oost-Nederland"),
        ("Almere", "Flevoland", "Midden-Nederland"),
        ("Hilversum", "Noord-Holland", "Midden-Nederland"),
        ("Terneuzen", "Zeeland", "Zeeland-West-Brabant"),
        ("Dordrecht", "Zuid-Holland", "Rotterdam"),
        ("Maastricht", "Limburg", "Limburg"),
    ],
)
def test_a_municipality_lies_where_the_atlas_says(municipality: str, province: str, unit: str) -> None:
    code = next(region.code for region in MUNICIPALITIES if region.name == municipality)
    own = NETHERLANDS.cover(code, TODAY)
    names = {
        region.kind: region.name
        for region in NETHERLANDS.regions.values()
        if region.kind in ("province", "police_unit") and NETHERLANDS.cover(region.code, TODAY) & own
    }
    assert names == {"province": province, "police_unit": unit}


def test_what_nobody_read_in_a_source_says_so() -> None:
    assumed = Counter(region.kind for region in NETHERLANDS.regions.values() if region.assumed)
    assert assumed == {"police_unit": 10, "veilig_thuis": 25, "care_coordination": 25}


def test_a_region_that_has_not_begun_holds_nothing() -> None:
    assert NETHERLANDS.cover("VT05", date(2022, 12, 31)) == 0
    assert NETHERLANDS.cover("VT05", date(2023, 1, 1)) == NETHERLANDS.cover("VR05", TODAY)


@pytest.mark.parametrize(
    "said", ["'s-Gravenhage", "s gravenhage", "’s-Gravenhage", "Scheveningen", "gemeente Den Haag"]
)
def test_the_hague_is_found_by_its_names(said: str) -> None:
    assert called(said)[0] == "municipality Den Haag"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("fryslan", ["province Fryslân"]),
        ("FRIESLAND", ["province Fryslân"]),
        ("sudwest fryslan", ["municipality Súdwest-Fryslân"]),
        ("Brielle", ["municipality Voorne aan Zee"]),
        ("IJmuiden", ["municipality Velsen"]),
        ("St. Anthonis", ["municipality Land van Cuijk"]),
        ("Bergen", ["municipality Bergen (L.)", "municipality Bergen (NH.)"]),
        ("Utrecht", ["municipality Utrecht", "province Utrecht"]),
        ("Flevoland", ["province Flevoland"]),
        ("nederland", ["country Nederland"]),
        ("", []),
        ("xq", []),
        ("somewhere else", []),
    ],
)
def test_a_place_is_found_without_accents_and_capitals(said: str, meant: list[str]) -> None:
    assert called(said) == meant


def test_a_mistyped_name_is_offered_and_not_taken_for_certain() -> None:
    found = find_region(NETHERLANDS, "Amsterdm", TODAY)
    assert not found.exactly
    assert found.codes[0] == "GM0363"
    assert not find_region(NETHERLANDS, "rotter", TODAY).exactly


@given(st.sampled_from(MUNICIPALITIES))
def test_every_municipality_is_found_by_its_own_name(region: Region) -> None:
    assert region.code in find_region(NETHERLANDS, region.name, TODAY).codes


@given(st.text(max_size=200))
def test_whatever_is_typed_finds_something_or_nothing(said: str) -> None:
    found = find_region(NETHERLANDS, said, TODAY)
    assert set(found.codes) <= set(NETHERLANDS.regions)


def test_every_fault_of_a_folder_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "netherlands"
    shutil.copytree(REGIONS / "netherlands", folder)
    with (folder / "municipalities.csv").open("a") as file:
        file.write("GM0363,Amsterdam again,VR13,,\nx,No code,VR99,,\n")
    with (folder / "regions.csv").open("a") as file:
        file.write("PV99,county,Round,PV98,,,maybe\nPV98,province,Round,PV99,,,no\n")
    with (folder / "places.csv").open("a") as file:
        file.write("Atlantis,GM9999\n")
    with pytest.raises(InvalidInputError) as refused:
        read_country(folder)
    told = {(Path(fault.file).name, fault.line, fault.subject) for fault in refused.value.faults}
    assert {
        ("municipalities.csv", 344, "code"),
        ("municipalities.csv", 345, "code"),
        ("municipalities.csv", 345, "part_of"),
        ("regions.csv", 100, "kind"),
        ("regions.csv", 100, "assumed"),
        ("regions.csv", None, "PV98"),
        ("regions.csv", None, "PV99"),
    } <= told
    assert any(name == "places.csv" and subject == "region" for name, _, subject in told)
