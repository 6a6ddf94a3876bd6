"""What became of every column of a spreadsheet, in words. No text of a cell is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zichtbaar.monitor.paper.language import Language, both

_WORDS = {
    "title": both("Verslag van het inlezen", "Report of the import"),
    "rows": both("{rows} rijen gelezen, {rows} registraties gemaakt.", "{rows} rows read, {rows} registrations made."),
    "used": both("Gebruikt", "Used"),
    "became": both(
        "{column} → {variable}: {answered} met een antwoord", "{column} → {variable}: {answered} with an answer"
    ),
    "others": both(
        "{column}: niet in de mapping, en geworden tot {word}: {kinds}",
        "{column}: not in the mapping, and became {word}: {kinds}",
    ),
    "dropped": both("Achtergelaten, met reden", "Left behind, with the reason"),
    "unmapped": both("Niet gebruikt: staat niet in de mapping", "Not used: not in the mapping"),
    "filled": both("{column}: {count} cellen met iets erin", "{column}: {count} cells with something in them"),
    "nameless": both("kolom {place} zonder leesbare naam", "column {place} without a readable name"),
    "not_applicable": both(
        "Antwoorden op vragen die niet van toepassing waren; ze zijn vervallen",
        "Answers to questions that did not apply; they were dropped",
    ),
    "absent": both(
        "Vragen waarover het bestand niets zegt; daar staat 'niet besproken'",
        "Questions that the file says nothing of; they read 'not discussed'",
    ),
    "nothing": both("geen", "none"),
    "constant": both("Voor iedereen gelijk, volgens de mapping", "The same for everybody, as the mapping says"),
}


@dataclass(frozen=True, slots=True)
class Became:
    """One column that was used: which variable (or option) it fills and how many rows had an answer in it.

    `others`: values that the mapping does not list and lets become something else, by what may be said of
    them; `word`: what they became.
    """

    column: str
    variable: str
    answered: int
    others: Mapping[str, int]
    word: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file.

    `unmapped` holds names of columns with the number of cells that are not empty; a name that is no
    readable one is the place of the column. `not_applicable`: how often an answer was dropped, by variable.
    """

    rows: int
    used: tuple[Became, ...]
    dropped: Mapping[str, str]
    unmapped: Mapping[str | int, int]
    not_applicable: Mapping[str, int]
    absent: tuple[str, ...]
    constants: tuple[str, ...]


def kinds(others: Mapping[str, int]) -> str:
    """Values that the mapping does not list, most frequent first: `code 9 (12), a text or number (3)`."""
    return ", ".join(f"{said} ({count})" for said, count in Counter(others).most_common())


def words_of(report: Report, language: Language) -> str:
    """The report as text, one line for each column."""
    return "\n".join(_lines(report, language)) + "\n"


def _lines(report: Report, language: Language) -> Iterator[str]:
    def say(words: str, **slots: object) -> str:
        return _WORDS[words][language].format(**slots)

    def listed(title: str, lines: list[str]) -> Iterator[str]:
        yield f"\n{say(title)}"
        yield from (f"  {line}" for line in lines or [say("nothing")])

    yield say("title")
    yield say("rows", rows=report.rows)
    used = [say("became", column=each.column, variable=each.variable, answered=each.answered) for each in report.used]
    used += [
        say("others", column=each.column, word=each.word, kinds=kinds(each.others))
        for each in report.used
        if each.others
    ]
    yield from listed("used", used)
    yield from listed("constant", list(report.constants))
    yield from listed("dropped", [f"{name}: {reason}" for name, reason in report.dropped.items()])
    unmapped = [
        say("filled", column=name if isinstance(name, str) else say("nameless", place=name), count=count)
        for name, count in report.unmapped.items()
    ]
    yield from listed("unmapped", unmapped)
    dropped = [f"{name}: {count}" for name, count in report.not_applicable.items()]
    yield from listed("not_applicable", dropped)
    yield from listed("absent", [", ".join(report.absent)] if report.absent else [])
