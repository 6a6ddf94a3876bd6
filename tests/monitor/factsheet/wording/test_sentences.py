"""A sentence says what the number says: read back from its words alone, it holds the true number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.factsheet.wording.reading_back import read_share
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.tables import told
from zichtbaar.monitor.factsheet.wording.sentences import sentence
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind
from zichtbaar.monitor.figures.plans import Wording
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language

Release = Callable[..., tuple[ReleasedFigure, Recipe]]
DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH
SHARE_WORDINGS = (Wording.FRACTION, Wording.MAJORITY, Wording.LARGEST_PART, Wording.PERCENT)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int, int]:
    """Count, answered and eligible."""
    answered = draw(st.integers(1, 400))
    return draw(st.integers(0, answered)), answered, answered + draw(st.integers(0, 200))


@given(share=shares(), wording=st.sampled_from(SHARE_WORDINGS))
def test_the_true_share_lies_in_what_the_sentence_says(
    release: Release, share: tuple[int, int, int], wording: Wording
) -> None:
    count, answered, eligible = share
    figure, recipe = release(count, answered, eligible, wording=wording)
    means = {code: read_share(sentence(figure, recipe, code).text, code) for code in Language}
    assert means[DUTCH] == means[ENGLISH]
    low, high = means[DUTCH]
    assert low - 1e-9 <= count / answered <= high + 1e-9


@given(share=shares(), wording=st.sampled_from(SHARE_WORDINGS))
def test_a_share_never_stands_without_its_base(release: Release, share: tuple[int, int, int], wording: Wording) -> None:
    figure, recipe = release(*share, wording=wording)
    assume(figure.base.answered is not None)
    assert re.search(rf"\b{figure.base.answered}\b", told(figure, recipe, DUTCH))


@pytest.mark.parametrize(
    ("count", "answered", "wording", "dutch", "english"),
    [
        (
            37,
            243,
            Wording.FRACTION,
            "Bij iets meer dan één op de zeven slachtoffers",
            "For just over one in seven victims",
        ),
        (62, 248, Wording.FRACTION, "Bij een kwart van de slachtoffers", "For a quarter of the victims"),
        (
            130,
            200,
            Wording.FRACTION,
            "Bij bijna twee derde van de slachtoffers",
            "For almost two-thirds of the victims",
        ),
        (37, 66, Wording.MAJORITY, "Bij meer dan de helft van de", "For more than half of the"),
        (15, 23, Wording.LARGEST_PART, "Bij het grootste deel van de", "For the largest part of the"),
        (37, 243, Wording.PERCENT, "Bij 15 procent van de slachtoffers", "For 15 per cent of the victims"),
    ],
)
def test_a_share_in_the_wording_that_the_recipe_asks(
    release: Release, count: int, answered: int, wording: Wording, dutch: str, english: str
) -> None:
    figure, recipe = release(count, answered, wording=wording)
    assert sentence(figure, recipe, DUTCH).text.startswith(dutch)
    assert sentence(figure, recipe, ENGLISH).text.startswith(english)


@pytest.mark.parametrize("wording", [Wording.MAJORITY, Wording.LARGEST_PART])
def test_no_majority_is_claimed_where_there_is_none(release: Release, wording: Wording) -> None:
    figure, recipe = release(60, 240, wording=wording)
    assert "een kwart" in sentence(figure, recipe, DUTCH).text


def test_a_small_base_has_words_and_no_percentage(release: Release) -> None:
    figure, recipe = release(11, 40, wording=Wording.PERCENT)
    text = sentence(figure, recipe, DUTCH).text
    assert "niet meer dan de helft" in text
    assert "procent" not in text


def test_what_is_hidden_is_said_to_be_left_out(release: Release) -> None:
    figure, recipe = release(2, 12)
    assert sentence(figure, recipe, DUTCH).text == (
        "Bij … van de slachtoffers is een ouder betrokken. Dit is weggelaten, zodat niemand herkend kan worden."
    )
    assert sentence(figure, recipe, ENGLISH).lead == "…"


def test_nouns_stand_behind_their_numbers(release: Release) -> None:
    statement = {"nl": "{count} {noun} van {base} {base_noun}.", "en": "{count} {noun} of {base} {base_noun}."}
    figure, recipe = release(20, 250, kind=FigureKind.COUNT, wording=Wording.COUNT, headline=True, statement=statement)
    assert sentence(figure, recipe, ENGLISH).text == "20 victims of about 250 victims."


def test_the_lead_stands_first_or_the_sentence_is_whole(release: Release) -> None:
    figure, recipe = release(143, 250, kind=FigureKind.COUNT, wording=Wording.COUNT, headline=True)
    said = sentence(figure, recipe, DUTCH)
    assert (said.lead, said.rest) == ("143", "slachtoffers kwamen in 2020.")
    figure, recipe = release(62, 248)
    said = sentence(figure, recipe, DUTCH)
    assert (said.lead, said.rest) == ("een kwart", said.text)


def test_a_slot_that_begins_a_sentence_has_a_capital(release: Release) -> None:
    statement = {"nl": "{share} van de {noun}. {share} dus.", "en": "{share} of the {noun}. {share} so."}
    figure, recipe = release(62, 248, statement=statement)
    assert sentence(figure, recipe, DUTCH).text == "Een kwart van de slachtoffers. Een kwart dus."


def test_an_unprotected_figure_is_refused(release: Release) -> None:
    _, recipe = release(62, 248)
    base = Base(248, 248, {"nl": "slachtoffers"}, {"nl": "slachtoffer"})
    exact = Figure("parents_involved", FigureKind.SHARE, 62, base, share=0.25)
    with pytest.raises(TypeError, match="only released figures, and this is a Figure"):
        sentence(cast(ReleasedFigure, exact), recipe, DUTCH)
