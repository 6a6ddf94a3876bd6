"""PostgreSQL and Spark count whom DuckDB counts, and refuse what it refuses."""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import databases
from random_conditions import CONDITIONS
from records_on_paper import person
from zichtbaar.codebook.answers import applies, check_answer
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Condition, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.opening import open_records
from zichtbaar.monitor.counting.places import Place, PostgresqlTable, SparkFolder
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.counting.years import Held
from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.datasets.invented import invent_registrations
from zichtbaar.monitor.factsheet.making import make_factsheet
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

pytestmark = [
    pytest.mark.xdist_group("databases"),  # one PostgreSQL and one Spark are enough
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Spark's Python side leaves sockets to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

People = Sequence[Mapping[str, Any]]
Keep = Callable[[People], Place]
"""Puts people where records are kept."""

PEOPLE = invent_registrations(load(), [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)], 150, 7)
IN_2020 = Within("first_chat_month", "2020-01", "2020-12")
BETWEEN_YEARS = (Within("start_period", "1990-01", "2020-12"), Within("start_period", "2019-06", "2020-05"))
"""The first would hold "-2" for whoever sorts texts without their hyphens."""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[None]:
    """A PostgreSQL of our own, where the environment says that it is."""
    programs = databases.postgresql_programs()
    if programs is None:
        pytest.skip(databases.POSTGRESQL_MISSING)  # `make test` installs it where it may, else it says so
    with databases.running_postgresql(programs) as socket, pytest.MonkeyPatch.context() as environment:
        for name, value in {"PGHOST": str(socket), "PGUSER": "postgres", "PGDATABASE": "postgres"}.items():
            environment.setenv(name, value)
        with psycopg.connect() as connection:
            connection.execute("CREATE COLLATION no_hyphens (provider = icu, locale = 'und-u-ka-shifted')")
            connection.execute("CREATE ROLE otto LOGIN")
        yield


@pytest.fixture(scope="module")
def spark() -> Iterator[None]:
    """A Spark on this machine, started once."""
    if not databases.has_java():
        pytest.skip(databases.JAVA_MISSING)  # as above
    before = signal.getsignal(signal.SIGINT)
    with databases.running_spark():
        yield
    assert signal.getsignal(signal.SIGINT) is before, "Ctrl-C was not given back"


@pytest.fixture
def in_postgresql(postgresql: None, book: Codebook) -> Keep:  # noqa: ARG001
    """A table whose texts sort as if they had no hyphens: "-6" after "2020"."""

    def keep(people: People) -> PostgresqlTable:
        fill(book, people)
        return PostgresqlTable("people")

    return keep


@pytest.fixture
def in_spark(spark: None, book: Codebook, tmp_path: Path) -> Iterator[Keep]:  # noqa: ARG001
    """A folder with two Parquet files."""

    def keep(people: People) -> SparkFolder:
        folder = tmp_path / "people"
        folder.mkdir(exist_ok=True)
        for number, part in enumerate((people[::2], people[1::2])):
            write_typed(folder / f"{number}.parquet", book, part)
        return SparkFolder(folder)

    yield keep
    gc.collect()  # while its warnings are still looked away from


@pytest.fixture(params=["in_postgresql", "in_spark"])
def keep(request: pytest.FixtureRequest) -> Keep:
    """Both, one after the other."""
    kept: Keep = request.getfixturevalue(request.param)
    return kept


def fill(book: Codebook, people: People, types: Mapping[str, str] | None = None) -> None:
    """A new table `people`, with these people."""
    kinds = {name: "text COLLATE no_hyphens" if of.is_text else "smallint" for name, of in book.by_column.items()}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in {**kinds, **(types or {})}.items())
    with psycopg.connect() as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS people CASCADE")
        cursor.execute(f"CREATE TABLE people ({columns})".encode())
        with cursor.copy("COPY people FROM STDIN") as copy:
            for row in people:
                copy.write_row([row[name] for name in book.by_column])


def write_typed(path: Path, book: Codebook, people: People) -> Path:
    """People as Parquet with the types of a helpline."""
    columns = {
        name: pyarrow.array([row[name] for row in people], pyarrow.string() if of.is_text else pyarrow.int16())
        for name, of in book.by_column.items()
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def faults_in(place: Place, book: Codebook) -> tuple[Fault, ...]:
    """What is wrong with these records; fails the test when nothing is."""
    with pytest.raises(InvalidInputError) as refusal, open_records([place], book):
        pass
    return refusal.value.faults


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, book: Codebook) -> Iterator[Records]:
    """The people counted by DuckDB."""
    path = write_typed(tmp_path_factory.mktemp("records") / "people.parquet", book, PEOPLE)
    with open_records([path], book) as records:
        yield records


def test_random_conditions_count_the_same(keep: Keep, book: Codebook, counted: Records) -> None:
    with open_records([keep(PEOPLE)], book) as records:
        assert list(records.rows.values()) == [len(PEOPLE)]

        @settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(conditions=st.lists(CONDITIONS, min_size=40, max_size=40))
        def count_the_same(conditions: list[Condition]) -> None:
            asked = [*conditions, *BETWEEN_YEARS]
            assert records.count(asked) == counted.count(asked)

        count_the_same()


def test_the_figures_of_the_example_are_the_same(
    keep: Keep, book: Codebook, tmp_path: Path, example_people: People
) -> None:
    folder = tmp_path / "example"
    write_example("netherlands-2020", folder)
    recipe = read_recipe(folder / "factsheet.toml", book)
    outside = read_benchmarks(recipe.benchmarks) if recipe.benchmarks else {}
    with open_records(sorted(folder.glob("registrations-*.csv")), book) as records:
        expected = make_figures(recipe, records, outside)
    with open_records([keep(example_people)], book) as records:
        assert make_figures(recipe, records, outside) == expected


@pytest.fixture(scope="module")
def example_people(tmp_path_factory: pytest.TempPathFactory, book: Codebook) -> People:
    """Everybody in the example, both years."""
    folder = tmp_path_factory.mktemp("example")
    write_example("netherlands-2020", folder)
    return [row for path in sorted(folder.glob("registrations-*.csv")) for row in databases.read_csv(path, book)]


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("gender", 9, "unknown code 9"),
    ("gender", None, "empty"),
    ("region_police_unit", 11, "unknown code 11"),
    ("exploitation_forms__sexual", 2, "unknown code 2"),
    ("exploitation_platforms__facebook_or_messenger__contact_with_buyers", None, "empty"),
    ("first_chat_month", "2020-13", "wrong form"),
    ("first_chat_month", "2020-05\n", "wrong form"),
    ("first_chat_month", None, "empty"),
    ("chat_language", "Dutch", "wrong form"),
    ("chat_language", "-9", "wrong form"),
    ("gender", -1, "-1 (not applicable), but the question applies"),
    ("labour_sector", 9, "an answer, but the question does not apply"),
)


def test_what_is_wrong_is_told_with_the_table_the_row_and_the_variable(keep: Keep, book: Codebook) -> None:
    people: list[dict[str, Any]] = [{**person(book, number)} for number in range(len(WRONG) + 1)]
    for row, (column, value, _) in zip(people, WRONG, strict=False):
        row[column] = value
    place = keep(people)
    faults = [fault for fault in faults_in(place, book) if "another" not in fault.problem]
    told = {(fault.file, fault.subject.split("__")[0]): fault.problem for fault in faults}
    assert len(faults) == len(WRONG)
    for number, (column, _, problem) in enumerate(WRONG):
        assert told[f"{place}, row {number:032x}", column.split("__")[0]].startswith(problem)


def test_what_somebody_wrote_in_the_place_of_a_reference_is_not_repeated(in_postgresql: Keep, book: Codebook) -> None:
    place = in_postgresql([{**person(book, 1)}, {**person(book, 2), "case_ref": "Vera, 06 12345678"}])
    [fault] = faults_in(place, book)
    assert str(fault).startswith(f"{place}, row with an unreadable reference: case_ref: wrong form")
    assert "Vera" not in str(fault)


def test_a_reference_that_stands_twice_is_told_once(keep: Keep, book: Codebook) -> None:
    place = keep([person(book, number) for number in (1, 2, 1, 3, 1)])
    [fault] = faults_in(place, book)
    assert (fault.file, fault.problem) == (f"{place}, row {1:032x}", "this reference stands 3 times")


def test_of_many_faults_the_first_are_told(in_postgresql: Keep, book: Codebook) -> None:
    somebody = person(book, gender=9)
    place = in_postgresql([{**somebody, "case_ref": f"{number:032x}"} for number in range(2101)])
    faults = faults_in(place, book)
    assert [fault.file for fault in faults[:2]] == [f"{place}, row {number:032x}" for number in (0, 1)]
    assert (faults[20].file, faults[20].problem[:13]) == (str(place), "and 1980 more")
    assert "after the first 2000" in faults[21].problem


def test_the_same_rows_are_refused_as_the_codebook_refuses(keep: Keep, book: Codebook) -> None:
    random = Random(1)  # noqa: S311 - the same every time
    people = [{**row} for row in PEOPLE[:60]]
    values = [-7, -6, -2, -1, 0, 1, 2, 9, 97, "2020", "2020-01", "nl", "-1", "-2", " nl", "2020\n", ""]
    for row in people[::2]:
        column = random.choice([column for column in book.by_column if column != "case_ref"])
        row[column] = random.choice([value for value in values if isinstance(value, type(row[column]))])
    refused = {row["case_ref"] for row in people if is_refused(row, book)}
    assert refused
    assert {fault.file.rpartition(" ")[2] for fault in faults_in(keep(people), book)} == refused


def is_refused(row: Mapping[str, Any], book: Codebook) -> bool:
    """Whether one person's row has a value that is no code, or breaks a skip rule."""
    return any(check_answer(book, column, value) for column, value in row.items()) or any(
        (row[column] in (-1, "-1")) == applies(variable, row)
        for variable in book.variables
        for column in variable.columns
    )


def test_years_count_the_same_and_say_what_they_leave_out(keep: Keep, book: Codebook, counted: Records) -> None:
    victims = together(IN_2020, book.population["victims"].where)
    conditions: list[Condition] = [Within("first_chat_month", "2020-01", "2020-06"), victims]
    with open_records([keep(PEOPLE)], book, {2020}) as records:
        [held] = records.held.values()
        assert records.count(conditions) == counted.count(conditions)
    months = [row["first_chat_month"] for row in PEOPLE]
    assert held == Held(len(PEOPLE), sum(str(month).startswith("2019") for month in months))
    assert 0 < held.of_other_years < held.rows


def test_only_the_month_is_looked_at_in_other_years(keep: Keep, book: Codebook) -> None:
    months = ("2019-12", "2020-01", "2019-13", "-3", None)
    people: list[dict[str, Any]] = [{**person(book, number, gender=9)} for number in range(len(months))]
    for row, month in zip(people, months, strict=True):
        row["first_chat_month"] = month
    place = keep([*people, people[0]])
    with pytest.raises(InvalidInputError) as refusal, open_records([place], book, {2020}):
        pass
    told = {(int(fault.file.rpartition(" ")[2]), fault.subject) for fault in refusal.value.faults}
    assert {number for number, _ in told} == {1, 2, 3, 4}
    assert {number for number, subject in told if subject == "first_chat_month"} == {2, 4}


def test_a_table_without_rows_is_refused(in_postgresql: Keep, book: Codebook) -> None:
    [fault] = faults_in(in_postgresql([]), book)
    assert fault.problem == "the table holds no registrations"


def test_a_column_of_another_type_or_name_is_told(in_postgresql: Keep, book: Codebook) -> None:
    place = in_postgresql([])
    fill(book, [], {"gender": "numeric", "chat_language": "char(3)"})
    assert [(fault.subject, fault.problem, fault.expected) for fault in faults_in(place, book)] == [
        ("gender", "the column holds numeric", "whole numbers"),
        ("chat_language", "the column holds bpchar", "text"),
    ]
    with psycopg.connect() as connection:
        connection.execute("ALTER TABLE people RENAME COLUMN gender TO sex")
    assert [(fault.subject, fault.problem) for fault in faults_in(place, book)][:2] == [
        ("sex", "unknown column"),
        ("gender", "the column is missing"),
    ]


def test_who_may_not_see_every_row_gets_no_count(
    in_postgresql: Keep, book: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_postgresql(PEOPLE)
    with psycopg.connect() as connection:
        connection.execute("GRANT SELECT ON people TO otto")
        connection.execute("ALTER TABLE people ENABLE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY girls ON people USING (gender = 1)")
    monkeypatch.setenv("PGUSER", "otto")
    [fault] = faults_in(place, book)
    assert (fault.file, fault.problem) == ("postgresql:people", "this user may not read all of it")
    with psycopg.connect(user="postgres") as connection:
        connection.execute("REVOKE SELECT ON people FROM otto")
    assert [fault.problem for fault in faults_in(place, book)] == ["this user may not read all of it"]


def test_what_is_written_while_we_count_is_not_counted(in_postgresql: Keep, book: Codebook) -> None:
    victims = book.population["victims"].where
    with open_records([in_postgresql(PEOPLE)], book) as records:
        before = records.count([victims])
        with psycopg.connect() as connection:
            connection.execute("DELETE FROM people")
        assert records.count([victims]) == before


def test_a_table_that_is_not_there_is_refused(postgresql: None, book: Codebook) -> None:  # noqa: ARG001
    for name in ("absent", "nowhere.people"):
        [fault] = faults_in(PostgresqlTable(name), book)
        assert (fault.file, fault.problem) == (f"postgresql:{name}", "there is no such table")


def test_a_database_that_cannot_be_reached_is_not_described(
    book: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", str(tmp_path))
    monkeypatch.setenv("PGPASSWORD", "secret-of-noor")
    [fault] = faults_in(PostgresqlTable("people"), book)
    assert fault.problem == "the database cannot be reached"
    assert str(tmp_path) not in str(fault)
    assert "secret" not in str(fault)


def test_a_factsheet_is_made_of_a_table_and_names_it(
    in_postgresql: Keep, example_people: People, tmp_path: Path
) -> None:
    folder = tmp_path / "example"
    write_example("netherlands-2020", folder)
    files = sorted(folder.glob("registrations-*.csv"))
    given: dict[str, list[Place]] = {"files": [*files], "table": [in_postgresql(example_people)]}
    for name, places in given.items():
        make_factsheet(folder / "factsheet.toml", places, language="nl", out=tmp_path / name)
    from_files, from_table = (json.loads((tmp_path / name / "figures.json").read_text()) for name in ("files", "table"))
    of_table = {"file": "postgresql:people", "sha256": None, "holds_other_years": False}
    assert from_table["records"] == [of_table]
    assert from_table["figures"] == from_files["figures"]


def test_a_folder_for_each_month_will_do(spark: None, book: Codebook, tmp_path: Path) -> None:  # noqa: ARG001
    for month in ("2019-12", "2020-01"):
        people = [row for row in PEOPLE if row["first_chat_month"] == month]
        path = write_typed(tmp_path / "all.parquet", book, people)
        folder = tmp_path / "people" / f"first_chat_month={month}"
        folder.mkdir(parents=True)
        table = pyarrow.parquet.read_table(path).drop_columns("first_chat_month")
        pyarrow.parquet.write_table(table, folder / "people.parquet")
    december, both = (Within("first_chat_month", "2019-12", last) for last in ("2019-12", "2020-01"))
    with open_records([SparkFolder(tmp_path / "people")], book) as records:
        counts = records.count([december, both])
    months = [row["first_chat_month"] for row in PEOPLE]
    assert counts[december] == months.count("2019-12") > 0
    assert counts[both] == months.count("2019-12") + months.count("2020-01")


def test_a_folder_that_is_no_parquet_is_refused(spark: None, book: Codebook, tmp_path: Path) -> None:  # noqa: ARG001
    (tmp_path / "people.parquet").write_bytes(b"PAR1 Vera PAR1")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "people.parquet", tmp_path / "empty"):
        [fault] = faults_in(SparkFolder(path), book)
        assert (fault.file, fault.problem) == (f"spark:{path}", "Spark cannot read it")
    [fault] = faults_in(SparkFolder(tmp_path / "absent"), book)
    assert fault.problem == "there is no such folder or file"
