"""Each reason against an estimate is found where it is true, and has its sentence in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.diagnosis import diagnose
from zichtbaar.monitor.estimation.estimating import METHODS, MethodPanel, Settings, estimate
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.verdict import DECISIVE, Finding, Reason, Verdict, findings, verdict_of
from zichtbaar.monitor.estimation.wording.methods import HOW, INTERVALS, interval_in_words
from zichtbaar.monitor.estimation.wording.methods import METHODS as NAMES
from zichtbaar.monitor.estimation.wording.problems import UNKNOWN, problem_in_words
from zichtbaar.monitor.estimation.wording.reasons import ADVICE, REASONS, VERDICTS, all_reasons, reason_sentence
from zichtbaar.monitor.paper.language import Language

Reported = Callable[..., Report]


def test_every_reason_and_verdict_has_its_words_in_both_languages() -> None:
    assert set(REASONS) == set(Reason)
    assert set(VERDICTS) == set(ADVICE) == set(Verdict)
    assert set(NAMES) == set(HOW) == set(METHODS)
    for words in (*REASONS.values(), *VERDICTS.values(), *ADVICE.values(), *NAMES.values(), *HOW.values()):
        assert set(words) == set(Language)
        assert len(set(words.values())) == len(Language)


@pytest.mark.parametrize("reason", Reason)
def test_the_sentences_of_a_reason_have_the_same_slots(reason: Reason) -> None:
    slots = {language: set(re.findall(r"\{\w+\}", words)) for language, words in REASONS[reason].items()}
    assert slots[Language.DUTCH] == slots[Language.ENGLISH] != set()


@pytest.mark.parametrize(
    ("finding", "dutch", "english"),
    [
        (Finding(Reason.MOSTLY_ONCE, 0.998, 0.9), "99,8% op maar één lijst (grens: 90%)", "99.8% are on one"),
        (Finding(Reason.MOSTLY_ONCE, 0.917, 0.9), "92% op maar één lijst (grens: 90%)", "92% are on one list only"),
        (
            Finding(Reason.METHODS_DISAGREE, 8.25, 2.0),
            "8,2 keer de laagste uit (grens: 2 keer)",
            "8.2 times the lowest",
        ),
        (Finding(Reason.WIDE_INTERVAL, inf, 3.0), "geen bovengrens", "no upper end"),
        (Finding(Reason.NEVER_MEETING, 0, about="LA, GP"), "LA en GP delen 0 mensen", "LA and GP share 0 people"),
        (
            Finding(Reason.FEW_SHARED, 0, 10),
            "meer dan één lijst is maar 0 (grens: 10)",
            "one list is only 0 (threshold",
        ),
        (
            Finding(Reason.FEW_SHARED, 1, 10),
            "Het aantal mensen op meer dan één lijst is maar 1",
            "one list is only 1 (",
        ),
        (Finding(Reason.RESAMPLES_WITHOUT, 0.08, 0.05), "8,0% van de trekkingen", "resamples 8.0% had no"),
        (Finding(Reason.NO_ESTIMATE, 0, about="nobody is on two lists: x"), "Niemand staat op", "Nobody is on two"),
        (
            Finding(Reason.NOT_TO_BE_USED, 0, about="20 resamples are too few for an interval of 95%"),
            "Dit getal is niet te gebruiken. Met 20 trekkingen is er geen interval",
            "This number cannot be used. No interval can be made from 20 resamples",
        ),
        (
            Finding(Reason.KNOWN_NOT_FOUND, 1.0, 0.5),
            "Bij 100% van de lijsten waarbij dat na te gaan is",
            "For 100% of the lists for which it can be checked",
        ),
    ],
)
def test_a_reason_is_said_with_its_number_and_its_threshold(finding: Finding, dutch: str, english: str) -> None:
    assert dutch in reason_sentence(finding, Language.DUTCH)
    assert english in reason_sentence(finding, Language.ENGLISH)


def test_many_pairs_that_never_meet_share_a_sentence_and_what_decides_comes_first(language: Language) -> None:
    pairs = [Finding(Reason.NEVER_MEETING, 0, about=f"A, {name}") for name in "BCDE"]
    last = Finding(Reason.EMPTY_LIST, 0, about="F")
    sentences = all_reasons((*pairs, last), language)
    assert len(sentences) == 2
    assert sentences[0] == reason_sentence(last, language)
    assert "A-B; A-C; A-D; A-E" in sentences[1]


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("two", {Reason.TWO_LISTS}),
        ("empty", {Reason.EMPTY_LIST}),
        ("apart", {Reason.NO_ESTIMATE, Reason.NEVER_MEETING, Reason.MOSTLY_ONCE}),
        ("Korea", {Reason.WIDE_INTERVAL, Reason.LISTS_DECIDE, Reason.KNOWN_NOT_FOUND}),
    ],
)
def test_real_tables_have_the_reasons_that_hold_for_them(reported: Reported, name: str, reasons: set[Reason]) -> None:
    assert {one.reason for one in reported(name).findings} >= reasons


def test_a_number_that_must_not_be_used_is_never_supported() -> None:
    good = CaptureTable(("a", "b", "c"), np.array([0, 90, 80, 70, 85, 75, 60, 50]))
    chosen = estimate(good, "main", Settings(resamples=0))
    assert verdict_of(findings(diagnose(good), chosen, MethodPanel(()), (), ())) is Verdict.SUPPORTS
    broken = replace(chosen, problem="the chains have not met (R-hat 1.50, worth 9 draws): do not use this number")
    found = findings(diagnose(good), broken, MethodPanel(()), (), ())
    assert [one.reason for one in found] == [Reason.NOT_TO_BE_USED]
    assert verdict_of(found) is Verdict.FRAGILE


def test_a_handful_of_shared_people_is_never_enough() -> None:
    one = CaptureTable(("a", "b", "c"), np.array([0, 0, 0, 0, 0, 0, 0, 1]))
    chosen = estimate(one, "decomposable", Settings(resamples=0))
    found = findings(diagnose(one), chosen, MethodPanel(()), (), ())
    assert Reason.FEW_SHARED in {finding.reason for finding in found}
    assert verdict_of(found) is not Verdict.SUPPORTS


@pytest.mark.parametrize("reason", Reason)
def test_any_reason_takes_away_support_and_two_of_them_the_number(reason: Reason) -> None:
    assert verdict_of([]) is Verdict.SUPPORTS
    assert verdict_of([Finding(reason, 1)]) is (Verdict.CANNOT if reason in DECISIVE else Verdict.FRAGILE)


@pytest.mark.parametrize("name", ["apart", "empty"])
def test_lists_that_cannot_carry_an_estimate_have_none(reported: Reported, name: str) -> None:
    made = reported(name)
    assert made.verdict is Verdict.CANNOT
    assert not made.chosen.has_estimate
    assert made.chosen.problem
    assert made.sensitivity == ()


def test_a_number_that_must_not_be_used_is_in_no_range(reported: Reported) -> None:
    for name in ("two", "Korea"):
        for one in reported(name).methods.estimates:
            assert (one.population in reported(name).methods.populations) == one.is_usable


@pytest.mark.parametrize("name", ["two", "apart", "empty", "Korea"])
def test_every_problem_that_methods_tell_is_known_here_in_both_languages(reported: Reported, name: str) -> None:
    told = [one.problem for one in (*reported(name).methods.estimates, reported(name).chosen) if one.problem]
    for problem in told:
        for language in Language:
            assert not problem_in_words(problem, language).startswith(UNKNOWN[language].partition("{")[0]), problem


def test_a_search_without_any_model_and_an_interval_without_resamples_are_known_too() -> None:
    apart = CaptureTable.from_histories("ABC", {("A",): 50, ("B",): 40, ("C",): 12})
    for method in METHODS:
        problem = estimate(apart, method, Settings(resamples=10)).problem
        assert problem
        assert "meldt" not in problem_in_words(problem, Language.DUTCH), problem
    assert "900" in problem_in_words("900 of 1000 resamples have no estimate: an interval", Language.DUTCH)
    chains = "the chains have not met (R-hat 1.37, worth 12 draws): do not use this number"
    assert "R-hat 1,37, 12 losse trekkingen" in problem_in_words(chains, Language.DUTCH)
    nobody = 'nobody is on the list "women\'s": drop it, it can say nothing of who was missed'
    assert problem_in_words(nobody, Language.ENGLISH) == "Nobody is on the list women's."
    assert problem_in_words("something new", Language.ENGLISH) == "The library says: something new."


@pytest.mark.parametrize("name", ["two", "Korea"])
def test_every_kind_of_interval_is_known_in_words(reported: Reported, language: Language, name: str) -> None:
    known = {words[language] for _, words in INTERVALS}
    for one in (*reported(name).methods.estimates, reported(name).chosen):
        assert one.interval is None or interval_in_words(one.interval, language) in known
