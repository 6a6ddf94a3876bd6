"""What two coders made different things of is not published, and its place says so; what is in doubt is marked."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from zichtbaar.codebook.agreement import Level
from zichtbaar.codebook.answers import settled
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.double_coding import CodersFiles
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.told import Cell
from zichtbaar.monitor.factsheet.contents import Contents, contents_of
from zichtbaar.monitor.factsheet.making import Released, Sources, release
from zichtbaar.monitor.paper.language import Language

Row = dict[str, str]
Rows = list[Row]
BOOK = load()


@pytest.fixture(scope="module")
def coders(example: Path) -> CodersFiles:
    return CodersFiles(example / "first-coder.csv", example / "second-coder.csv")


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(rows: Rows, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(BOOK.by_column), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def resettled(row: Row) -> Row:
    """The same answers with every skip rule kept."""
    answers = {column: cell if BOOK.by_column[column].is_text else int(cell) for column, cell in row.items()}
    return {column: str(value) for column, value in settled(BOOK, answers).items()}


def recoded(coders: CodersFiles, column: str, codes: Mapping[str, str], folder: Path) -> CodersFiles:
    """The same two coders, but the second one recorded another code for every other person with one of these."""
    rows = rows_of(coders.second)
    for row in rows[::2]:
        row[column] = codes.get(row[column], row[column])
    return CodersFiles(coders.first, write_rows(rows, folder / "second.csv"))


@pytest.fixture(scope="module")
def differing(
    example: Path, records: list[Path], coders: CodersFiles, tmp_path_factory: pytest.TempPathFactory
) -> Released:
    """The example as if the two coders had not agreed on who was in exploitation at the first chat."""
    folder = tmp_path_factory.mktemp("differing")
    return made_with(example, records, recoded(coders, "status_first_chat", {"1": "2", "2": "1", "5": "2"}, folder))


def made_with(example: Path, records: list[Path], coded_twice: CodersFiles | None) -> Released:
    return release(Sources(example / "factsheet.toml", tuple(records), coded_twice=coded_twice), Ledger())


def in_every_language(made: Released) -> dict[Language, Contents]:
    return {code: contents_of(made.recipe, made.figures, made.origin, code) for code in Language}


def test_a_figure_of_the_example_has_its_alpha_in_the_table_the_cards_and_the_appendix(
    example: Path, records: list[Path], coders: CodersFiles
) -> None:
    made = made_with(example, records, coders)
    for language, said in in_every_language(made).items():
        assert said.columns[-1] == "coding"
        [line] = [line for line in said.table if line.id == "sextortion"]
        [card] = [card for chapter in said.chapters for card in chapter.cards if card.id == "sextortion"]
        [entry] = [entry for entry in said.counted.figures if entry.id == "sextortion"]
        mark = {"nl": "α\N{NO-BREAK SPACE}0,74, voorlopig", "en": "α\N{NO-BREAK SPACE}0.74, tentative"}[language]
        assert line.coding == entry.coding == mark
        assert card.base.endswith(f"{mark}.")
        outside = [line for line in said.table if line.id in ("registered_minors", "estimated_minors")]
        assert [line.coding for line in outside] == ["", ""]
    alphas = [one["coding"]["alpha"] for one in json.loads(made.tables()[1])["figures"] if one["coding"]]
    assert 0.74 in alphas
    assert all(alpha is None or alpha == round(alpha, 2) for alpha in alphas), "as it is printed, and no digit more"


def test_a_figure_that_was_coded_differently_is_left_out_and_its_place_says_why(differing: Released) -> None:
    made = differing
    gone = {"first_disclosure", "in_exploitation_2020", "in_exploitation_2019", "period_comparison"}
    assert made.origin.unreliable == gone
    assert not gone & {figure.id for figure in made.figures}
    for language, said in in_every_language(made).items():
        why = {"nl": "codeerden dit te verschillend", "en": "coded this too differently"}[language]
        notes = [note for chapter in said.chapters for note in chapter.notes if why in note.text]
        lines = [line for line in said.table if why in line.base]
        assert len(notes) == len(lines) == len(gone)
        assert {line.value for line in lines} == {{"nl": "weggelaten", "en": "left out"}[language]}
        assert [chapter.title for chapter in said.chapters if set(notes) & set(chapter.notes)] == [
            chapter.title for chapter in said.chapters[-2:]
        ]
    data = json.loads(made.tables()[1])
    assert {one["id"] for one in data["left_out"]} == gone
    assert not gone & {one["id"] for one in data["figures"]}
    cells = [entry.content for entry in made.entries if isinstance(entry.content, Cell)]
    assert not gone & {figure for cell in cells for figure in cell.figures}


def test_no_alpha_below_the_limit_is_printed_anywhere(differing: Released) -> None:
    alpha = differing.origin.codings["in_exploitation_2020"].alpha
    assert alpha is not None
    assert alpha < 0.67
    said = [str(contents) for contents in in_every_language(differing).values()]
    said += [table.decode() for table in differing.tables()]
    assert not re.search(r"α\s(0[.,][0-5]|0[.,]6[0-6]|[-−])", "".join(said))
    assert f"{alpha:.2f}" not in "".join(said)


def test_an_unreliable_filter_takes_every_figure_with_it(
    example: Path, records: list[Path], coders: CodersFiles, tmp_path: Path
) -> None:
    objection = {"1": "3", "3": "1", "-2": "1"}
    made = made_with(example, records, recoded(coders, "stats_objection", objection, tmp_path))
    assert {figure.id for figure in made.figures} == {"registered_minors", "estimated_minors", "registry_coverage"}
    assert all(said.chapters for said in in_every_language(made).values())


def test_an_option_of_a_ranking_is_left_out_by_itself(
    example: Path, records: list[Path], coders: CodersFiles, tmp_path: Path
) -> None:
    platforms = dict.fromkeys(BOOK.by_name["first_meeting_platforms"].columns, "0")
    rows = [rows_of(path) for path in (coders.first, coders.second)]
    for place, pair in enumerate(zip(*rows, strict=True)):
        for coder, row in enumerate(pair):
            row |= {**platforms, "first_meeting_discussed": "1", "first_meeting_place": "1"}
            row |= {f"first_meeting_platforms__{name}": "1" for name in ("tiktok", "snapchat")[: 1 + place % 2]}
            row["first_meeting_platforms__instagram"] = str((place + coder) % 2)
            row |= resettled(row)
    files = CodersFiles(*(write_rows(one, tmp_path / f"{place}.csv") for place, one in enumerate(rows)))
    made = made_with(example, records, files)
    [ranking] = [figure for figure in made.figures if figure.id == "meeting_platforms"]
    assert [item.name for item in ranking.items] == ["snapchat"]
    assert made.origin.codings["meeting_platforms"].level is not Level.UNRELIABLE


def test_too_few_persons_are_said_to_measure_nothing(
    example: Path, records: list[Path], coders: CodersFiles, tmp_path: Path
) -> None:
    kept = [rows_of(path)[:60] for path in (coders.first, coders.second)]
    files = CodersFiles(*(write_rows(rows, tmp_path / f"{place}.csv") for place, rows in enumerate(kept)))
    made = made_with(example, records, files)
    assert made.origin.unreliable == frozenset()
    for language, said in in_every_language(made).items():
        begins = {"nl": "Niet gemeten: 10 procent van de", "en": "Not measured: 10 per cent of the"}[language]
        assert [part.text for part in said.method if part.text.startswith(begins)]
        assert {line.coding for line in said.table} == {"", {"nl": "niet gemeten", "en": "not measured"}[language]}


def test_without_a_second_coder_it_says_so_and_has_no_column_for_it(example: Path, records: list[Path]) -> None:
    for language, said in in_every_language(made_with(example, records, None)).items():
        assert "coding" not in said.columns
        assert any(part.text.startswith({"nl": "Niet gemeten", "en": "Not measured"}[language]) for part in said.method)


def test_files_of_other_persons_are_refused(
    example: Path, records: list[Path], coders: CodersFiles, tmp_path: Path
) -> None:
    short = CodersFiles(coders.first, write_rows(rows_of(coders.second)[2:], tmp_path / "short.csv"))
    with pytest.raises(InvalidInputError, match=r"short\.csv: case_ref: 2 persons of .*first-coder\.csv are missing"):
        made_with(example, records, short)
    with pytest.raises(InvalidInputError, match=r"first-coder\.csv: case_ref: \d+ persons are not among the records"):
        made_with(example, records[1:], coders)


def test_a_faulty_file_of_a_coder_is_told_as_any_other(
    example: Path, records: list[Path], coders: CodersFiles, tmp_path: Path
) -> None:
    rows = rows_of(coders.second)
    rows[3]["gender"] = "9"
    with pytest.raises(InvalidInputError, match=r"wrong\.csv:5: gender: "):
        made_with(example, records, CodersFiles(coders.first, write_rows(rows, tmp_path / "wrong.csv")))
