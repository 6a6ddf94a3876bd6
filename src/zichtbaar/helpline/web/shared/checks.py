"""Checked at every start: each address has a rule, and each rule an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from zichtbaar.helpline.web.access import RULES, Rule


@register
def every_address_has_a_rule(**_: Any) -> list[CheckMessage]:
    """The faults between the addresses there are and the table of `web.access`."""
    return faults(set(address_names(get_resolver().url_patterns)), RULES)


def address_names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses; one without a name yields its pattern, which no rule can have."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from address_names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def faults(names: set[str], rules: Mapping[str, Rule]) -> list[CheckMessage]:
    """One error for each address without a rule and each rule without an address."""
    without_rule = [
        Error(f"The address {name!r} has no rule.", hint="Add it to RULES in web/access.py.", id="web.E001")
        for name in sorted(names - set(rules))
    ]
    without_address = [
        Error(f"The rule {name!r} has no address.", hint="Remove it from web/access.py.", id="web.E002")
        for name in sorted(set(rules) - names)
    ]
    return [*without_rule, *without_address]
