"""The pass over all rows finds exactly the rows that the codebook would refuse one by one."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from records_on_paper import write_csv
from zichtbaar.codebook.answers import applies, check_answer
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.datasets.invented import Person, invent_registrations


def is_refused(person: Person, book: Codebook) -> bool:
    """Whether one person's row has a value that is no code, or breaks a skip rule."""
    if any(check_answer(book, column, value) for column, value in person.items()):
        return True
    return any(
        (person[column] in (-1, "-1")) == applies(variable, person)
        for variable in book.variables
        for column in variable.columns
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_same_rows_are_refused(tmp_path: Path, book: Codebook, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same every time
    people = invent_registrations(book, ["2020-01", "2020-02"], 60, seed)
    values: list[Value] = [-7, -6, -2, -1, 0, 1, 2, 9, 97, "2020", "2020-01", "nl", "-1", "-2"]
    for person in people[::2]:
        column = random.choice([column for column in book.by_column if column != "case_ref"])
        person[column] = random.choice([value for value in values if isinstance(value, type(person[column]))])
    refused = [place for place, person in enumerate(people) if is_refused(person, book)]
    assert refused
    with (
        pytest.raises(InvalidInputError) as error,
        read_records([write_csv(tmp_path / "people.csv", people)], book),
    ):
        pass
    lines = {fault.line for fault in error.value.faults if fault.line is not None}
    assert lines == {place + 2 for place in refused}
