"""Every fault of a codebook is found, alone and together with all others, on its own line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading import load, read_codebook

WriteBook = Callable[[str], Path]


@dataclass(frozen=True)
class Mistake:
    """One slip of the pen: what is written instead of what, and the fault that must be told.

    `at` is a text that stands on the line of the fault, in the book with the mistake.
    """

    instead_of: str
    written: str
    at: str
    subject: str
    problem: str
    expected: str = ""


MISTAKES = {
    "bad name of the book": Mistake('"small-1"', '"Small 1"', "Small 1", "", "name is 'Small 1'", "trafficking-1"),
    "wrong type": Mistake('"1.0"', "1.0", "version", "", "version is a number", "a version such as 1.0"),
    "title lacks a language": Mistake('"Small", nl = "Klein"', '"Small"', "title", "title", "nl is missing"),
    "missing code with another value": Mistake(
        "value = -3", "value = -9", "-9", "missing 3 (unknown)", "'unknown' has the value -9", "-3"
    ),
    "missing code that does not exist": Mistake(
        'name = "withheld"',
        'name = "secret"',
        '"secret"',
        "missing 6",
        "no missing code 'secret'",
        "withheld",
    ),
    "missing code that is absent": Mistake(
        'name = "withheld"', 'name = "secret"', "missing = [", "", "'withheld' (-6) is absent", "all six"
    ),
    "section twice": Mistake(
        'name = "safety"', 'name = "contact"', '"Safety"', "sections 3", "'contact' is used twice"
    ),
    "code value twice": Mistake(
        'value = 97, name = "other"',
        'value = 1, name = "other"',
        '"other"',
        "lists, platforms 2",
        "1 is used twice",
    ),
    "code name twice": Mistake(
        'name = "control"', 'name = "advertising"', "Control", "used, uses 2", "'advertising' is used twice"
    ),
    "negative code": Mistake(
        'value = 0, name = "someone_else"',
        'value = -7, name = "someone_else"',
        "-7",
        "role",
        "-7 is reserved",
        "0 or more",
    ),
    "bad name of a variable": Mistake(
        '"case_ref"', '"Case__Ref"', "Case__Ref", "variable 1", "name is 'Case__Ref'", "lower-case words"
    ),
    "flag that is no flag": Mistake(
        "filled_by_program = true",
        'filled_by_program = "yes"',
        "filled_by",
        "",
        "filled_by_program is a text",
        "true",
    ),
    "unknown section": Mistake(
        'section = "contact"\nkind = "month"',
        'section = "moon"\nkind = "month"',
        "moon",
        "first_chat_month",
        "'moon'",
        "contact",
    ),
    "language missing in a question": Mistake(
        'en = "Month", nl = "Maand"', 'nl = "Maand"', '"Maand"', "first_chat_month, question", "en is missing"
    ),
    "unknown kind": Mistake('kind = "language"', 'kind = "colour"', "colour", "chat_language", "'colour'", "matrix"),
    "empty text": Mistake('nl = "Taal"', 'nl = " "', '" "', "chat_language, question", "nl is an empty text"),
    "missing key": Mistake(
        'question = { en = "Role", nl = "Rol" }',
        "",
        'name = "role"',
        "role",
        "question is missing",
        "name, section",
    ),
    "codes on a kind without codes": Mistake(
        'nl = "Begin" }',
        'nl = "Begin" }\ncodes = "platforms"',
        'codes = "platforms"',
        "start",
        "kind period has no codes",
    ),
    "condition on a code that is not there": Mistake(
        'applies_if = { role = ["victim"] }',
        'applies_if = { role = ["buyer"] }',
        "buyer",
        "start",
        "no code 'buyer'",
        "victim",
    ),
    "unknown key": Mistake(
        'nl = "Ontmoet op" }',
        'nl = "Ontmoet op" }\ncolour = "red"',
        '"red"',
        "met_on",
        "unknown key 'colour'",
        "applies_if",
    ),
    "condition on an unknown variable": Mistake(
        "{ met_on = ", "{ met_in = ", "met_in", "used", "unknown variable 'met_in'", "a variable"
    ),
    "condition that is a circle": Mistake(
        'nl = "Maand" }',
        'nl = "Maand" }\napplies_if = { first_chat_month = "answered" }',
        "applies_if",
        "first_chat_month",
        "it depends on itself",
        "before it",
    ),
    "population within an unknown one": Mistake(
        'within = "everybody"',
        'within = "nobody"',
        "nobody",
        "population victims",
        "unknown population 'nobody'",
        "everybody",
    ),
    "population without a noun": Mistake(
        'many = { en = "victims", nl = "slachtoffers" }\n',
        "",
        'name = "victims"',
        "population victims",
        "many is missing",
    ),
}


def line_of(text: str, source: str) -> int:
    """The first line that holds a text; for the name of a variable, the line of the header above it."""
    line = source[: source.index(text)].count("\n") + 1
    return line - 1 if text.startswith("name = ") else line


def faults_in(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(InvalidInputError) as refused:
        read_codebook(path)
    return refused.value.faults


def tells(fault: Fault, mistake: Mistake, source: str) -> bool:
    return (
        fault.line == line_of(mistake.at, source)
        and mistake.subject in fault.subject
        and mistake.problem in fault.problem
        and mistake.expected in fault.expected
    )


def test_the_book_without_mistakes_is_read(small_book: str, write_book: WriteBook) -> None:
    book = read_codebook(write_book(small_book))
    assert [variable.name for variable in book.variables][-2:] == ["met_on", "used"]
    assert book.by_name["used"].columns[0] == "used__instagram__advertising"


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told_with_its_line(name: str, small_book: str, write_book: WriteBook) -> None:
    mistake = MISTAKES[name]
    assert small_book.count(mistake.instead_of) == 1
    source = small_book.replace(mistake.instead_of, mistake.written)
    path = write_book(source)
    faults = faults_in(path)
    assert any(tells(fault, mistake, source) for fault in faults), faults
    assert {fault.file for fault in faults} == {str(path)}
    # A missing code under a wrong name is also absent under its own; nothing else causes a second fault.
    assert len(faults) == (2 if "withheld" in mistake.instead_of else 1), faults


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(small_book: str, write_book: WriteBook) -> None:
    source = small_book
    for mistake in MISTAKES.values():
        source = source.replace(mistake.instead_of, mistake.written)
    faults = faults_in(write_book(source))
    untold = [name for name, mistake in MISTAKES.items() if not any(tells(fault, mistake, source) for fault in faults)]
    assert untold == []
    assert len(faults) == len(MISTAKES)
    lines = [fault.line or 0 for fault in faults]
    assert lines == sorted(lines)
    assert 0 not in lines


ANSWERED = 'applies_if = {{ {0} = "answered" }}\n'


def test_a_condition_may_not_look_ahead(small_book: str, write_book: WriteBook) -> None:
    source = small_book.replace('name = "role"', ANSWERED.format("met_on") + 'name = "role"')
    [fault] = faults_in(write_book(source))
    assert "it depends on 'met_on', which comes later" in fault.problem
    assert fault.line == line_of("applies_if", source)


def test_a_circle_of_conditions_is_shown_whole(small_book: str, write_book: WriteBook) -> None:
    source = small_book.replace('name = "role"', ANSWERED.format("used") + 'name = "role"')
    [fault] = faults_in(write_book(source))
    assert fault.subject == "role"
    assert fault.problem == "it goes round in a circle: role → used → role"


def test_a_tangle_of_conditions_is_told_at_once(small_book: str, write_book: WriteBook) -> None:
    """Forty questions that each look ahead to all others, and none back: no way may be tried twice."""
    texts = 'question.en = "?"\nquestion.nl = "?"'
    entry = '[[variable]]\nname = "v{0}"\nsection = "contact"\nkind = "month"\n' + texts
    ahead = [", ".join(f'v{later} = "answered"' for later in range(place + 1, 40)) for place in range(40)]
    entries = [f"{entry.format(place)}\napplies_if = {{ {ahead[place]} }}\n" for place in range(40)]
    faults = faults_in(write_book(small_book.replace("[[population]]", "\n".join(entries) + "\n[[population]]", 1)))
    assert len(faults) == 40 * 39 // 2
    assert all("which comes later" in fault.problem for fault in faults)


def test_a_circle_of_populations_is_shown_whole(small_book: str, write_book: WriteBook) -> None:
    source = small_book.replace('name = "everybody"', 'within = "victims"\nname = "everybody"')
    [fault] = faults_in(write_book(source))
    assert fault.subject == "population everybody"
    assert fault.problem == "it goes round in a circle: everybody → victims → everybody"


@pytest.mark.parametrize(("kind", "needed"), [("single", "codes"), ("multiple", "codes"), ("matrix", "uses")])
def test_a_kind_with_codes_needs_them(kind: str, needed: str, small_book: str, write_book: WriteBook) -> None:
    texts = 'question.en = "?"\nquestion.nl = "?"'
    bare = f'[[variable]]\nname = "bare"\nsection = "contact"\nkind = "{kind}"\n{texts}'
    source = small_book.replace("[[population]]", bare + "\n\n[[population]]", 1)
    faults = faults_in(write_book(source))
    assert f"a variable of kind {kind} needs {needed}" in {fault.problem for fault in faults}
    assert {fault.line for fault in faults} == {line_of('name = "bare"', source)}


def test_a_record_has_one_reference(small_book: str, write_book: WriteBook) -> None:
    [fault] = faults_in(write_book(small_book.replace('kind = "identifier"', 'kind = "language"')))
    assert fault.problem == "no variable is of kind identifier"
    assert fault.line == line_of('name = "case_ref"', small_book)
    [fault] = faults_in(write_book(small_book.replace('kind = "language"', 'kind = "identifier"')))
    assert (fault.subject, fault.line) == ("chat_language", line_of('kind = "language"', small_book))


def test_everybody_has_a_reference(small_book: str, write_book: WriteBook) -> None:
    source = small_book.replace('kind = "identifier"', 'kind = "identifier"\napplies_if = { }')
    [fault] = faults_in(write_book(source))
    assert (fault.problem, fault.line) == ("an identifier has no condition", line_of("applies_if", source))


@pytest.mark.parametrize("what", ["variable", "population"])
def test_a_name_is_used_once(what: str, small_book: str, write_book: WriteBook) -> None:
    last = small_book[small_book.rindex(f"[[{what}]]") :].split("\n\n")[0]
    faults = faults_in(write_book(f"{small_book}\n{last}"))
    assert [fault.problem.split(" ", 2)[2] for fault in faults] == [
        f"{'used' if what == 'variable' else 'victims'!r} is used twice"
    ]
    assert (faults[0].line or 0) > small_book.count("\n")


@pytest.mark.parametrize(
    ("instead_of", "written"),
    [
        ('name = "role"', 'name = "any"'),
        ('name = "advertising"', 'name = "answered"'),
        ('name = "advertising"', 'name = "not_discussed"'),
    ],
)
def test_a_word_of_the_conditions_is_no_name(
    instead_of: str, written: str, small_book: str, write_book: WriteBook
) -> None:
    source = small_book.replace(instead_of, written).replace('role = ["victim"]', 'met_on = "answered"')
    problems = [fault.problem for fault in faults_in(write_book(source))]
    assert any("is reserved" in problem for problem in problems), problems


def test_without_readable_languages_the_texts_are_not_all_at_fault(small_book: str, write_book: WriteBook) -> None:
    for written in ('"en, nl"', "[]", '["EN"]', '["Dutch!", 3]'):
        faults = faults_in(write_book(small_book.replace('["en", "nl"]', written)))
        assert {fault.line for fault in faults} == {4}


def test_a_file_that_is_no_toml_names_the_line(small_book: str, write_book: WriteBook) -> None:
    [fault] = faults_in(write_book(small_book.replace('kind = "month"', 'kind = "month')))
    assert fault.line == line_of('kind = "month"', small_book)
    assert "not valid TOML" in fault.problem
    [fault] = faults_in(write_book('name = "small-1"\ntitle = {'))
    assert fault.line == 2


@pytest.mark.parametrize("source", ["", "\n\n", "# only a remark\n"])
def test_an_empty_file_is_refused(source: str, write_book: WriteBook) -> None:
    [fault] = faults_in(write_book(source))
    assert fault.problem == "the file is empty"


def test_a_file_in_another_encoding_is_refused(small_book: str, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    path.write_bytes(small_book.replace("Anders", "Één").encode("cp1252"))
    [fault] = faults_in(path)
    assert fault.line == line_of('"Anders"', small_book)
    assert "not UTF-8" in fault.problem
    path.write_bytes(small_book.encode("utf-16"))
    [fault] = faults_in(path)
    assert "not UTF-8" in fault.problem


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(small_book: str, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    path.write_bytes(small_book.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_codebook(path).name == "small-1"
    path.write_bytes(small_book.replace('"single"', '"moon"').replace("\n", "\r\n").encode())
    [fault] = faults_in(path)
    assert fault.line == line_of('kind = "single"', small_book)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    [fault] = faults_in(tmp_path / "nowhere.toml")
    assert str(fault).endswith("nowhere.toml: cannot be read: No such file or directory")
    [fault] = faults_in(tmp_path)
    assert "cannot be read" in fault.problem


def test_lists_without_end_are_refused(write_book: WriteBook) -> None:
    [fault] = faults_in(write_book("name = " + "[" * 100_000))
    assert fault.problem == "nested too deeply"


@pytest.mark.parametrize("name", ["trafficking-9", "../reading", ""])
def test_only_shipped_books_are_loaded_by_name(name: str) -> None:
    with pytest.raises(InvalidInputError, match="expected handovers-1, trafficking-1"):
        load(name)
