"""`zichtbaar table`: two files in a folder, or sentences that say what was wrong, and nothing."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.crossing.conftest import AGES, GROUPS, contents, numbers, words
from zichtbaar.cli import main
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Missing
from zichtbaar.monitor.crossing import making
from zichtbaar.monitor.crossing.counting import Question
from zichtbaar.monitor.crossing.files import files_of
from zichtbaar.monitor.crossing.making import make_table
from zichtbaar.monitor.disclosure import rules
from zichtbaar.monitor.disclosure.ledger_file import read_ledger
from zichtbaar.monitor.figures.plans import Period
from zichtbaar.monitor.paper.language import Language

Printed = pytest.CaptureFixture[str]


def test_small_numbers_are_hidden_and_the_total_is_exact(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main(words(year_file, tmp_path / "out", *AGES)) == 0
    said, errors = capsys.readouterr()
    assert (said.splitlines(), errors) == ([str(tmp_path / "out" / name) for name in ("table.csv", "table.html")], "")
    told = numbers(tmp_path / "out")
    assert told["total", "total"] == 250
    assert told["other_gender", "under_18"] is None
    assert set(told) == {(row, column) for row in ROWS for column in ("under_18", "adult", "not_known", "total")}


ROWS = ("girl_or_woman", "boy_or_man", "other_gender", "not_known", "total")


def test_rounded_on_request_nothing_is_hidden_and_all_adds_up(year_file: Path, tmp_path: Path) -> None:
    assert main(words(year_file, tmp_path / "out", *AGES, "--rounding", "10")) == 0
    told = numbers(tmp_path / "out")
    for row in ROWS:
        assert told[row, "total"] == sum(told[row, column] or 0 for column in ("under_18", "adult", "not_known"))
    assert all(number is not None and number % 10 == 0 for number in told.values())
    rows = list(csv.DictReader((tmp_path / "out" / "table.csv").read_text("utf-8").splitlines()))
    assert {row["protection"] for row in rows} == {"rounded"}
    assert all(int(row["most"]) == int(row["persons"]) + 9 for row in rows)
    assert all(int(row["least"]) == max(0, int(row["persons"]) - 9) for row in rows)


def test_a_third_question_gives_a_table_for_each_of_its_answers(year_file: Path, tmp_path: Path) -> None:
    layers = ("--layers", "exploitation_forms.sexual", "--rounding", "10")
    assert main(words(year_file, tmp_path / "out", *AGES, *layers)) == 0
    told = numbers(tmp_path / "out")
    assert told["total", "total", "total"] == sum(
        told["total", "total", one] or 0 for one in ("yes", "no", "not_known")
    )
    assert (tmp_path / "out" / "table.html").read_text("utf-8").count("<table>") == 1 + 3 + 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Gender of the victim by age of the victim", "left out", "Rules of protection", "250 victims, 2020."]),
        (
            "nl",
            ["Gender van het slachtoffer naar leeftijd", "weggelaten", "Regels voor bescherming", "250 slach"],
        ),
    ],
)
def test_the_page_says_who_when_by_which_codes_and_how_it_was_protected(
    year_file: Path, tmp_path: Path, language: str, said: list[str]
) -> None:
    assert main(words(year_file, tmp_path / "out", *AGES, "--language", language)) == 0
    page = (tmp_path / "out" / "table.html").read_text("utf-8")
    hash_of_records = "86ea93391cf5833c47f3cbbea782af848e5a969d438285a897993be69e4f8d73"
    for words_of_it in [*said, "trafficking-1 1.0", "default 1.1", hash_of_records, "age_band = 1, 2, 3, 4, 13"]:
        assert words_of_it in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["rounded to a multiple of 10", "is 0 to 9 people", "10 is 1 to 19 people"]),
        ("nl", ["afgerond op een veelvoud van 10", "is 0 tot en met 9 mensen", "10 is 1 tot en met 19 mensen"]),
    ],
)
def test_the_page_of_a_rounded_table_says_what_its_numbers_mean(
    year_file: Path, tmp_path: Path, language: str, said: list[str]
) -> None:
    assert main(words(year_file, tmp_path / "out", *AGES, "--rounding", "10", "--language", language)) == 0
    page = (tmp_path / "out" / "table.html").read_text("utf-8")
    assert all(sentence in page for sentence in said)


def test_where_numbers_went_a_multiple_further_the_page_says_how_many_and_what_a_nought_means_then(
    year_file: Path,
) -> None:
    """The example has no such table, so that what its rounding says of itself is changed."""
    question = Question("victims", Period("table", "2020-01", "2020-12"), ("gender", "age_band"), GROUPS)
    made = make_table(question, [year_file], load(), base=10)
    assert made.rounding is not None
    further = replace(made, rounding=replace(made.rounding, reach=2, further=3))
    pages = {one: files_of(further, one)["table.html"].decode() for one in Language}
    assert "So 3 times one went a multiple further" in pages[Language.ENGLISH]
    assert "is 0 to 19 people" in pages[Language.ENGLISH]
    assert "Daarom is 3 keer een veelvoud verder afgerond" in pages[Language.DUTCH]
    assert "Rounded further" not in files_of(made, Language.ENGLISH)["table.html"].decode()


@pytest.mark.parametrize("more", [(), ("--rounding", "10")])
def test_the_same_records_give_the_same_bytes_twice(year_file: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    for name in ("one", "two"):
        assert main(words(year_file, tmp_path / name, *AGES, *more)) == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_which_way_a_number_is_rounded_hangs_on_all_of_the_records(year_file: Path, tmp_path: Path) -> None:
    """The same persons in another order are counted alike and drawn for anew: no reader can do it after us."""
    header, *lines = year_file.read_text("utf-8").splitlines(keepends=True)
    tables = set()
    for number in range(5):
        turned = tmp_path / f"{number}.csv"
        turned.write_text("".join([header, *lines[number:], *lines[:number]]), "utf-8")
        assert main(words(turned, tmp_path / str(number), *AGES, "--rounding", "10")) == 0
        tables.add(tuple(numbers(tmp_path / str(number)).values()))
    assert len(tables) > 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--rounding", "5"), "a printed 0 says 0 to 4, and is known within 3 more or less (expected --rounding 10)"),
        (("--rows", "exploitation_forms"), "somebody may have several answers (expected one option: exploitation_"),
        (("--rows", "exploitation_forms.work"), "it has no such option (expected one option: exploitation_forms.se"),
        (("--rows", "sex"), "sex: the codebook has no such question (expected one of uniqueness_basis,"),
        (("--rows", "start_period"), "start_period: it does not put everybody in one group (expected one of"),
        (("--rows", "age_band"), "age_band: it stands on two sides (expected another question)"),
        (("--population", "victim"), "no population 'victim' (expected one of visitors, victims,"),
        (("--together", "age_band:old=age_99"), "age_band has no code 'age_99' (expected some of age_0_8,"),
        (("--together", "age_band:age_0_8=age_0_8,age_9_11"), "this is no name for a group"),
        (("--together", "region:north=a"), "region is no side of this table (expected one of gender, age_band)"),
        (("--together", "age_band:one=age_0_8", "--together", "age_band:two=age_0_8"), "age_0_8 is in two groups"),
        (("--rows", "region_police_unit", "--layers", "labour_sector"), "have 2912 numbers (expected at most 1200"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_named_with_what_was_expected(
    year_file: Path, tmp_path: Path, capsys: Printed, more: tuple[str, ...], said: str
) -> None:
    assert main([*words(year_file, tmp_path / "out"), *more]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_every_fault_is_told_at_once(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    more = ("--rows", "sex", "--columns", "exploitation_forms", "--together", "age_band:young=age_0_8")
    assert main([*words(year_file, tmp_path / "out"), *more]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--rounding", "ten"), "expected a whole number to 1000, such as 10"),
        (("--together", "age_band=age_0_8"), "expected VARIABLE:NAME=CODE,CODE"),
        (("--months", "2020-01", "2020-13"), "expected a month as yyyy-mm"),
        (("--months", "2020-05", "2020-03"), "2020-05 comes after 2020-03; expected the first month first"),
        (("--release", "one"), "--release needs --ledger"),
    ],
)
def test_a_wrong_option_is_refused_with_a_sentence(
    year_file: Path, tmp_path: Path, capsys: Printed, more: tuple[str, ...], said: str
) -> None:
    given = words(year_file, tmp_path / "out")
    if more[0] == "--months":
        place = given.index("--year")
        del given[place : place + 2]
    with pytest.raises(SystemExit) as ended:
        main([*given, *more])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_months_of_a_year_are_counted_by_themselves(year_file: Path, tmp_path: Path) -> None:
    victim = {"topic_trafficking": "1", "contact_role": "1"}
    rows = list(csv.DictReader(year_file.read_text("utf-8").splitlines()))
    victims = [row for row in rows if row["assessment"] in "12" and victim.items() <= row.items()]
    late = sum(row["first_chat_month"] >= "2020-03" for row in victims)
    given = words(year_file, tmp_path / "out", *AGES, "--language", "en")
    place = given.index("--year")
    given[place : place + 2] = ["--months", "2020-03", "2020-12"]
    assert main(given) == 0
    assert 0 < late < len(victims) == 250
    assert numbers(tmp_path / "out")["total", "total"] == late
    assert f"{late} victims, March to December 2020." in (tmp_path / "out" / "table.html").read_text("utf-8")


def test_a_year_without_records_is_no_year_of_nobody(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main([*words(year_file, tmp_path / "out"), "--year", "2018"]) == 2
    assert "no registrations in 2018 (expected records of that year)" in capsys.readouterr().err


def with_victims(year_file: Path, folder: Path, many: int) -> Path:
    """The registrations of 2020, of whose victims only so many stay."""
    header, *lines = csv.reader(year_file.read_text("utf-8").splitlines())
    file, role, left = folder / "fewer.csv", header.index("contact_role"), iter(range(many))
    with file.open("w", encoding="utf-8", newline="") as stream:
        kept = (line for line in lines if line[role] != "1" or next(left, None) is not None)
        csv.writer(stream).writerows([header, *kept])
    return file


def test_of_a_population_in_which_nobody_is_there_is_no_table(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    """Its noughts would say of each group that nobody came, and all of it from one number."""
    assert main(words(with_victims(year_file, tmp_path, 0), tmp_path / "out", *AGES)) == 2
    assert "nobody among the victims first chatted then (expected another period" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_of_a_few_nothing_is_told_and_the_page_says_so(year_file: Path, tmp_path: Path) -> None:
    few = with_victims(year_file, tmp_path, 3)
    assert main(words(few, tmp_path / "out", *AGES, "--language", "en")) == 0
    assert set(numbers(tmp_path / "out").values()) == {None}
    page = (tmp_path / "out" / "table.html").read_text("utf-8")
    assert "Victims, 2020. How many there are is left out." in page


def test_whom_a_question_was_not_for_is_not_among_those_of_whom_it_is_not_known(
    year_file: Path, tmp_path: Path
) -> None:
    rows = csv.DictReader(year_file.read_text("utf-8").splitlines())
    victims = [row for row in rows if row["assessment"] in "12" and row["contact_role"] == "1"]
    not_asked = sum(row["labour_sector"] == str(int(Missing.NOT_APPLICABLE)) for row in victims)
    assert main(words(year_file, tmp_path / "out", *AGES, "--rounding", "10", rows="labour_sector")) == 0
    told = numbers(tmp_path / "out")
    assert abs((told["not_applicable", "total"] or 0) - not_asked) < 10 < not_asked
    assert (told["not_known", "total"] or 0) <= len(victims) - not_asked + 10


def test_a_question_that_two_coders_coded_too_differently_is_not_crossed(
    example: Path, year_file: Path, tmp_path: Path, capsys: Printed
) -> None:
    both_years = ("--records", str(example / "registrations-2019.csv"))
    coders = (*both_years, "--coded-twice", str(example / "first-coder.csv"), str(example / "second-coder.csv"))
    assert main(words(year_file, tmp_path / "out", *AGES, *coders, "--language", "en")) == 0
    assert "How far two coders agree on gender" in (tmp_path / "out" / "table.html").read_text("utf-8")
    swapped = tmp_path / "second.csv"
    rows = list(csv.DictReader((example / "second-coder.csv").read_text("utf-8").splitlines()))
    with swapped.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "gender": {"1": "2", "2": "1"}.get(row["gender"], row["gender"])} for row in rows)
    capsys.readouterr()
    again = (*both_years, "--coded-twice", str(example / "first-coder.csv"), str(swapped))
    assert main(words(year_file, tmp_path / "other", *AGES, *again)) == 2
    assert "gender: two coders coded it too differently (alpha" in capsys.readouterr().err


@pytest.mark.parametrize("more", [(), ("--rounding", "10")])
def test_a_release_is_told_to_the_ledger_and_can_be_made_again(
    year_file: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    ledger = tmp_path / "ledger.jsonl"
    release = [*AGES, *more, "--ledger", str(ledger), "--release", "ages"]
    assert main(words(year_file, tmp_path / "one", *release)) == 0
    told = ledger.read_bytes()
    [about] = read_ledger(ledger).releases
    assert about.recipe.startswith("table gender by age_band of victims, age_band:under_18=age_0_8+")
    assert about.recipe.endswith(", rounded to 10") is bool(more)
    assert main(words(year_file, tmp_path / "two", *release)) == 0
    assert ledger.read_bytes() == told
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_name_of_a_release_means_these_records_and_no_others(
    year_file: Path, tmp_path: Path, capsys: Printed
) -> None:
    header, first, *others = year_file.read_text("utf-8").splitlines(keepends=True)
    turned = tmp_path / "turned.csv"  # the same persons, so the numbers alone would not tell
    turned.write_text("".join([header, *others, first]), "utf-8")
    release = [*AGES, "--ledger", str(tmp_path / "ledger.jsonl"), "--release", "ages"]
    assert main(words(year_file, tmp_path / "one", *release)) == 0
    told = (tmp_path / "ledger.jsonl").read_bytes()
    assert main(words(turned, tmp_path / "two", *release)) == 2
    assert "ages" in capsys.readouterr().err
    assert (tmp_path / "ledger.jsonl").read_bytes() == told


KILLED = "lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)"
RUN = """
import os, signal, sys
from pathlib import Path
from zichtbaar.monitor.crossing import command
exec(sys.argv[1])
from zichtbaar.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("point", "is_known"),
    [
        (f"Path.replace = {KILLED}", False),
        (f"command.write_together = {KILLED}", True),
        (f"Path.rename = {KILLED}", True),
    ],
)
def test_killed_at_any_point_nothing_is_seen_that_the_ledger_does_not_know_and_the_same_command_ends_it(
    year_file: Path, tmp_path: Path, point: str, is_known: bool
) -> None:
    ledger, out = tmp_path / "ledger.jsonl", tmp_path / "out"
    command = words(year_file, out, *AGES, "--rounding", "10", "--ledger", str(ledger), "--release", "ages")
    killed = subprocess.run([sys.executable, "-c", RUN, point, *command], env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (ledger.exists(), out.exists()) == (is_known, False)
    assert main(command) == 0
    assert len(read_ledger(ledger).releases) == 1
    assert set(contents(out)) == {"table.csv", "table.html"}


def test_where_there_is_no_room_nothing_is_left_behind(
    year_file: Path, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "out"))

    monkeypatch.setattr("zichtbaar.monitor.crossing.command.write_together", full)
    assert main(words(year_file, tmp_path / "out", *AGES)) == 1
    assert "No space left on device; no table was made" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_who_has_the_page_with_the_hash_of_the_records_cannot_draw_the_table_anew(year_file: Path) -> None:
    """What is printed beside a table must not say which way its numbers went."""
    printed = sha256(year_file.read_bytes())
    drawn = making._key([year_file])
    told = [printed.digest(), printed.hexdigest().encode()]
    assert drawn not in [*told, *(sha256(one).digest() for one in told)]


def stricter(folder: Path, usual: str, strict: str) -> Path:
    """The rules of the program, with one of them made stricter."""
    file = folder / "strict.toml"
    shipped = (Path(rules.__file__).parent / "rules" / "default.toml").read_text("utf-8")
    assert usual in shipped
    file.write_text(shipped.replace(usual, strict).replace('"default"', '"strict"'), "utf-8")
    return file


def test_by_stricter_rules_of_ones_own_more_is_hidden_and_the_page_names_them(year_file: Path, tmp_path: Path) -> None:
    strict = stricter(tmp_path, "hide_below = 5", "hide_below = 40")
    assert main(words(year_file, tmp_path / "out", *AGES, "--rules", str(strict))) == 0
    told = numbers(tmp_path / "out")
    assert min(number for number in told.values() if number is not None) >= 40
    assert "strict 1.1" in (tmp_path / "out" / "table.html").read_text("utf-8")


def test_by_stricter_rules_of_ones_own_a_larger_base_is_asked_for(
    year_file: Path, tmp_path: Path, capsys: Printed
) -> None:
    strict = stricter(tmp_path, "uncertain_by = 3", "uncertain_by = 6")
    given = [*AGES, "--rules", str(strict), "--rounding"]
    assert main(words(year_file, tmp_path / "out", *given, "10")) == 2
    assert "is known within 6 more or less (expected --rounding 15)" in capsys.readouterr().err
    assert main(words(year_file, tmp_path / "out", *given, "15")) == 0
