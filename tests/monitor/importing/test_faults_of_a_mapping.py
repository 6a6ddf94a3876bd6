"""Every fault of a mapping is told with its line, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.importing.conftest import HEADER, PEOPLE, Import, mapping_text, write_csv
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.importing.reading_mapping import read_import_mapping

AGES = '[[column]]\nname = "Leeftijd"\nto = "age_band"\n'
CONTROL = '[[column]]\nname = "Dwang"\nto = "means_of_control"\n'

MISTAKES = {
    "another codebook": (
        '"trafficking-1"',
        '"small-1"',
        "small-1",
        "written for codebook small-1 (expected trafficking-1)",
    ),
    "another version": ('version = "1.0"', 'version = "0.9"', "0.9", "written for version 0.9 (expected 1.0)"),
    "unknown variable": ('to = "gender"', 'to = "sex"', '"sex"', "unknown variable 'sex'"),
    "unknown code": ('m = "boy_or_man"', 'm = "boy"', 'm = "boy"', "'boy' is no code (expected one of girl_or_woman"),
    "not applicable": ('"unknown" }', '"not_applicable" }', "not_applicable", "'not_applicable' is no code"),
    "a list for one answer": (
        'm = "boy_or_man"',
        'm = ["boy_or_man", "girl_or_woman"]',
        "m = [",
        "only options can be joined",
    ),
    "unknown key": ('to = "gender"', 'to = "gender"\nvalue = "x"', 'value = "x"', "unknown key 'value'"),
    "value twice": ('v = "girl_or_woman"', 'v = "girl_or_woman", V = "boy_or_man"', "V =", "'V' stands twice"),
    "no form of days": ("dd-mm-yyyy", "dag-maand", "dag-maand", "'dag-maand' is no form of days"),
    "no month in it": ("dd-mm-yyyy", "yyyy", '["yyyy"]', "'yyyy' tells no month"),
    "dates of a code": ('separator = ";"', 'dates = ["yyyy"]', '["yyyy"]', "exploitation_forms is no month"),
    "separator of one code": ('to = "gender"', 'to = "gender"\nseparator = ";"', "", "only a whole block has several"),
    "mapped twice": ('name = "Geslacht"', 'name = "vorm"', 'name = "Vorm"', "this column is mapped twice"),
    "constant of a block": ('to = "topic_trafficking"', 'to = "needs"', '"needs"', "cannot be the same for everybody"),
    "constant reference": (
        'to = "topic_trafficking"',
        'to = "case_ref"',
        '"case_ref"',
        "cannot be the same for everybody",
    ),
    "constant that is no code": ('value = "yes"', 'value = "ja"', '"ja"', "topic_trafficking cannot be 'ja'"),
    "encoding": ("\n\n[[column]]", '\n[file]\nencoding = "latin"\n[[column]]', "latin", "unknown encoding 'latin'"),
    "delimiter": ("\n\n[[column]]", '\n[file]\ndelimiter = "x"\n[[column]]', '"x"', "'x' separates no cells"),
    "line of the names": ("\n\n[[column]]", "\n[file]\nheader = 0\n[[column]]", "", "the names cannot stand on line"),
    "others": ('to = "gender"', 'to = "gender"\nothers = "maybe"', "maybe", "'maybe' is no code"),
    "unmarked": ('separator = ";"', 'separator = ";"\nunmarked = "yes"', "unmarked =", "unmarked is 'yes'"),
    "nothing said": (
        "values = { v =",
        'empty = "unknown"\n# values = { v =',
        "",
        "nothing says what its values stand for",
    ),
}

MORE = {
    "filled by a constant": (
        '[[column]]\nname = "Oordeel"\nto = "assessment"\nas_is = true',
        '"assessment"',
        "assessment is filled already by a constant (expected one of the two)",
    ),
    "no such band": (AGES + 'bands = { age_1 = "1" }', "age_1", "age_band has no code 'age_1'"),
    "no span": (AGES + 'bands = { age_0_8 = "0-8" }', "0-8", "age_0_8 is no span of numbers"),
    "backwards": (AGES + 'bands = { age_0_8 = "8..0" }', "8..0", "age_0_8 runs backwards"),
    "overlap": (AGES + 'bands = { age_0_8 = "0..9", age_9_11 = "9..11" }', "bands =", "from 0 and from 9 overlap"),
    "no such option": (CONTROL + 'option = "shouting"\nas_is = true', "shouting", "has no option 'shouting'"),
    "a block as it is": (CONTROL + "as_is = true", "as_is", "a whole block is not written in one cell"),
    "dropped and mapped": (
        '[[drop]]\ncolumns = ["geslacht"]\nreason = "r"',
        "geslacht",
        "is dropped, and yet it is mapped",
    ),
    "dropped for no reason": ('[[drop]]\ncolumns = ["x"]', "[[drop]]", "reason is missing"),
    "no column to drop": ('[[drop]]\ncolumns = [7]\nreason = "r"', "columns", "not the name of a column"),
}


def faults_of(path: Path, text: str, book: Codebook) -> list[str]:
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_import_mapping(path, book)
    return [str(fault) for fault in refused.value.faults]


def line_of(text: str, at: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if at in line)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_slip_of_the_pen_is_told_with_its_line(tmp_path: Path, book: Codebook, mistake: str) -> None:
    instead_of, written, at, problem = MISTAKES[mistake]
    text = mapping_text().replace(instead_of, written, 1)
    assert text != mapping_text()
    [fault] = faults_of(tmp_path / "m.toml", text, book)
    assert problem in fault
    assert fault.startswith(f"{tmp_path}/m.toml:{line_of(text, at) if at else ''}")


@pytest.mark.parametrize("mistake", MORE)
def test_a_fault_in_one_more_part_is_told_with_its_line(tmp_path: Path, book: Codebook, mistake: str) -> None:
    more, at, problem = MORE[mistake]
    text = mapping_text(more)
    [fault] = faults_of(tmp_path / "m.toml", text, book)
    assert problem in fault
    assert fault.startswith(f"{tmp_path}/m.toml:{line_of(text, at)}: ")


def test_all_faults_are_told_at_once_in_their_order(tmp_path: Path, book: Codebook) -> None:
    text = mapping_text(changes={'m = "boy_or_man"': 'm = "boy"', 'value = "yes"': 'value = "ja"', '"1.0"': '"2.0"'})
    faults = faults_of(tmp_path / "m.toml", text, book)
    lines = [int(fault.removeprefix(f"{tmp_path}/m.toml:").split(":")[0]) for fault in faults]
    assert len(faults) == 3
    assert lines == sorted(lines)


def test_a_column_that_the_file_has_not_is_told_with_the_line_of_the_mapping(tmp_path: Path, importing: Import) -> None:
    path = write_csv(
        tmp_path / "a.csv", [("Datum gesprek", "Geslachten", "Jan de Vries"), *(row[:3] for row in PEOPLE)]
    )
    with pytest.raises(InvalidInputError) as refused:
        importing(path)
    gender, form = map(str, refused.value.faults)
    line = line_of(mapping_text(), '"Geslacht"') - 1
    assert gender.startswith(f"{tmp_path}/mapping.toml:{line}: column Geslacht: {path} has no column of this name")
    assert "perhaps 'Geslachten'" in gender
    assert "Jan" not in gender + form


def test_a_name_that_stands_twice_in_the_file_is_refused_where_it_is_mapped(tmp_path: Path, importing: Import) -> None:
    rows = [(*HEADER, "geslacht "), *((*row, None) for row in PEOPLE)]
    with pytest.raises(InvalidInputError, match="this name stands 2 times in the file"):
        importing(write_csv(tmp_path / "a.csv", rows))
    unused = [(*HEADER, "Naam"), *((*row, None) for row in PEOPLE)]
    assert importing(write_csv(tmp_path / "b.csv", unused)).report.rows == len(PEOPLE)
