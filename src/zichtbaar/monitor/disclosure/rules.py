"""The rules of disclosure control, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.tables import Table, read_toml

_SHIPPED = Path(__file__).parent / "rules" / "default.toml"

_LEAST = {
    "hide_below": 5,
    "round_to": 5,
    "share_from": 20,
    "percentage_from": 50,
    "possibilities": 3,
    "uncertain_by": 3,
}
"""Suppression cannot be switched off: rules may only be stricter than these."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of disclosure control (docs/reference/disclosure-rules.md)."""

    name: str
    version: str
    hide_below: int
    round_to: int
    share_from: int
    percentage_from: int
    possibilities: int
    uncertain_by: int

    @property
    def width(self) -> int:
        """How far apart the least and the most must lie that a few persons can be to an attacker."""
        return 2 * self.uncertain_by + 1

    @property
    def least_base(self) -> int:
        """The least base of controlled rounding: a printed 0 says 0 to one less, and these must lie `width` apart."""
        return self.width + 1

    def is_small(self, count: int) -> bool:
        """Whether a count is that of so few persons that somebody might be recognised among them."""
        return 0 < count < self.hide_below

    def rounded(self, count: int) -> int:
        """The nearest multiple of `round_to`; half way goes up."""
        return (2 * count + self.round_to) // (2 * self.round_to) * self.round_to


@cache
def default_rules() -> Rules:
    """The rules that come with the program."""
    return read_rules(_SHIPPED)


def rules_of(path: Path | None) -> Rules:
    """The rules in a file of one's own, or those that come with the program. Raises as `read_rules`."""
    return default_rules() if path is None else read_rules(path)


def read_rules(path: Path) -> Rules:
    """The rules in a TOML file. Raises InvalidInputError with every fault, weaker rules among them."""
    table = read_toml(path)
    table.expect_keys(("name", "version", *_LEAST))
    numbers = {key: _read_number(table, key, least) for key, least in _LEAST.items()}
    rules = Rules(table.text("name", forms.BOOK_NAME), table.text("version", forms.BOOK_VERSION), **numbers)
    if rules.share_from > rules.percentage_from:
        table.fault("percentage_from", "percentages would begin before shares do", "at least share_from")
    table.faults.raise_if_any()
    return rules


def _read_number(table: Table, key: str, least: int) -> int:
    number = table.whole_number(key)
    if number is not None and number < least:
        table.fault(key, f"{key} is {number}, which is weaker than the rules allow", f"{least} or more")
    return least if number is None else number
