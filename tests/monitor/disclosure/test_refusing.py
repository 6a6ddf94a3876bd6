"""What cannot be told at all is refused, with the secret, the figures that give it away and the bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

import pytest

from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure import optimum
from zichtbaar.monitor.disclosure.ladders import as_counted
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import RefusedReleaseError
from zichtbaar.monitor.disclosure.protection import protect, protect_release
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.told import About, Cell, NumberTold
from zichtbaar.monitor.figures.figure import Figure

YEAR = canonical(together(Within("first_chat_month", "2020-01", "2020-12")))
VICTIMS = canonical(together(YEAR, Is("contact_role", frozenset({1}))))

MakeCount = Callable[..., Figure]


@pytest.fixture
def no_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that know one way of printing: the number itself."""

    def ladder(who: Condition, count: int, *_: object, **__: object) -> Sequence[NumberTold]:
        return (as_counted(who, count),)

    monkeypatch.setattr(optimum, "ladder", ladder)


@pytest.mark.usefixtures("no_other_way")
def test_a_release_that_gives_a_few_away_is_refused_by_name(count: MakeCount) -> None:
    figures = [count("visitors", 283, YEAR, 283, YEAR), count("victims", 280, VICTIMS, 283, YEAR)]
    with pytest.raises(RefusedReleaseError) as refusal:
        protect(figures, headline=["visitors", "victims"])
    assert str(refusal.value) == "visitors and victims without victims can only be 3 to 3"
    assert [exposure.found.width for exposure in refusal.value.exposures] == [0]


@pytest.mark.usefixtures("no_other_way")
def test_a_refused_release_leaves_nothing_for_the_ledger(count: MakeCount) -> None:
    ledger = Ledger()
    figures = [count("visitors", 283, YEAR, 283, YEAR), count("victims", 280, VICTIMS, 283, YEAR)]
    with pytest.raises(RefusedReleaseError):
        protect_release(figures, About("one", "r", "b-1", "1.0", "x"), ledger, headline=["visitors", "victims"])
    assert ledger.entries == ()


def test_what_was_given_away_before_is_no_reason_to_refuse(count: MakeCount) -> None:
    """Two releases of a house that did not look: nothing new makes that worse, and the next year is released."""
    about = About("one", "factsheet.toml", "trafficking-1", "1.0", "x")
    made = protect_release([count("visitors", 283, YEAR, 283, YEAR)], about, Ledger(), headline=["visitors"])
    careless = Ledger().extended(made.entries)
    other = protect_release(
        [count("victims", 280, VICTIMS, 280, VICTIMS)],
        About("two", "factsheet.toml", "trafficking-1", "1.0", "x"),
        Ledger(),
        headline=["victims"],
    )
    cells = [entry.content for entry in other.entries[:-1]]
    careless = careless.extended(careless.release(other.entries[0].about, cells))  # type: ignore[arg-type]
    again = protect_release(
        [count("visitors", 283, YEAR, 283, YEAR)],
        About("three", "factsheet.toml", "trafficking-1", "1.0", "x"),
        careless,
        headline=["visitors"],
    )
    assert again.figures[0].count == 283


def test_who_has_a_correction_alone_finds_nobody_though_the_release_before_told_of_five(count: MakeCount) -> None:
    """Five others were no secret. One registration is taken back, and four are, whatever was told before."""
    headline = ["visitors", "victims"]
    about = About("one", "factsheet.toml", "trafficking-1", "1.0", "before")
    both = [count("visitors", 285, YEAR, 285, YEAR), count("victims", 280, VICTIMS, 285, YEAR)]
    before = protect_release(both, about, Ledger(), headline=headline)
    assert [figure.count for figure in before.figures] == [285, 280]
    ledger = Ledger().extended(before.entries)
    about = About("two", "factsheet.toml", "trafficking-1", "1.0", "after")
    both = [count("visitors", 284, YEAR, 284, YEAR), count("victims", 280, VICTIMS, 284, YEAR)]
    after = protect_release(both, about, ledger, headline=headline)
    numbers = [entry.content.told for entry in after.entries if isinstance(entry.content, Cell)]
    told = {number.who: number for number in numbers if isinstance(number, NumberTold)}
    (low, high), (inner_low, inner_high) = [(told[who].low or 0, told[who].high or inf) for who in (YEAR, VICTIMS)]
    assert (high - inner_low) - max(low - inner_high, 0) >= default_rules().width
