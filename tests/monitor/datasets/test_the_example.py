"""The example brings out the published totals of 2020, from invented registrations."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from full_disk import said_on_a_full_disk
from zichtbaar.cli import main
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import ALWAYS, Codebook
from zichtbaar.monitor.counting.double_coding import CodersFiles, read_double_coding
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.datasets.command import run
from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure, WordedShare
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.figure import Figure
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

EXAMPLE = "netherlands-2020"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("example")
    write_example(EXAMPLE, out)
    return out


def figures_of(folder: Path, book: Codebook) -> tuple[Figure, ...]:
    """The figures of the recipe in a folder, from the registrations that lie there."""
    recipe = read_recipe(folder / "factsheet.toml", book)
    assert recipe.benchmarks is not None
    with read_records(sorted(folder.glob("registrations-*.csv")), book) as records:
        return make_figures(recipe, records, read_benchmarks(recipe.benchmarks))


@pytest.fixture(scope="module")
def figures(folder: Path, book: Codebook) -> Mapping[str, Figure]:
    return {figure.id: figure for figure in figures_of(folder, book)}


@pytest.fixture(scope="module")
def released(folder: Path, book: Codebook, figures: Mapping[str, Figure]) -> Mapping[str, ReleasedFigure]:
    headline = read_recipe(folder / "factsheet.toml", book).headline
    return {figure.id: figure for figure in protect(list(figures.values()), headline=headline)}


def golden_faults(figures: Mapping[str, Figure]) -> list[str]:
    """What differs from what was published, by figure; the golden check."""
    published = {
        "visitors": 283, "victims": 250, "on_behalf": 33, "minors": 143, "first_meeting_discussed": 66,
        "criminal_exploitation": 23, "in_exploitation_2020": 193, "in_exploitation_2019": 193,
        "registered_minors": 54, "estimated_minors": 1320,
    }  # fmt: skip
    ranges = {
        "parents_involved": (0.14786, 0.15785),  # just over one in seven
        "sextortion": (0.245, 0.255),  # a quarter
        "met_online": (0.5001, 1),  # more than half
        "first_disclosure": (0.64667, 0.66166),  # almost two thirds
        "criminal_drugs": (0.5001, 1),  # the largest part
        "registry_coverage": (0.0405, 0.0415),
        "chat_coverage": (0.095, 0.105),
        "period_comparison": (1, 1),
    }
    faults = [name for name, count in published.items() if figures[name].count != count]
    for name, (low, high) in ranges.items():
        share = figures[name].share
        if share is None or not low <= share <= high:
            faults.append(name)
    return faults


def test_every_published_total_comes_out(figures: Mapping[str, Figure]) -> None:
    assert golden_faults(figures) == []
    interval = figures["period_comparison"].interval
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.815, 1.227)
    assert [item.name for item in figures["meeting_platforms"].items][:2] == ["instagram", "snapchat"]
    assert 37 <= figures["parents_involved"].count <= 38
    assert 126 <= figures["chat_coverage"].count <= 138


def test_what_may_be_printed_says_what_was_published(released: Mapping[str, ReleasedFigure]) -> None:
    exact = {name: figure.count for name, figure in released.items() if figure.protection is Protection.EXACT}
    assert exact == {
        "registered_minors": 54, "estimated_minors": 1320, "registry_coverage": 54, "visitors": 283, "victims": 250,
        "on_behalf": 33, "minors": 143, "first_meeting_discussed": 66, "criminal_exploitation": 23,
        "in_exploitation_2020": 193, "in_exploitation_2019": 193, "period_comparison": 193, "criminal_alone": 23,
    }  # fmt: skip
    assert released["parents_involved"].words == WordedShare(1, 7, "above")
    assert released["sextortion"].words == WordedShare(1, 4, "at")
    assert released["first_disclosure"].words == WordedShare(2, 3, "below")
    assert released["met_online"].majority is True
    assert released["criminal_drugs"].majority is True
    assert released["criminal_drugs"].in_words_only
    assert released["chat_coverage"].share == 0.1
    assert released["registry_coverage"].share == 0.041


def test_not_discussed_is_not_no_and_the_golden_check_would_notice(
    folder: Path, tmp_path: Path, book: Codebook
) -> None:
    """Every -2 that may be a 0 becomes one, as a careless spreadsheet would do."""
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    blocks = {column for column, variable in book.by_column.items() if variable.is_block}
    path = tmp_path / "registrations-2020.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    recoded = [{name: "0" if name in blocks and cell == "-2" else cell for name, cell in row.items()} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(recoded)
    figures = {figure.id: figure for figure in figures_of(tmp_path, book)}
    assert "sextortion" in golden_faults(figures)
    assert figures["sextortion"].base.answered == figures["sextortion"].base.eligible


@pytest.mark.parametrize("place", [0, 100, 282])
def test_one_person_less_moves_no_printed_number_by_more_than_a_step(
    folder: Path, tmp_path: Path, book: Codebook, released: Mapping[str, ReleasedFigure], place: int
) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "registrations-2020.csv"
    lines = path.read_text("utf-8").splitlines()
    del lines[place + 1]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    headline = read_recipe(path.with_name("factsheet.toml"), book).headline
    for figure in protect(figures_of(tmp_path, book), headline=headline):
        before = released[figure.id]
        assert (before.count is None) == (figure.count is None), figure.id
        step = 1 if figure.protection is Protection.EXACT else 5
        assert abs((before.count or 0) - (figure.count or 0)) <= step, figure.id
        assert abs((before.share or 0) - (figure.share or 0)) < 0.0101, figure.id


def test_published_beside_the_figures_came_out_too(folder: Path) -> None:
    """91.5 percent of all cases were sexual exploitation, 50 victims were 15 or younger, 11 were criminal only."""
    with (folder / "registrations-2020.csv").open(encoding="utf-8", newline="") as opened:
        rows = [
            {name: int(cell) for name, cell in row.items() if cell.lstrip("-").isdigit()}
            for row in csv.DictReader(opened)
        ]
    victims = [row for row in rows if row["contact_role"] == 1]
    sexual, criminal = "exploitation_forms__sexual", "exploitation_forms__criminal"
    assert len(rows) == 283
    assert round(100 * sum(row[sexual] == 1 for row in rows) / len(rows), 1) == 91.5
    assert sum(row["age_band"] in (1, 2, 3) for row in victims) == 50
    assert sum(row[criminal] == 1 and row[sexual] != 1 for row in victims) == 11


def test_what_was_published_without_a_number_is_in_the_registrations_too(figures: Mapping[str, Figure]) -> None:
    """Of a start in 2020 without a month nobody can tell on which side of March it lies: 3 are not in the base."""
    counted = {
        name: (figures[name].count, figures[name].base.answered, figures[name].base.eligible)
        for name in ("new_situations", "known_elsewhere", "handed_over")
    }
    assert counted == {
        "new_situations": (24, 135, 222),
        "known_elsewhere": (50, 169, 250),
        "handed_over": (17, 87, 89),
    }
    assert [item.count for item in figures["criminal_alone"].items] == [11, 12]


def test_the_unit_that_is_counted_changes_with_the_noun(figures: Mapping[str, Figure], book: Codebook) -> None:
    """The bases differ from figure to figure, and each is called what its filter says."""
    bases = {name: (figure.base.answered, figure.base.noun["en"]) for name, figure in figures.items()}
    assert bases["victims"] == (283, book.population["visitors"].many["en"])
    assert bases["sextortion"] == (228, "victims")
    assert bases["parents_involved"] == (240, "victims")
    assert bases["met_online"] == (66, "victims")
    assert figures["met_online"].base.eligible == 250
    assert bases["handed_over"] == (87, book.population["asking_for_handover"].many["en"])
    assert bases["first_disclosure"] == (190, book.population["victims_in_exploitation"].many["en"])
    assert len({noun for _, noun in bases.values()}) > 5


def test_the_numerator_of_the_coverage_is_the_scope_of_the_estimate(figures: Mapping[str, Figure]) -> None:
    """143 minors of any nationality and any form are not the numerator; the Dutch in sexual exploitation are."""
    assert figures["chat_coverage"].population == "minors_in_estimate_scope"
    assert figures["chat_coverage"].count < figures["minors"].count
    coverage = [figures["chat_coverage"], figures["registry_coverage"]]
    assert [figure.period for figure in coverage] == [("2020-01", "2020-12"), ("2019-01", "2019-12")]


def test_with_one_year_of_registrations_there_is_no_comparison(folder: Path, book: Codebook) -> None:
    recipe = read_recipe(folder / "factsheet.toml", book)
    assert recipe.benchmarks is not None
    with read_records([folder / "registrations-2020.csv"], book) as records:
        figures = make_figures(recipe, records, read_benchmarks(recipe.benchmarks))
    left_out = {figure.id for figure in recipe.figures} - {figure.id for figure in figures}
    assert left_out == {"in_exploitation_2019", "period_comparison"}


def test_it_is_the_same_every_time_and_may_be_written_again(folder: Path, tmp_path: Path) -> None:
    written = write_example(EXAMPLE, tmp_path / "new" / "folder")
    assert [path.name for path in written] == [
        *(
            "README.md",
            "benchmarks.toml",
            "factsheet.toml",
            "policy.toml",
            "registrations-2019.csv",
            "registrations-2020.csv",
        ),
        *("first-coder.csv", "second-coder.csv"),
    ]
    assert all(path.read_bytes() == (folder / path.name).read_bytes() for path in written)
    write_example(EXAMPLE, tmp_path / "new" / "folder")
    assert len(list((tmp_path / "new" / "folder").iterdir())) == 8


def test_two_coders_coded_enough_of_them_and_what_was_decided_is_what_one_of_them_recorded(
    folder: Path, book: Codebook
) -> None:
    files = CodersFiles(folder / "first-coder.csv", folder / "second-coder.csv")
    with read_records(sorted(folder.glob("registrations-*.csv")), book) as records:
        twice = read_double_coding(files, records)
        decided = {person["case_ref"]: person for person in records.people(ALWAYS)}
    assert twice.is_enough
    differed = 0
    for first, second in twice.pairs:
        registered = decided[first["case_ref"]]
        for name, variable in book.by_name.items():
            one, other, decision = ([one[column] for column in variable.columns] for one in (first, second, registered))
            if -1 not in one + other and "-1" not in one + other and one != other:
                differed += 1
                assert decision in (one, other) or set(one) == {-2} or set(other) == {-2}, name
    assert differed > 20


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "factsheet.toml"
    mine.write_text("# my own recipe\n")
    with pytest.raises(InvalidInputError) as refusal:
        write_example(EXAMPLE, tmp_path)
    assert [fault.file for fault in refusal.value.faults] == [str(mine)]
    assert [path.name for path in tmp_path.iterdir()] == ["factsheet.toml"]
    assert mine.read_text() == "# my own recipe\n"


def test_an_unknown_example_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no such example"):
        write_example("atlantis-2020", tmp_path)


def test_the_readme_says_that_nobody_is_in_it(folder: Path) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    assert "Nobody is in these files" in readme
    assert "Only the totals are real" in readme
    assert all(path.name in readme for path in folder.iterdir() if path.name != "README.md")


def test_every_figure_from_outside_names_years_and_a_public_source(folder: Path) -> None:
    benchmarks = read_benchmarks(folder / "benchmarks.toml")
    assert {benchmark.value for benchmark in benchmarks.values()} == {54, 1320}
    assert all(benchmark.address.startswith("https://") for benchmark in benchmarks.values())
    estimate = benchmarks["estimate-2017-dutch-minors"]
    assert (estimate.low, estimate.high) == (1056, 1584)
    assert (estimate.first_year, estimate.last_year) == (2010, 2015)


def test_the_command_writes_it_and_tells_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([EXAMPLE, "--out", str(tmp_path / "example")]) == 0
    told = capsys.readouterr().out
    assert "zichtbaar factsheet" in told
    assert "invented" in told
    assert (tmp_path / "example" / "registrations-2020.csv").is_file()


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("mine", "utf-8")
    assert main(["example", EXAMPLE, "--out", str(tmp_path / "taken")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'taken'}: ")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]


def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    sentence = said_on_a_full_disk("example", EXAMPLE, "--out", str(tmp_path / "new" / "example"))
    assert sentence.startswith(f"{tmp_path / 'new' / 'example'}: ")
    assert list(tmp_path.iterdir()) == []
