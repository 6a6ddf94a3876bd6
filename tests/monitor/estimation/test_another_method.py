"""Where a method does not take so many lists, it is the method that has no answer, and not the lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.estimation.conftest import ORIGIN
from zichtbaar.monitor.estimation import CaptureTable, Settings, report
from zichtbaar.monitor.estimation.answer import answer
from zichtbaar.monitor.estimation.estimating import Method
from zichtbaar.monitor.estimation.pages.about_methods import methods_chapter
from zichtbaar.monitor.estimation.pages.contents import document_of
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.verdict import Verdict
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.problems import problem_in_words
from zichtbaar.monitor.estimation.wording.reasons import OF_THE_METHOD, OTHER_METHOD, VERDICTS
from zichtbaar.monitor.paper.document import Plot
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.page import page

TableFile = Callable[[str], Path]


def made_of(table: CaptureTable, method: Method) -> Report:
    return report(table, method, Settings(resamples=40), thorough=False)


@pytest.mark.parametrize(
    ("name", "method"),
    [("two", "decomposable"), ("two", "latent-class"), ("NewOrl", "decomposable"), ("NewOrl", "hyper-g")],
)
def test_it_is_said_of_the_method_and_nothing_against_the_lists(
    table_file: TableFile, language: Language, name: str, method: Method
) -> None:
    table = CaptureTable.from_csv(table_file(name))
    made = made_of(table, method)
    assert made.verdict is Verdict.CANNOT
    why = problem_in_words(made.chosen.problem, language)
    assert f" {table.size} " in why
    against = [VERDICTS[Verdict.CANNOT][language], say("none_words", language, cases=table.cases)]
    against.append(say("methods_cannot", language))
    for told in (answer(made, language), page(document_of(made, ORIGIN, language))):
        assert [words for words in (OF_THE_METHOD[language], OTHER_METHOD[language], why) if words not in told] == []
        assert [words for words in against if words in told] == []
    doubtful = [one for one in made.methods.estimates if one.has_estimate and not one.is_usable]
    [plot] = [block for block in methods_chapter(made, language).blocks if isinstance(block, Plot)]
    assert plot.alternative.count(say("do_not_use", language)) == len(doubtful) < len(made.methods.populations)


def test_a_list_without_anybody_is_said_also_where_the_method_would_not_do(language: Language) -> None:
    table = CaptureTable.from_histories(("Police", "Shelter"), {("Police",): 50})
    told = answer(made_of(table, "decomposable"), language)
    assert VERDICTS[Verdict.CANNOT][language] in told
    assert OF_THE_METHOD[language] not in told
