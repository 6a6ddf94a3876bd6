"""What an administrator copies from `deploy` to a server says the same as the program and the docs."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

from promises.caddy import needs_caddy
from promises.source_files import ROOT
from promises.test_docs_are_true import options
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops.ports import PORT
from zichtbaar.helpline.web.shared.headers import ONLY_HTTPS

FILES = sorted((ROOT / "deploy").iterdir())
UNITS = [path for path in FILES if path.suffix == ".service"]
HOW_TO = (ROOT / "docs/how-to/begin-a-helpline.md").read_text("utf-8")
PROXY = (ROOT / "deploy/Caddyfile").read_text("utf-8")


def locked(name: str) -> dict[str, str]:
    """The version of each package in a lock."""
    return dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_a_server_gets_the_versions_that_are_tested_all_that_it_needs_and_no_tests() -> None:
    server, everything = locked("requirements-server.lock"), locked("requirements.lock")
    assert server.items() <= everything.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    names = {
        group: {re.split(r"[\[<>=~;]", one)[0] for one in wanted}
        for group, wanted in {**extras, "always": project["dependencies"]}.items()
    }
    assert names["always"] | names["helpline"] | names["build"] <= set(server)
    assert not (names["test"] | {"pyspark", "psycopg"}) & set(server)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_how_to_copies_every_file(path: Path) -> None:
    assert f"deploy/{path.name}" in HOW_TO


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_exists_on_the_folder_of_the_how_to(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = re.findall(r"^ExecStart=(.+)$", unit.read_text("utf-8"), re.MULTILINE)
    program, verb, *words = shlex.split(line)
    assert program == "/opt/zichtbaar/.venv/bin/zichtbaar"
    assert {word for word in words if word.startswith("--")} <= options(verb, capsys)
    assert words[words.index("--data") + 1] == "/srv/helpline/data"
    assert f"zichtbaar found --data {words[words.index('--data') + 1]} " in HOW_TO


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_reads_as_the_user_of_the_how_to_and_writes_where_it_must(unit: Path) -> None:
    said = dict(re.findall(r"^(\w+)=(.*)$", unit.read_text("utf-8"), re.MULTILINE))
    assert (
        f"useradd --system --no-create-home --home-dir /srv/helpline --shell /usr/sbin/nologin {said['User']}" in HOW_TO
    )
    assert said["ReadWritePaths"].split()[0] == "/srv/helpline"
    assert (said["ProtectSystem"], said["UMask"], said["LimitCORE"]) == ("strict", "0077", "0")


def test_the_proxy_asks_where_the_helpline_answers_and_promises_https_as_it_does() -> None:
    assert f"reverse_proxy 127.0.0.1:{PORT} " in PROXY
    assert f'Strict-Transport-Security "{ONLY_HTTPS}"' in PROXY
    assert "redir https://{host}{uri} 308" in PROXY


def test_the_page_for_who_comes_while_it_is_down_leads_away_and_names_the_number_in_both_languages() -> None:
    page = PROXY.partition("respond `")[2].partition("`")[0]
    plain = Configuration()
    assert f'<a href="{plain.neutral_address}" rel="noreferrer">Nu weg · Leave now</a>' in page
    assert f"Bel {plain.emergency_number}." in page
    assert f"Call {plain.emergency_number}." in page
    assert "<title>Start</title>" in page
    assert "<script" not in page


@needs_caddy
def test_caddy_understands_the_file_and_logs_certificates_alone() -> None:
    command = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(ROOT / "deploy/Caddyfile")]
    adapted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert adapted.returncode == 0, adapted.stderr
    assert '"logs":{"default":{"writer":{"output":"stderr"},"include":["tls"]}}' in adapted.stdout
    assert '"access"' not in adapted.stdout
