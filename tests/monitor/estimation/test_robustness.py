"""What an estimate does with other lists, with what is known, and with what cannot be tested."""

from __future__ import annotations

import pytest

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import CaptureTable, LogLinear, Stepwise, sensitivity_curve
from zichtbaar.monitor.estimation.robustness import find_what_is_known, leave_one_out, merge_each_two


def test_the_check_of_a_known_part_keeps_the_level_that_was_asked_for() -> None:
    halves, usual = (find_what_is_known(table("UKdat_5"), Stepwise(), level) for level in (0.5, 0.95))
    for half, whole in zip(halves, usual, strict=True):
        assert half.estimated == whole.estimated
        if half.interval and whole.interval:
            assert (half.interval.level, whole.interval.level) == (0.5, 0.95)
            assert whole.interval.low < half.interval.low < half.interval.high < whole.interval.high


def test_without_a_list_and_with_two_as_one_the_tables_are_those_lists() -> None:
    uk = table("UKdat_5")
    left_out = {one.change: one.population for one in leave_one_out(uk, Stepwise())}
    assert left_out["GP",] == pytest.approx(11015.2444543723)  # the published table of four lists is this one
    assert len(left_out) == 5
    assert len(merge_each_two(uk, Stepwise())) == 10


def test_the_untestable_interaction_moves_two_and_three_lists_in_opposite_directions() -> None:
    """With t lists the number on no list is ratio^((-1)^t) times as large."""
    two = CaptureTable.from_histories(("a", "b"), {("a",): 30, ("b",): 40, ("a", "b"): 12})
    for given_table, dark in ((two, 2.0), (table("Korea"), 0.5)):
        fit = LogLinear().fit(given_table)
        none, doubled = sensitivity_curve(fit, (1.0, 2.0))
        assert none.population == pytest.approx(fit.population)
        assert doubled.population == pytest.approx(given_table.cases + dark * fit.dark_figure)
