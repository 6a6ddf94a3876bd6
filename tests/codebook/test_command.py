"""Ada adapts a codebook: the command says what it holds, shows it, or tells what is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zichtbaar.cli import main
from zichtbaar.codebook.command import run
from zichtbaar.codebook.reading import shipped

WriteBook = Callable[[str], Path]


def test_check_says_what_the_shipped_book_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    told = capsys.readouterr().out
    assert "trafficking-1 1.0 is in order" in told
    assert "40 variables in 7 sections" in told


def test_check_reads_a_file(small_book: str, write_book: WriteBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(write_book(small_book))]) == 0
    assert "7 variables in 3 sections, 11 columns, 2 populations" in capsys.readouterr().out


def test_check_tells_every_fault_and_ends_with_2(
    small_book: str, write_book: WriteBook, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_book(small_book.replace('"single"', '"dingle"').replace('"1.0"', '"new"'))
    assert main(["codebook", "check", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        f"{path}:3: version is 'new' (expected a version such as 1.0)",
        f"{path}:48: role: unknown kind 'dingle' "
        "(expected one of identifier, month, period, language, single, multiple, matrix)",
    ]


def test_check_tells_five_faults_in_the_order_of_the_file(
    small_book: str, write_book: WriteBook, capsys: pytest.CaptureFixture[str]
) -> None:
    source = small_book.replace('"single"', '"dingle"').replace('"1.0"', '"new"').replace('"nl"]', '"nl", "NL"]')
    path = write_book(f"colour = 1\n{source}\n[[population]]\nname = 3\n")
    assert main(["codebook", "check", str(path)]) == 2
    places = [line.split(":")[:2] for line in capsys.readouterr().err.splitlines()]
    assert len(places) >= 5
    assert {file for file, _ in places} == {str(path)}
    lines = [int(line) for _, line in places]
    assert lines == sorted(lines)
    assert len(set(lines)) >= 5


def test_show_lists_every_question_in_the_chosen_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "--language", "nl"]) == 0
    told = capsys.readouterr().out
    assert "Is de eerste ontmoeting met de pleger besproken?" in told
    assert "alleen als exploitation_forms: criminal" in told
    assert "minderjarige slachtoffers" in told
    assert run(["show"]) == 0
    assert "Was the first meeting with the offender discussed?" in capsys.readouterr().out


def test_show_tells_conditions_of_every_sort(
    small_book: str, write_book: WriteBook, capsys: pytest.CaptureFixture[str]
) -> None:
    where = (
        '{ not = { used = ["instagram/control"] }, first_chat_month = "2020-03..2020-12", '
        'chat_language = ["nl"], any = [{ met_on = ["other"] }, { role = ["unknown"] }] }'
    )
    source = small_book.replace('where = { role = ["victim"] }', f"where = {where}")
    assert run(["show", str(write_book(source))]) == 0
    told = capsys.readouterr().out
    assert "only if met_on: any option yes or (role: victim and start has an answer)" in told
    assert (
        "only if not (used: instagram/control) and first_chat_month: 2020-03 – 2020-12 "
        "and chat_language: nl and (met_on: other or role: unknown)"
    ) in told
    assert "for each of these:" in told


def test_a_language_that_the_book_has_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["show", "--language", "fy"])
    assert ended.value.code == 2
    assert "trafficking-1 has no fy; it has en and nl" in capsys.readouterr().err


@pytest.mark.parametrize("name", shipped())
def test_a_codebook_that_comes_with_the_program_is_shown_by_its_name(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As every other command takes it."""
    assert main(["codebook", "show", name]) == 0
    assert f"({name}, " in capsys.readouterr().out.splitlines()[0]
    assert main(["codebook", "check", name]) == 0


def test_the_codebook_needs_nothing_but_python() -> None:
    """It is used at the start of every command, so it may not bring anything heavy along."""
    program = (
        "import sys; import zichtbaar.codebook.command; from zichtbaar.codebook.reading import load; load();"
        "print({'django', 'ibis', 'duckdb', 'hypothesis', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
