"""Otto keeps every factsheet that ever came out, and subtracts one from the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Condition, Is, Marked, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.protection import protect, protect_release
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.disclosure.told import About
from zichtbaar.monitor.figures.figure import Figure

BOOK = load()
MakeCount = Callable[..., Figure]


def months(first: str, last: str, *parts: Condition) -> Condition:
    return together(Within("first_chat_month", first, last), *parts)


VICTIM = Is("contact_role", frozenset({1}))
ON_BEHALF = Is("contact_role", frozenset({2, 3, 4, 5, 6}))
YEAR, MARCH_ON, EARLY = months("2020-01", "2020-12"), months("2020-03", "2020-12"), months("2020-01", "2020-02")
VICTIMS = together(YEAR, VICTIM)


class House:
    """A helpline that puts everything it releases into its ledger."""

    def __init__(self) -> None:
        self.ledger = Ledger()

    def release(
        self, name: str, figures: Collection[Figure], headline: Sequence[str] = (), records: str = "first"
    ) -> dict[str, ReleasedFigure]:
        about = About(name, "factsheet.toml", BOOK.name, BOOK.version, records)
        made = protect_release(figures, about, self.ledger, headline=headline, book=BOOK)
        self.ledger = self.ledger.extended(made.entries)
        return {figure.id: figure for figure in made.figures}


@pytest.fixture
def house() -> House:
    """Nothing was released yet."""
    return House()


def test_two_hundred_and_fifty_of_283_leave_33_and_that_is_nobodys_secret(count: MakeCount) -> None:
    figures = [count("visitors", 283, YEAR, 283, YEAR), count("victims", 250, VICTIMS, 283, YEAR)]
    assert [one.protection for one in protect(figures, headline=["visitors", "victims"], book=BOOK)] == [
        Protection.EXACT
    ] * 2


def test_the_rest_of_the_year_is_not_released_after_the_year(house: House, count: MakeCount) -> None:
    """200 in the year, and a month later 197 from March on: three in January and February."""
    first = house.release("year", [count("year", 200, YEAR, 200, YEAR)], ["year"])
    second = house.release("months", [count("months", 197, MARCH_ON, 197, MARCH_ON)], ["months"])
    assert first["year"].protection is Protection.EXACT
    assert second["months"].protection is not Protection.EXACT
    assert second["months"].count != 197
    third = house.release("early", [count("early", 3, EARLY, 3, EARLY)], ["early"])
    assert third["early"].count is None


def test_criminal_exploitation_without_drugs(house: House, count: MakeCount) -> None:
    """23 were exploited for crime. 20 of them for drugs would leave three."""
    criminal = together(YEAR, Marked("exploitation_forms", ("exploitation_forms__criminal",)))
    drugs = together(criminal, Marked("criminal_subtypes", ("criminal_subtypes__selling_drugs",)))
    house.release("forms", [count("criminal", 23, criminal, 23, criminal)], ["criminal"])
    later = house.release("drugs", [count("drugs", 20, drugs, 23, criminal)], ["drugs"], records="first")
    assert later["drugs"].protection is Protection.HIDDEN


@pytest.mark.parametrize("now", [246, 249, 251, 254])
def test_a_correction_by_a_few_shows_no_change(house: House, count: MakeCount, now: int) -> None:
    house.release("first", [count("victims", 250, VICTIMS, 283, YEAR)], ["victims"], "of February")
    again = house.release("again", [count("victims", now, VICTIMS, 283, YEAR)], ["victims"], "of May")["victims"]
    assert again.protection is Protection.ROUNDED
    assert again.count == 250


@pytest.mark.parametrize("between", [249, 251])
def test_a_second_correction_is_held_beside_the_first_release_too(house: House, count: MakeCount, between: int) -> None:
    """Exactly 250, then about 250, now 247: "about 245" would say that 3 to 7 are gone since the first."""
    for name, number in (("first", 250), ("second", between)):
        told = house.release(name, [count("victims", number, VICTIMS, 283, YEAR)], ["victims"], f"of {name}")
        assert told["victims"].count == 250
    third = house.release("third", [count("victims", 247, VICTIMS, 283, YEAR)], ["victims"], "of May")["victims"]
    assert (third.count, third.protection) == (250, Protection.ROUNDED)


@pytest.mark.parametrize("now", [245, 250, 255, 300])
def test_what_did_not_change_or_changed_by_many_stays_exact(house: House, count: MakeCount, now: int) -> None:
    house.release("first", [count("victims", 250, VICTIMS, 283, YEAR)], ["victims"], "of February")
    again = house.release("again", [count("victims", now, VICTIMS, 283, YEAR)], ["victims"], "of May")["victims"]
    assert (again.count, again.protection) == (now, Protection.EXACT)


def test_a_correction_of_a_part_is_not_read_off_its_total(house: House, count: MakeCount) -> None:
    """One more victim in 250, while the 33 others stay what they were: the total must not say 284."""
    others = together(YEAR, ON_BEHALF)

    def figures(victims: int) -> list[Figure]:
        total = victims + 33
        return [
            count("visitors", total, YEAR, total, YEAR),
            count("victims", victims, VICTIMS, total, YEAR),
            count("on_behalf", 33, others, total, YEAR),
        ]

    headline = ["visitors", "victims", "on_behalf"]
    house.release("first", figures(250), headline, "of February")
    again = house.release("again", figures(251), headline, "of May")
    assert (again["visitors"].count, again["victims"].count, again["on_behalf"].count) == (285, 250, 33)
    assert [again[name].protection for name in headline] == [Protection.ROUNDED, Protection.ROUNDED, Protection.EXACT]


def test_what_was_withdrawn_is_still_known(house: House, count: MakeCount) -> None:
    house.release("year", [count("year", 200, YEAR, 200, YEAR)], ["year"])
    about = About("withdrawn", "factsheet.toml", BOOK.name, BOOK.version, "first")
    house.ledger = house.ledger.extended(house.ledger.withdrawal(about, "year", "a mistake"))
    second = house.release("months", [count("months", 197, MARCH_ON, 197, MARCH_ON)], ["months"])
    assert second["months"].protection is not Protection.EXACT


def test_years_of_their_own_do_not_stand_in_each_others_way(house: House, count: MakeCount) -> None:
    for year in range(2015, 2021):
        whole = months(f"{year}-01", f"{year}-12")
        victims = together(whole, VICTIM)
        figures = [count("visitors", 283, whole, 283, whole), count("victims", 250, victims, 283, whole)]
        made = house.release(f"{year}", figures, ["visitors", "victims"], f"of {year}")
        assert [made[name].count for name in ("visitors", "victims")] == [283, 250]


def test_another_codebook_asks_something_else(count: MakeCount) -> None:
    """A helpline that starts a codebook of its own is not held to what the same words meant in another."""
    house = House()
    house.release("year", [count("year", 200, YEAR, 200, YEAR)], ["year"])
    about = About("other", "factsheet.toml", "another-1", "1.0", "first")
    figures = [count("months", 197, MARCH_ON, 197, MARCH_ON)]
    made = protect_release(figures, about, house.ledger, headline=["months"])
    assert made.figures[0].protection is Protection.EXACT


def test_the_same_release_twice_says_the_same_twice(house: House, count: MakeCount) -> None:
    figures = [
        count("visitors", 283, YEAR, 283, YEAR),
        count("victims", 280, VICTIMS, 283, YEAR),
        count("on_behalf", 3, together(YEAR, ON_BEHALF), 283, YEAR),
    ]
    first = house.release("first", figures, ["visitors", "victims"])
    again = house.release("again", figures, ["visitors", "victims"])
    assert first == again


def test_a_hidden_number_of_an_earlier_release_is_not_given_away(house: House, count: MakeCount) -> None:
    """The three who chatted on behalf of somebody were hidden beside "about 285"; later figures respect that."""
    on_behalf = together(YEAR, ON_BEHALF)
    house.release(
        "first", [count("on_behalf", 3, on_behalf, 283, YEAR), count("visitors", 283, YEAR, 283, YEAR)], ["visitors"]
    )
    later = house.release("later", [count("victims", 280, VICTIMS, 280, VICTIMS)], ["victims"])
    assert later["victims"].protection is Protection.HIDDEN
