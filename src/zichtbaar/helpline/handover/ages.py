"""Who must agree at which age: the rules of a country, as data with their source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zichtbaar.helpline.handover.codes import Guardian
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand

FOLDER = Path(__file__).parent / "rules"
COUNTRY = "nl"


@dataclass(frozen=True, slots=True)
class AgeRule:
    """What holds for some bands of ages. `guardian` is what may be noted about who has custody."""

    ages: frozenset[AgeBand]
    guardian: tuple[Guardian, ...]
    says: Mapping[str, str]


@cache
def rules(country: str = COUNTRY) -> Mapping[AgeBand, AgeRule]:
    """The rule for each band of ages. Raises ValueError when a band has none, or two."""
    content = tomllib.loads((FOLDER / f"{country}.toml").read_text("utf-8"))
    found: dict[AgeBand, AgeRule] = {}
    for band in content["bands"]:
        ages = frozenset(map(AgeBand, band["ages"]))
        rule = AgeRule(ages, tuple(map(Guardian, band["guardian"])), band["says"])
        if twice := ages & found.keys():
            raise ValueError(f"{country}.toml: {sorted(twice)} have two rules, expected one")
        found.update(dict.fromkeys(ages, rule))
    if missing := set(AgeBand) - found.keys():
        raise ValueError(f"{country}.toml: {sorted(missing)} have no rule, expected one")
    return found


def allows(age: AgeBand, guardian: Guardian) -> bool:
    """Whether this may be noted about who has custody of somebody of this age."""
    return guardian in rules()[age].guardian
