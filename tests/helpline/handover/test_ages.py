"""The rules of a country are whole: every band of ages has one, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from zichtbaar.helpline.handover import ages
from zichtbaar.helpline.handover.codes import Guardian
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand

RULE = '[[bands]]\nages = [{ages}]\nguardian = ["agreed"]\nsays.en = "x"\nsays.nl = "x"\n'


def test_every_age_has_a_rule_in_both_languages() -> None:
    found = ages.rules()
    assert set(found) == set(AgeBand)
    assert all(set(rule.says) == {"en", "nl"} and rule.guardian for rule in found.values())


def test_from_sixteen_nobody_else_is_asked_and_under_sixteen_never_nobody() -> None:
    for band in AgeBand:
        is_of_age = band in (AgeBand.FROM_16_TO_17, AgeBand.FROM_18)
        assert ages.allows(band, Guardian.NOT_NEEDED) is is_of_age
        assert ages.allows(band, Guardian.AGREED) is not is_of_age


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (RULE.format(ages='"under_12"'), "have no rule"),
        (RULE.format(ages='"under_12"') * 2, "have two rules"),
        (RULE.format(ages='"old"'), "old"),
    ],
)
def test_a_file_with_a_gap_or_a_double_is_refused(
    content: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xx.toml").write_text(content, "utf-8")
    monkeypatch.setattr(ages, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=problem):
        ages.rules("xx")
