"""Every codebook that is shipped goes into every layout, and a fault of a mapping is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.reading import SHIPPED as REGISTRATIONS
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.exports.layout import FOLDER as LAYOUTS
from zichtbaar.monitor.exports.layout import Audience, ColumnKind, layout_names, load_layout, read_layout
from zichtbaar.monitor.exports.reading_mapping import FOLDER, load_mapping, read_mapping

SHIPPED = [REGISTRATIONS]
"""Codebooks of persons; what is coded of handovers goes into no standard."""

# The first line of CTDC's file as published, read in the public repository franzenn28/PI, human_trafficking.csv, at
# commit cd1652f6369eddddfdc1bc5abbbaeff2efab747b.
CTDC_2021 = (
    "yearOfRegistration,Datasource,gender,ageBroad,majorityStatus,majorityStatusAtExploit,majorityEntry,citizenship,"
    "meansOfControlDebtBondage,meansOfControlTakesEarnings,meansOfControlRestrictsFinancialAccess,"
    "meansOfControlThreats,meansOfControlPsychologicalAbuse,meansOfControlPhysicalAbuse,meansOfControlSexualAbuse,"
    "meansOfControlFalsePromises,meansOfControlPsychoactiveSubstances,meansOfControlRestrictsMovement,"
    "meansOfControlRestrictsMedicalCare,meansOfControlExcessiveWorkingHours,meansOfControlUsesChildren,"
    "meansOfControlThreatOfLawEnforcement,meansOfControlWithholdsNecessities,meansOfControlWithholdsDocuments,"
    "meansOfControlOther,meansOfControlNotSpecified,meansOfControlConcatenated,isForcedLabour,isSexualExploit,"
    "isOtherExploit,isSexAndLabour,isForcedMarriage,isForcedMilitary,isOrganRemoval,isSlaveryAndPractices,"
    "typeOfExploitConcatenated,typeOfLabourAgriculture,typeOfLabourAquafarming,typeOfLabourBegging,"
    "typeOfLabourConstruction,typeOfLabourDomesticWork,typeOfLabourHospitality,typeOfLabourIllicitActivities,"
    "typeOfLabourManufacturing,typeOfLabourMiningOrDrilling,typeOfLabourPeddling,typeOfLabourTransportation,"
    "typeOfLabourOther,typeOfLabourNotSpecified,typeOfLabourConcatenated,typeOfSexProstitution,typeOfSexPornography,"
    "typeOfSexRemoteInteractiveServices,typeOfSexPrivateSexualServices,typeOfSexConcatenated,isAbduction,"
    "RecruiterRelationship,CountryOfExploitation,recruiterRelationIntimatePartner,recruiterRelationFriend,"
    "recruiterRelationFamily,recruiterRelationOther,recruiterRelationUnknown"
)


@pytest.mark.parametrize("book", SHIPPED)
@pytest.mark.parametrize("layout", layout_names())
def test_every_shipped_codebook_has_a_mapping_to_every_layout(book: str, layout: str) -> None:
    mapping = load_mapping(layout, book)
    assert mapping.book == load(book)
    assert tuple(filling.column.name for filling in mapping.fillings) == load_layout(layout).names


def test_no_mapping_is_left_over() -> None:
    kept = {(path.parent.name, path.stem) for path in FOLDER.rglob("*.toml")}
    assert kept == {(book, layout) for book in SHIPPED for layout in layout_names()}


def test_the_columns_of_ctdc_are_those_of_the_published_files() -> None:
    assert ",".join(load_layout("ctdc-2021").names) == CTDC_2021
    assert len(load_layout("ctdc-2021").columns) == 63
    assert len(load_layout("ctdc-2024").columns) == 27


def test_only_the_eu_table_has_no_rows_of_persons() -> None:
    assert layout_names(Audience.TABLES) == ("eu-table",)


def test_criminal_exploitation_is_forced_labour_for_ctdc_other_for_htcds_and_always_reported_as_a_loss() -> None:
    for name in layout_names():
        said = [loss.words["en"] for loss in load_mapping(name, "trafficking-1").losses]
        assert any("Criminal exploitation" in words or "criminal exploitation" in words for words in said), name


MISTAKES = {
    "another codebook": ('codebook = "trafficking-1"', 'codebook = "other-1"', "written for codebook other-1"),
    "another version": ('version = "1.0"', 'version = "0.1"', "written for version 0.1 (expected 1.0)"),
    "unknown population": ('population = "victims"', 'population = "everybody"', "unknown population 'everybody'"),
    "unknown variable": ('gender = ["girl_or_woman"]', 'sex = ["girl_or_woman"]', "unknown variable 'sex'"),
    "unknown code": ('gender = ["girl_or_woman"]', 'gender = ["woman"]', "gender has no code 'woman'"),
    "unknown column": ('name = "gender"', 'name = "Gender"', "ctdc-2024 has no column 'Gender'"),
    "value that the layout lacks": (
        'value = "Woman"',
        'value = "Female"',
        "no value 'Female' here (expected one of Woman",
    ),
    "year of a code": ('year_of = "first_chat_month"', 'year_of = "gender"', "'gender' is no month or period"),
    "filled in two ways": (
        'year_of = "first_chat_month"',
        'year_of = "first_chat_month"\nyes = {}',
        "2 ways to fill it",
    ),
    "flag with values": ('yes = { means_of_control = ["false_promises"] }', "values = []", "kind flag has no values"),
    "code that goes nowhere": ('"domestic", "came_from_abroad"', '"domestic"', "route: came_from_abroad goes nowhere"),
    "variable that goes nowhere": ('"uniqueness_basis", ', "", "uniqueness_basis goes nowhere"),
    "left out and used": (
        '"uniqueness_basis", ',
        '"uniqueness_basis", "gender", ',
        "gender is left out, and yet it is used",
    ),
    "unknown group": ('["typeOfSex*"]', '["typeOfSexy*"]', "not a list of columns"),
    "loss without Dutch": ('words.nl = "Criminele', '# words.nl = "Criminele', "nl is missing"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_slip_of_the_pen_in_a_mapping_is_told_with_its_line(tmp_path: Path, book: Codebook, mistake: str) -> None:
    old, new, problem = MISTAKES[mistake]
    text = (FOLDER / "trafficking-1/ctdc-2024.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "m.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_mapping(path, book)
    faults = [str(fault) for fault in refused.value.faults]
    [fault] = [fault for fault in faults if problem in fault]
    assert int(fault.removeprefix(f"{path}:").split(":")[0]) > 0


def test_an_unknown_layout_or_codebook_is_told(tmp_path: Path, book: Codebook) -> None:
    with pytest.raises(InvalidInputError, match="no mapping of codebook small-1 comes with Zichtbaar"):
        load_mapping("ctdc-2024", "small-1")
    with pytest.raises(InvalidInputError, match="no layout of this name"):
        load_layout("ctdc-1999")
    text = (FOLDER / "trafficking-1/ctdc-2024.toml").read_text("utf-8").replace('"ctdc-2024"', '"ctdc-1999"', 1)
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with pytest.raises(InvalidInputError, match="unknown layout 'ctdc-1999'"):
        read_mapping(tmp_path / "m.toml", book)


LAYOUT_MISTAKES = {
    "audience": ('for = "persons"', 'for = "all"', "nobody is called 'all'"),
    "kind": ('kind = "year"', 'kind = "date"', "unknown kind 'date'"),
    "values of a flag": (
        '"isForcedLabour", kind = "flag"',
        '"isForcedLabour", kind = "value"',
        "kind value needs values",
    ),
    "twice": ('name = "ageBroad"', 'name = "gender"', "the column 'gender' stands twice"),
}


@pytest.mark.parametrize("mistake", LAYOUT_MISTAKES)
def test_a_slip_of_the_pen_in_a_layout_is_told_with_its_line(tmp_path: Path, mistake: str) -> None:
    old, new, problem = LAYOUT_MISTAKES[mistake]
    path = tmp_path / "l.toml"
    path.write_text((LAYOUTS / "ctdc-2024.toml").read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_layout(path)
    assert any(problem in str(fault) and fault.line for fault in refused.value.faults)


def test_a_flag_fits_only_a_column_of_flags() -> None:
    for name in layout_names():
        for filling in load_mapping(name, "trafficking-1").fillings:
            assert (filling.no is not None) <= (filling.column.kind is ColumnKind.FLAG)
