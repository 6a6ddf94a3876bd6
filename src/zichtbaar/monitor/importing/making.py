"""From a spreadsheet and a mapping to registrations, all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from secrets import token_hex

from zichtbaar.codebook import forms
from zichtbaar.codebook.answers import MISSING_TEXTS, settled
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Answers, Kind, Missing, Value, Variable
from zichtbaar.monitor.counting.faults import MOST_SHOWN, at_most
from zichtbaar.monitor.importing.cells import Cell, key, said
from zichtbaar.monitor.importing.mapping import ImportMapping, Rule
from zichtbaar.monitor.importing.naming import readable
from zichtbaar.monitor.importing.opening import open_sheet
from zichtbaar.monitor.importing.report import Became, Report, kinds
from zichtbaar.monitor.importing.sheet import Sheet

Tell = Callable[[int, int | None], None]
"""Is told after each row how many were read, and out of how many (None: not known)."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Registrations that keep to the codebook, and what became of the file."""

    people: tuple[dict[str, Value], ...]
    report: Report


@dataclass(slots=True)
class _Tally:
    """What one rule met."""

    answered: int = 0
    others: Counter[str] = field(default_factory=Counter)
    lines: list[int] = field(default_factory=list)


def import_sheet(file: Path, mapping: ImportMapping, today: date, tell: Tell | None = None) -> Imported:
    """Every row of the file as a registration.

    What a question does not apply to reads "not applicable", what the file says nothing of "not
    discussed". Months after `today` are refused. Raises InvalidInputError, with a fault for each column,
    when the file cannot be read, a column of the mapping is not in it or stands twice, a value is not
    among those of the mapping, a reference stands twice or there are no rows.
    """
    with open_sheet(file, mapping.reading) as sheet:
        work = _Work(file, mapping, sheet, today)
        for done, (line, cells) in enumerate(sheet.rows, 1):
            work.take(line, cells)
            if tell is not None:
                tell(done, sheet.total)
    return work.finished()


class _Work:
    """One pass over the rows."""

    def __init__(self, file: Path, mapping: ImportMapping, sheet: Sheet, today: date) -> None:
        self.file, self.mapping, self.columns, self.today = file, mapping, sheet.columns, today
        self.places = _places(file, mapping, sheet)
        self.tallies = {place: _Tally() for place in self.places}
        self.people: list[dict[str, Value]] = []
        self.not_applicable: Counter[str] = Counter()
        self.filled: Counter[int] = Counter()
        self.references: dict[Value, int] = {}
        self.faults: list[Fault] = []

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        """One row."""
        answers: dict[str, Value] = dict(self.mapping.constants)
        for place, cell in enumerate(cells):
            rule = self.places.get(place)
            if rule is not None:
                answers |= self._read(rule, place, cell, line)
            elif cell != "":
                self.filled[place] += 1
        for place, rule in self.places.items():
            if place >= len(cells):
                answers |= rule.empty
        self._refer(answers, line)
        whole = settled(self.mapping.book, answers)
        self.not_applicable.update(variable.name for variable in self._overruled(answers, whole))
        self.people.append(whole)

    def finished(self) -> Imported:
        """What was made, if nothing was wrong."""
        faults = [*self.faults, *self._unknown_values()]
        if not self.people:
            faults.append(Fault(str(self.file), None, "", "there are no rows under the names", "a row for each person"))
        if faults:
            raise InvalidInputError(faults)
        return Imported(tuple(self.people), self._report())

    def _read(self, rule: Rule, place: int, cell: Cell, line: int) -> Answers:
        tally = self.tallies[place]
        answer = rule.read(cell, self.mapping.book, self.today)
        if answer is None:
            tally.others[said(cell)] += 1
            tally.lines.append(line)
            return rule.others or {}
        tally.answered += any(_is_answer(value) for value in answer.values())
        return answer

    def _refer(self, answers: dict[str, Value], line: int) -> None:
        """A reference from the file, where it is one that nobody can read anything from; else a random one."""
        reference = self.mapping.book.reference
        given = answers.get(reference)
        if not isinstance(given, str) or not forms.OF_KIND[Kind.IDENTIFIER].fits(given):
            answers[reference] = token_hex(16)
        elif given in self.references:
            problem = f"this reference stands already on line {self.references[given]}"
            if len(self.faults) < MOST_SHOWN:
                self.faults.append(Fault(str(self.file), line, reference, problem, "one for each person"))
        else:
            self.references[given] = line

    def _overruled(self, answers: Answers, whole: Answers) -> Iterator[Variable]:
        """The variables with an answer in the file that turned out not to apply."""
        for variable in self.mapping.book.variables:
            first = whole[variable.columns[0]]
            if str(first) == str(Missing.NOT_APPLICABLE.value) and any(
                _is_answer(answers[column]) for column in variable.columns if column in answers
            ):
                yield variable

    def _unknown_values(self) -> Iterator[Fault]:
        for place, rule in self.places.items():
            tally = self.tallies[place]
            if tally.lines and rule.others is None:
                problem = f"not in the mapping: {kinds(tally.others)}; {_on_lines(tally.lines)}"
                expected = "values of the mapping, or others = a code for all others"
                yield Fault(str(self.file), tally.lines[0], f"column {rule.name}", problem, expected)

    def _report(self) -> Report:
        book, dropped = self.mapping.book, self.mapping.dropped
        used = {column for rule in self.places.values() for column in rule.columns} | set(self.mapping.constants)
        names = {place: key(name) for place, name in enumerate(self.columns)}
        unmapped: Counter[str | int] = Counter()
        for place in sorted({*range(len(self.columns)), *self.filled} - set(self.places)):
            if names.get(place, "") not in dropped and (names.get(place) or self.filled[place]):
                unmapped[readable(self.columns, place)] += self.filled[place]
        return Report(
            rows=len(self.people),
            used=tuple(_became(rule, self.tallies[place]) for place, rule in self.places.items()),
            dropped={name: dropped[key(name)] for name in self.columns if key(name) in dropped},
            unmapped=dict(unmapped),
            not_applicable=dict(self.not_applicable),
            absent=tuple(
                variable.name
                for variable in book.variables
                if variable.name != book.reference and not used & set(variable.columns)
            ),
            constants=tuple(
                f"{name}: {_word(book.by_name[name], value)}" for name, value in self.mapping.constants.items()
            ),
        )


_LINES_SHOWN = 5


def _on_lines(lines: Sequence[int]) -> str:
    rest = len(lines) - _LINES_SHOWN
    shown = ", ".join(map(str, lines[:_LINES_SHOWN]))
    return f"line{'s' if len(lines) > 1 else ''} {shown}" + (f" and {rest} more" if rest > 0 else "")


def _places(file: Path, mapping: ImportMapping, sheet: Sheet) -> dict[int, Rule]:
    """Where each rule finds its column in the file."""
    by_key: dict[str, list[int]] = {}
    for place, name in enumerate(sheet.columns):
        by_key.setdefault(key(name), []).append(place)
    faults = []
    places: dict[int, Rule] = {}
    for rule in mapping.rules:
        found = by_key.get(key(rule.name), [])
        if len(found) == 1:
            places[found[0]] = rule
        elif found:
            problem = f"this name stands {len(found)} times in the file"
            faults.append(Fault(mapping.file, rule.line, f"column {rule.name}", problem, "a name of its own for each"))
        else:
            faults.append(_not_there(file, mapping, rule, sheet))
    if faults:
        raise InvalidInputError(at_most(faults))
    return dict(sorted(places.items()))


def _not_there(file: Path, mapping: ImportMapping, rule: Rule, sheet: Sheet) -> Fault:
    """A column that is not there, with a name that looks like it; the other names may be data."""
    near = get_close_matches(rule.name, [name for name in sheet.columns if name], n=1, cutoff=0.8)
    expected = f"perhaps {near[0]!r}" if near else "a name on the line with the names of the columns"
    return Fault(mapping.file, rule.line, f"column {rule.name}", f"{file} has no column of this name", expected)


def _became(rule: Rule, tally: _Tally) -> Became:
    variable = rule.variable
    is_option = variable.is_block and len(rule.columns) == 1
    target = rule.columns[0].replace("__", "/") if is_option else variable.name
    word = _word(variable, next(iter(rule.others.values()))) if rule.others else ""
    return Became(rule.name, target, tally.answered, dict(tally.others), word)


def _word(variable: Variable, value: Value) -> str:
    """A code by its name."""
    missing = {str(code.value): code.name.lower() for code in Missing}
    if str(value) in missing:
        return missing[str(value)]
    codes: Mapping[Value, str] = {code.value: code.name for code in variable.codes}
    return str(value) if variable.is_block else codes.get(value, str(value))


def _is_answer(value: Value) -> bool:
    return value >= 0 if isinstance(value, int) else value not in MISSING_TEXTS
