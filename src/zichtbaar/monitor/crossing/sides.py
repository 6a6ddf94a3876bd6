"""The sides of a table: a question of the codebook and the groups that its answers put everybody in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from zichtbaar.codebook import forms
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import (
    Answered,
    Code,
    Codebook,
    Condition,
    Is,
    Kind,
    Missing,
    Not,
    Population,
    Texts,
    Variable,
)
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.relations import lies_within
from zichtbaar.monitor.figures.rankings import marking

NOT_KNOWN: Texts = {"en": "not known", "nl": "niet bekend"}
_YES: Texts = {"en": "yes", "nl": "ja"}
_NO: Texts = {"en": "no", "nl": "nee"}


@dataclass(frozen=True, slots=True)
class Category:
    """A group along one side: its name in files, what it is called, and who is in it."""

    name: str
    label: Texts
    where: Condition


@dataclass(frozen=True, slots=True)
class Side:
    """A question crossed with others. Everybody of the population is in exactly one of its categories."""

    name: str
    label: Texts
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Codes of a variable that are put together under one name."""

    variable: str
    name: str
    codes: tuple[str, ...]


def sides_of(
    names: Sequence[str], groups: Collection[Group], population: Population, book: Codebook
) -> tuple[Side, ...]:
    """The sides of a table of these questions: a variable with one code a person, or VARIABLE.OPTION of a block.

    Raises InvalidInputError with every fault: a question or code that is not known, one that stands twice, one that
    does not put everybody in one group.
    """
    faults = [*_faults_of_names(names, book), *_faults_of_groups(names, groups, book)]
    if faults:
        raise InvalidInputError(faults)
    return tuple(_side(name, [one for one in groups if one.variable == name], population, book) for name in names)


def _side(name: str, groups: Sequence[Group], population: Population, book: Codebook) -> Side:
    variable_name, _, option_name = name.partition(".")
    variable = book.by_name[variable_name]
    if option_name:
        option = next(code for code in variable.codes if code.name == option_name)
        label = {language: f"{text}: {option.label[language]}" for language, text in variable.question.items()}
        return Side(name, label, tuple(_of_option(variable, option)))
    return Side(name, variable.question, tuple(_of_codes(variable, groups, population, book)))


def _of_option(variable: Variable, option: Code) -> Iterator[Category]:
    """Who has the option, who answered without it, and of whom that is not known."""
    answered, marked = Answered(variable.name, variable.columns), marking(variable, option)
    yield Category("yes", _YES, together(answered, marked))
    yield Category("no", _NO, together(answered, Not(marked)))
    yield Category("not_known", NOT_KNOWN, Not(answered))


def _of_codes(
    variable: Variable, groups: Sequence[Group], population: Population, book: Codebook
) -> Iterator[Category]:
    """Each code or group of codes, whom the question was not for, and of whom the answer is not known."""
    by_name = {code.name: code for code in variable.codes}
    of_code = {name: group for group in groups for name in group.codes}
    for group in dict.fromkeys(of_code.get(name, Group(variable.name, name, (name,))) for name in by_name):
        own = by_name.get(group.name)
        label = own.label if own else dict.fromkeys(book.languages, group.name.replace("_", " "))
        codes = frozenset(by_name[name].value for name in group.codes)
        yield Category(group.name, label, Is(variable.name, codes))
    missing = {int(one) for one in Missing}
    if not lies_within(canonical(population.where), canonical(variable.applies_if)):
        missing.remove(Missing.NOT_APPLICABLE)
        nobody_asked = book.missing[Missing.NOT_APPLICABLE]
        yield Category("not_applicable", nobody_asked, Is(variable.name, frozenset({int(Missing.NOT_APPLICABLE)})))
    yield Category("not_known", NOT_KNOWN, Is(variable.name, frozenset(missing)))


def _faults_of_names(names: Sequence[str], book: Codebook) -> Iterator[Fault]:
    for place, name in enumerate(names):
        variable_name, _, option = name.partition(".")
        variable = book.by_name.get(variable_name)
        if name in names[:place]:
            yield _fault(name, "it stands on two sides", "another question")
        elif variable is None:
            yield _fault(name, "the codebook has no such question", f"one of {', '.join(_crossable(book))}")
        elif variable.is_block:
            options = [code.name for code in variable.codes]
            if option not in options:
                known = ", ".join(f"{variable_name}.{one}" for one in options)
                problem = "somebody may have several answers" if not option else "it has no such option"
                yield _fault(name, problem, f"one option: {known}")
        elif option or variable.kind is not Kind.SINGLE:
            yield _fault(name, "it does not put everybody in one group", f"one of {', '.join(_crossable(book))}")


def _crossable(book: Codebook) -> Iterator[str]:
    for variable in book.variables:
        if variable.kind is Kind.SINGLE:
            yield variable.name
        elif variable.is_block:
            yield f"{variable.name}.OPTION"


def _faults_of_groups(names: Sequence[str], groups: Collection[Group], book: Codebook) -> Iterator[Fault]:
    taken: set[tuple[str, str]] = set()
    for group in groups:
        called = f"{group.variable}:{group.name}"
        variable = book.by_name.get(group.variable)
        if group.variable not in names or variable is None:
            yield _fault(called, f"{group.variable} is no side of this table", f"one of {', '.join(names)}")
            continue
        codes = [code.name for code in variable.codes]
        if not forms.NAME.fits(group.name) or group.name in (*codes, "not_known", "not_applicable"):
            yield _fault(called, "this is no name for a group", f"{forms.NAME.words}, and not that of a code")
        for code in group.codes:
            if code not in codes:
                yield _fault(called, f"{group.variable} has no code {code!r}", f"some of {', '.join(codes)}")
            elif (group.variable, code) in taken:
                yield _fault(called, f"the code {code} is in two groups", "each code once")
            taken.add((group.variable, code))


def _fault(subject: str, problem: str, expected: str) -> Fault:
    return Fault("table", None, subject, problem, expected)
