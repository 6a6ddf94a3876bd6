"""Under a figure stands of whom it speaks; "all" is said only where that is exactly so."""

from __future__ import annotations

from collections.abc import Callable

from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.wording.bases import base_line
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import Wording
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language

Release = Callable[..., tuple[ReleasedFigure, Recipe]]
DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH


def test_for_how_many_it_is_known(release: Release) -> None:
    figure, _ = release(62, 231, 252)
    assert base_line(figure, DUTCH) == "Bekend van ongeveer 230 van ongeveer 250 slachtoffers."
    assert base_line(figure, ENGLISH) == "Known for about 230 of about 250 victims."


def test_rounded_numbers_that_look_equal_are_not_called_all(release: Release) -> None:
    figure, _ = release(62, 249, 251)
    assert figure.base.answered == figure.base.eligible == 250
    assert base_line(figure, DUTCH) == "Bekend van ongeveer 250 van ongeveer 250 slachtoffers."


def test_where_few_answered_it_says_nothing_about_the_others(release: Release) -> None:
    figure, _ = release(30, 100, 250)
    assert base_line(figure, DUTCH).endswith(
        "slachtoffers. Over de anderen zegt dit niets: van iedereen samen is het 11 tot 73 procent. Geldt het voor hen "
        "half tot anderhalf keer zo vaak, dan is het 20 tot 40 procent."
    )
    assert base_line(figure, ENGLISH).endswith(
        "victims. It says nothing about the others: of everybody together it is 11 to 73 per cent. If it holds for "
        "them half to one and a half times as often, it is 20 to 40 per cent."
    )


def test_of_a_share_in_words_no_bounds_are_told(release: Release) -> None:
    figure, _ = release(11, 40, 250)
    assert (figure.bounds, figure.plausible) == (None, None)
    assert base_line(figure, DUTCH).endswith("slachtoffers. Over de anderen zegt dit niets.")


def test_a_base_that_was_hidden_is_said_to_be(release: Release) -> None:
    figure, _ = release(1, 3, 250)
    assert figure.base.answered is None
    assert base_line(figure, DUTCH) == "Van hoeveel slachtoffers dit bekend is, is weggelaten."


def test_a_count_that_is_its_own_base_has_none(release: Release) -> None:
    figure, _ = release(250, 250, kind=FigureKind.COUNT, wording=Wording.COUNT)
    assert base_line(figure, DUTCH) == ""
