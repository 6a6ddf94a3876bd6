"""Tables that tell little, or speak against their model: what is said of them, and that nothing contradicts itself."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
import pytest

from zichtbaar.monitor.estimation import CaptureTable, LogLinear, Settings, bayesian_threshold, report
from zichtbaar.monitor.estimation.answer import answer
from zichtbaar.monitor.estimation.estimating import LEFT_OUT, METHODS, Method, estimate, panel
from zichtbaar.monitor.estimation.pages.about_models import chosen_chapter
from zichtbaar.monitor.estimation.pages.about_robustness import untestable_chapter
from zichtbaar.monitor.estimation.reach import takes
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.verdict import BAD_FIT, Reason, Verdict
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.reasons import ADVICE, OF_A_RANGE, OF_NO_INTERVAL
from zichtbaar.monitor.paper.document import Paragraph
from zichtbaar.monitor.paper.language import Language

ENGLISH = Language.ENGLISH
Asked = Method | Literal["panel"]
THREE = ("a", "b", "c")
TABLES = {
    "no maximum": CaptureTable(("a", "b", "c", "d"), np.array([0, 0, 30, 6, 4, 0, 2, 0, 35, 0, 3, 1, 1, 0, 0, 0])),
    "nested": CaptureTable(THREE, np.array([0, 50, 0, 20, 0, 0, 0, 10])),
    "on every list": CaptureTable(THREE, np.array([0, 0, 0, 0, 0, 0, 0, 40])),
    "nobody on all three": CaptureTable(THREE, np.array([0, 34, 46, 88, 29, 41, 46, 0])),
    "one list apart": CaptureTable(THREE, np.array([0, 50, 40, 10, 25, 0, 0, 0])),
    "one person shared": CaptureTable(("a", "b"), np.array([0, 50, 30, 1])),
    "two lists": CaptureTable(("a", "b"), np.array([0, 30, 40, 12])),
}


@cache
def made(name: str, method: Asked = "stepwise", resamples: int = 60) -> Report:
    return report(TABLES[name], method, Settings(resamples=resamples), thorough=False)


def reasons(name: str, method: Asked = "stepwise") -> set[Reason]:
    return {one.reason for one in made(name, method).findings}


@pytest.mark.parametrize("name", ["no maximum", "nested"])
def test_a_bayesian_answer_by_a_model_whose_likelihood_has_no_top_has_its_report(name: str) -> None:
    told = made(name, "threshold")
    assert told.chosen.model
    assert LogLinear(told.chosen.model).fit(told.table).status.name != "FINE"
    assert told.chosen.population == pytest.approx(bayesian_threshold(told.table, seed=1).population.median)
    assert told.fit is None
    [itself] = [one.population for one in told.sensitivity if one.ratio == pytest.approx(1)]
    assert itself == pytest.approx(told.chosen.population)


@pytest.mark.parametrize("name", ["nested", "on every list"])
def test_where_nothing_could_be_checked_no_method_has_support(name: str) -> None:
    assert made(name, "decomposable").chosen.has_estimate
    assert made(name, "decomposable").verdict is Verdict.FRAGILE
    assert reasons(name, "decomposable") >= {Reason.NOT_CHECKED, Reason.LISTS_NEEDED}


def test_a_model_that_the_lists_reject_is_not_supported() -> None:
    told = made("nobody on all three")
    assert told.fit is not None
    assert told.fit.degrees_of_freedom == 3
    assert told.fit.deviance == pytest.approx(96.6, abs=0.05)
    assert told.fit.p_value < BAD_FIT
    assert Reason.BAD_FIT in reasons("nobody on all three")
    assert told.to_dict()["diagnostics"]["fit"] == {
        "deviance": told.fit.deviance,
        "degrees_of_freedom": 3,
        "p": told.fit.p_value,
    }
    said = [block.text for block in chosen_chapter(told, ENGLISH).blocks if isinstance(block, Paragraph)]
    assert any("96.6 on 3 degrees of freedom, p < 0.001" in text for text in said)
    assert "at most once in 1,000,000 times (threshold: once in 1,000)" in answer(told, ENGLISH)


def test_a_model_with_as_many_numbers_as_groups_is_said_to_fit_always() -> None:
    said = [block.text for block in chosen_chapter(made("two lists"), ENGLISH).blocks if isinstance(block, Paragraph)]
    assert say("fit_exact", ENGLISH) in said
    assert made("two lists").fit is not None
    assert LogLinear().fit(TABLES["two lists"]).p_value == 1


def test_without_an_interval_one_reason_says_so_and_none_speaks_of_what_there_is_not() -> None:
    told = made("one person shared")
    assert told.chosen.has_estimate
    assert told.chosen.interval is None
    of_interval = {Reason.NO_INTERVAL, Reason.NOT_TO_BE_USED, Reason.RESAMPLES_WITHOUT, Reason.WIDE_INTERVAL}
    assert reasons("one person shared") & of_interval == {Reason.NO_INTERVAL}
    assert OF_NO_INTERVAL[ENGLISH] in answer(told, ENGLISH)
    assert ADVICE[Verdict.FRAGILE][ENGLISH] not in answer(told, ENGLISH)


def test_a_panel_says_nothing_of_an_interval_that_nobody_asked_for() -> None:
    told = made("one person shared", "panel")
    assert Reason.NO_INTERVAL not in reasons("one person shared", "panel")
    assert Reason.MOSTLY_UNSEEN in reasons("one person shared", "panel")
    assert OF_A_RANGE[ENGLISH] in answer(told, ENGLISH)
    assert "1,581 people, depending on the method." in answer(told, ENGLISH)


def test_two_lists_have_one_formula_whose_agreement_with_itself_is_no_evidence() -> None:
    assert say("spread_one_model", ENGLISH) in answer(made("two lists"), ENGLISH)
    assert "usable number" not in answer(made("two lists"), ENGLISH)


@pytest.mark.parametrize("name", ["two lists", "nested"])
def test_only_what_could_be_made_is_said_to_be_left_out_for_the_time_it_takes(name: str) -> None:
    table = TABLES[name]
    for one in panel(table, Settings(resamples=0), thorough=False).estimates:
        assert (one.problem == LEFT_OUT) <= takes(one.method, table.size)


@pytest.mark.parametrize("lists", range(2, 13))
def test_a_method_is_said_to_take_so_many_lists_where_it_does(lists: int) -> None:
    """Of nobody but one person, whom every list knows: cheap to refuse, and no list is empty."""
    counts = np.zeros(1 << lists, dtype=int)
    counts[-1] = 1
    table = CaptureTable(tuple("abcdefghijkl"[:lists]), counts)
    quick: set[Method] = {"main"} if lists > 4 else {"main", "stepwise", "bic", "decomposable", "threshold", "hyper-g"}
    for method in METHODS:
        if method in quick or not takes(method, lists):
            problem = estimate(table, method, Settings(resamples=0)).problem
            assert problem.startswith(f"{lists} lists (expected") is not takes(method, lists), method


def test_numbers_of_lists_that_can_carry_none_are_in_no_range_of_the_file() -> None:
    told = made("on every list")
    assert told.verdict is Verdict.CANNOT
    written = told.to_dict()
    assert (written["range_over_methods"], written["spread_over_methods"]) == (None, None)
    assert [one["status"] for one in written["methods"] if one["status"] == "fine"] == []
    assert [block.text for block in untestable_chapter(told, ENGLISH).blocks if isinstance(block, Paragraph)] == [
        say("no_curve_no_estimate", ENGLISH)
    ]


def test_a_number_that_a_prior_alone_decides_is_not_to_be_used() -> None:
    told = made("one list apart", "hyper-g")
    assert "the prior alone decides" in told.chosen.problem
    assert Reason.NOT_TO_BE_USED in reasons("one list apart", "hyper-g")
    assert told.methods.range is not None
    assert told.methods.range[1] < 1000
