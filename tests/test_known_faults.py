"""What the look for known faults says: none, which, or that nobody could be asked. The services are ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import find_known_faults
from find_known_faults import FOUND, NOT_ASKED, main

CLEAN_PIP = {"dependencies": [{"name": "good", "version": "1.0", "vulns": []}]}
CLEAN_NPM: dict[str, object] = {"vulnerabilities": {}}
FAULTY_PIP = {"dependencies": [{"name": "bad", "version": "0.1", "vulns": [{"id": "PYSEC-1"}]}]}
FAULTY_NPM = {"vulnerabilities": {"worse": {"severity": "high"}}}


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `pip-audit` and `npm` are what a test makes of them."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(find_known_faults, "ROOT", tmp_path)
    (tmp_path / "frontend").mkdir()
    return tmp_path


def answer(services: Path, name: str, said: object, complaint: str = "") -> None:
    (services / f"{name}.json").write_text(said if isinstance(said, str) else json.dumps(said))
    (services / name).write_text(f"#!/bin/sh\ncat {services}/{name}.json\necho '{complaint}' >&2\nexit 1\n")
    (services / name).chmod(0o700)


@pytest.mark.parametrize(
    ("pip", "npm", "code", "sentences"),
    [
        (CLEAN_PIP, CLEAN_NPM, 0, ["PyPI: no known fault.", "npm: no known fault."]),
        (FAULTY_PIP, FAULTY_NPM, FOUND, ["PyPI: 1 known: bad 0.1 (PYSEC-1).", "npm: 1 known: worse."]),
        (
            "",
            {"message": "405 Method Not Allowed"},
            NOT_ASKED,
            [
                "PyPI: the advisory service could not be reached, so nothing is known (no way there).",
                "npm: the advisory service could not be reached, so nothing is known (405 Method Not Allowed).",
            ],
        ),
        (
            "",
            FAULTY_NPM,
            NOT_ASKED,
            [
                "PyPI: the advisory service could not be reached, so nothing is known (no way there).",
                "npm: 1 known: worse.",
            ],
        ),
    ],
)
def test_each_service_is_one_line_and_who_could_not_be_asked_is_no_good_news(
    services: Path, capsys: pytest.CaptureFixture[str], pip: object, npm: object, code: int, sentences: list[str]
) -> None:
    answer(services, "pip-audit", pip, "no way there")
    answer(services, "npm", npm)
    assert main(str(services / "pip-audit")) == code
    assert capsys.readouterr().out.splitlines() == sentences
