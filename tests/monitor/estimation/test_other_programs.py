"""Every value that other programs answer for published tables is answered by ours: none is left uncompared.

`tests/references/estimation` holds their answers, with package, version and call. Left out when these were copied: how
long they took. Where our number must differ from theirs the module in `other_programs` says why, beside the tolerance.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from monitor.estimation.answers import all_answers, answers
from monitor.estimation.other_programs.comparing import differences, leaves, with_one_leaf_changed
from monitor.estimation.other_programs.modslavmse import modslavmse
from monitor.estimation.other_programs.multiplesystemsestimation import multiplesystemsestimation
from monitor.estimation.other_programs.rcapture import rcapture
from monitor.estimation.other_programs.sparsemse import sparsemse

OURS: dict[str, Callable[[str], dict[str, Any]]] = {
    "sparsemse": sparsemse,
    "rcapture": rcapture,
    "multiplesystemsestimation": multiplesystemsestimation,
    "modslavmse": modslavmse,
}
CASES = [(package, name) for package in OURS for name in all_answers(package)["tables"]]


@cache
def ours(package: str, name: str) -> dict[str, Any]:
    return OURS[package](name)


@pytest.mark.parametrize("package", OURS)
def test_each_file_names_package_version_and_call(package: str) -> None:
    told = all_answers(package)
    assert told["package"].lower() == package
    assert told["version"]
    assert told["calls"]


@pytest.mark.parametrize(("package", "name"), CASES)
def test_every_value_is_ours(package: str, name: str) -> None:
    found = list(differences(answers(package, name), ours(package, name)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("package", "name"), CASES)
def test_no_value_could_be_another_without_being_seen(package: str, name: str) -> None:
    """Each value in turn is changed: a value that nothing is compared with would pass."""
    expected = answers(package, name)
    unseen = [
        changed for changed in with_one_leaf_changed(expected) if not list(differences(changed, ours(package, name)))
    ]
    assert not unseen
    assert sum(1 for _ in with_one_leaf_changed(expected)) == leaves(expected) > 20


def test_a_value_more_or_less_is_a_difference() -> None:
    assert list(differences({"a": 1, "b": [1.0]}, {"a": 1, "b": [1.0]})) == []
    assert list(differences({"a": 1}, {"a": 1, "b": 2})) == ["/b: only ours"]
    assert list(differences({"a": {"b": 2}}, {"a": {}})) == ["/a/b: only theirs"]
    assert list(differences([1, 2], [1])) == [": 2 of theirs, 1 of ours"]
    assert list(differences(1.0 + 2e-8, 1.0)) == [": 1.00000002 of theirs, 1.0 of ours"]
