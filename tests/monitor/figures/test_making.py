"""Figures are counted with their base: whom the question was for, and who answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from records_on_paper import person, write_csv
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.figure import Figure, FigureKind
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

Make = Callable[[Sequence[Mapping[str, Value]]], dict[str, Figure]]
Write = Callable[[str], Path]

NO_IMAGES: dict[str, Value] = {
    f"image_coercion__{option}": 0
    for option in ("threatened", "spread", "filmed_to_coerce", "fake_image", "paid_under_threat")
}
MET_ONLINE: dict[str, Value] = {"first_meeting_discussed": 1, "first_meeting_place": 1}


@pytest.fixture
def figures(make: Make, book: Codebook) -> dict[str, Figure]:
    """Ten persons: seven victims, two who chat about somebody else, one of the year before."""
    return make([
        person(book, 1, gender=1, image_coercion__threatened=1),
        person(book, 2, gender=1, **NO_IMAGES),
        person(book, 3, gender=2, **NO_IMAGES, first_chat_month="2020-03"),
        person(book, 4, gender=-4, image_coercion__spread=-3, first_chat_month="2020-03"),
        person(book, 5, **MET_ONLINE, first_meeting_platforms__instagram=1, first_meeting_platforms__tiktok=1),
        person(book, 6, **MET_ONLINE, first_meeting_platforms__snapchat=1, first_meeting_platforms__instagram=1),
        person(book, 7, **MET_ONLINE, first_meeting_platforms__snapchat=1, first_meeting_platforms__telegram=1),
        person(book, 8, contact_role=2),
        person(book, 9, contact_role=5, gender=1),
        person(book, 10, first_chat_month="2019-04"),
    ])  # fmt: skip


def test_a_count_has_the_population_around_it_as_its_base(figures: dict[str, Figure], book: Codebook) -> None:
    visitors, victims = figures["visitors"], figures["victims"]
    assert (visitors.count, visitors.base.eligible, visitors.base.answered) == (9, 9, 9)
    assert (victims.count, victims.base.eligible, victims.base.answered) == (3, 9, 4)  # whose gender is known
    assert victims.base.noun == book.population["visitors"].many
    assert victims.period == ("2020-01", "2020-12")


def test_a_share_is_of_those_who_answered(figures: dict[str, Figure], book: Codebook) -> None:
    """One of three who answered; the four others were not asked or do not know, which is not "no"."""
    share = figures["sextortion"]
    assert (share.count, share.base.eligible, share.base.answered) == (1, 7, 3)
    assert share.share == pytest.approx(1 / 3)
    assert share.interval is not None
    assert share.interval.method == "Wilson"
    assert share.base.one == book.population["victims"].one


def test_a_ranking_gives_equal_counts_one_rank(figures: dict[str, Figure]) -> None:
    ranking = figures["platforms"]
    assert [(item.name, item.count, item.rank) for item in ranking.items] == [
        ("instagram", 2, 1),
        ("snapchat", 2, 1),
    ]
    assert (ranking.count, ranking.base.eligible, ranking.base.answered) == (3, 3, 3)
    assert ranking.share is None


def test_two_periods_stand_side_by_side(figures: dict[str, Figure]) -> None:
    springs = figures["springs"]
    assert (springs.count, springs.compared, springs.share) == (7, 1, 7)
    assert springs.compared_period == ("2019-03", "2019-05")
    assert springs.interval is not None
    assert springs.interval.low < 7 < springs.interval.high
    assert springs.compared_base == figures["spring_before"].base


def test_a_figure_from_outside_is_taken_over_with_its_years(figures: dict[str, Figure]) -> None:
    registered = figures["registered"]
    assert (registered.kind, registered.count, registered.population) == (FigureKind.COUNT, 54, None)
    assert registered.period == ("2019-01", "2019-12")
    assert registered.benchmark is not None
    assert registered.base.noun == registered.benchmark.noun


def test_coverage_carries_the_band_of_the_estimate(figures: dict[str, Figure]) -> None:
    covered = figures["registered_coverage"]
    assert covered.share == pytest.approx(54 / 1320)
    assert covered.interval is not None
    assert (covered.interval.low, covered.interval.high) == pytest.approx((54 / 1584, 54 / 1056))
    assert (covered.interval.method, covered.interval.level) == ("benchmark band", 1)
    assert covered.numerator is not None
    assert covered.benchmark is not None
    assert (covered.numerator.id, covered.benchmark.id) == ("registered", "estimate")
    own = figures["own_coverage"]
    assert (own.count, own.base.answered, own.numerator) == (7, 1320, None)
    assert own.share == pytest.approx(7 / 1320)


def test_who_is_counted_lies_within_the_base(figures: dict[str, Figure]) -> None:
    for figure in figures.values():
        if figure.kind in (FigureKind.COUNT, FigureKind.SHARE, FigureKind.RANKING):
            assert figure.count <= figure.base.answered <= figure.base.eligible


def test_without_records_of_the_year_before_its_figures_are_left_out(make: Make, book: Codebook) -> None:
    made = make([person(book)])
    assert "spring" in made
    assert not {"spring_before", "springs"} & made.keys()


def test_nobody_in_the_months_is_not_the_same_as_no_records_of_the_year(make: Make, book: Codebook) -> None:
    made = make([person(book, 1), person(book, 2, first_chat_month="2019-11")])
    assert made["spring_before"].count == 0
    assert (made["springs"].compared, made["springs"].share) == (0, None)


def test_without_records_of_its_own_year_nothing_is_made(make: Make, book: Codebook) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        make([person(book, first_chat_month="2018-01")])
    assert {fault.subject for fault in refusal.value.faults} == {"period year", "period spring"}
    assert "no registrations in 2020" in str(refusal.value)


def test_a_figure_from_outside_that_is_not_there_is_named(
    tmp_path: Path, book: Codebook, write_recipe: Write, recipe_text: str
) -> None:
    recipe = read_recipe(write_recipe(recipe_text), book)
    assert recipe.benchmarks is not None
    benchmarks = dict(read_benchmarks(recipe.benchmarks))
    del benchmarks["estimate"]
    with (
        read_records([write_csv(tmp_path / "people.csv", [person(book)])], book) as records,
        pytest.raises(InvalidInputError) as refusal,
    ):
        make_figures(recipe, records, benchmarks)
    assert [(fault.subject, fault.problem) for fault in refusal.value.faults] == [
        ("figure registered_coverage", "no benchmark 'estimate'"),
        ("figure own_coverage", "no benchmark 'estimate'"),
    ]
    assert all(fault.line for fault in refusal.value.faults)


def test_a_block_with_a_yes_is_answered_and_its_unmarked_options_are_no(make: Make, book: Codebook) -> None:
    """The rule of CTDC: whoever said anything in a block belongs to its base."""
    images = "image_coercion"
    made = make([
        person(book, 1, **{f"{images}__spread": 1}),
        person(book, 2, **NO_IMAGES),
        person(book, 3, **{**NO_IMAGES, f"{images}__spread": -2}),  # not every option was said to be no
        person(book, 4),
    ])  # fmt: skip
    assert (made["sextortion"].count, made["sextortion"].base.answered) == (1, 2)


def test_what_was_withheld_is_not_among_those_asked(make: Make, book: Codebook) -> None:
    withheld: dict[str, Value] = dict.fromkeys(NO_IMAGES, -6)
    made = make([person(book, 1, **NO_IMAGES), person(book, 2, **withheld)])
    assert (made["sextortion"].base.eligible, made["sextortion"].base.answered) == (1, 1)


def test_the_order_of_the_recipe_is_kept(make: Make, book: Codebook) -> None:
    made = make([person(book, 1), person(book, 2, first_chat_month="2019-04")])
    assert list(made) == [
        *("visitors", "victims", "sextortion", "platforms", "spring", "spring_before", "springs"),
        *("registered", "registered_coverage", "own_coverage"),
    ]
