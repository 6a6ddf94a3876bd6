"""Rules are data, and a file of one's own can be stricter but never weaker."""

from __future__ import annotations

from pathlib import Path

import pytest

import zichtbaar.monitor.disclosure.rules as room
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Is
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.disclosure.ladders import as_counted, ladder, rounded
from zichtbaar.monitor.disclosure.rules import default_rules, read_rules

WHO = canonical(Is("age", frozenset({1})))
SHIPPED = Path(room.__file__).parent / "rules" / "default.toml"


def test_the_rules_that_come_with_the_program() -> None:
    rules = default_rules()
    assert (rules.hide_below, rules.round_to, rules.share_from, rules.percentage_from) == (5, 5, 20, 50)


@pytest.mark.parametrize(("count", "nearest"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (132, 130), (133, 135)])
def test_a_count_is_rounded_to_the_nearest_five(count: int, nearest: int) -> None:
    assert default_rules().rounded(count) == nearest


def test_only_one_to_four_are_a_few() -> None:
    assert [count for count in range(8) if default_rules().is_small(count)] == [1, 2, 3, 4]


def test_stricter_rules_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace("hide_below = 5", "hide_below = 10"), "utf-8")
    assert read_rules(path).hide_below == 10


@pytest.mark.parametrize(("old", "new", "problem"), [
    ("hide_below = 5", "hide_below = 0", "hide_below is 0, which is weaker"),
    ("round_to = 5", "round_to = 1", "round_to is 1, which is weaker"),
    ("share_from = 20", "share_from = 2", "share_from is 2, which is weaker"),
    ("percentage_from = 50", "percentage_from = 20", "percentage_from is 20, which is weaker"),
    ("possibilities = 3", "possibilities = 1", "possibilities is 1, which is weaker"),
    ("share_from = 20", "share_from = 60", "percentages would begin before"),
    ("round_to = 5\n", "", "round_to is missing"),
    ("round_to = 5", 'round_to = "none"', "round_to is a text"),
    ("round_to = 5", "round_to = 5\nexact = true", "unknown key 'exact'"),
])  # fmt: skip
def test_weaker_or_wrong_rules_are_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InvalidInputError) as refusal:
        read_rules(path)
    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    ("count", "before", "printed"),
    [
        pytest.param(11, 10, [10, None], id="printed alike: it hides nothing more"),
        pytest.param(14, 12, [15, 12, None], id="another number, so near that nobody knows"),
        pytest.param(14, 10, [15, 10, None], id="four were added"),
        pytest.param(15, 10, [15, None], id="too many were added"),
        pytest.param(6, 4, [5, None], id="it was a few"),
    ],
)
def test_a_correction_may_print_the_exact_number_of_before(count: int, before: int, printed: list[int | None]) -> None:
    ways = ladder(WHO, count, default_rules(), before=as_counted(WHO, before))
    assert [way.printed for way in ways] == printed


def test_a_correction_does_not_print_a_rounded_number_of_before() -> None:
    """14 were rounded to 15. Now they are 12: "about 15" would be read as 13 to 17."""
    before = rounded(WHO, 14, default_rules())
    assert [way.printed for way in ladder(WHO, 12, default_rules(), before=before)] == [10, None]
