"""A real helpline is begun, served and let into with commands; each refuses in a sentence and leaves nothing."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from helpline.ops.existing_helpline import Existing
from ports import Port
from zichtbaar.helpline.config import Configuration, ConfigurationError
from zichtbaar.helpline.ops import settings_file
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.shares import join_key, read_share

FOUND = ("found", "--host", "chat.example.nl", "--administrator", "Ada", "--opening-hours", "mon-fri 14:00-22:00")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Existing, str]:
    """A helpline that was just founded, and what the screen said."""
    helpline = Existing(tmp_path_factory.mktemp("founded") / "helpline")
    code, said = helpline.run(*FOUND)
    assert code == 0, said
    return helpline, said


def shares_in(said: str) -> list[str]:
    return re.findall(r"^  \d  ((?:[A-Z2-7]{4} ?){16})$", said, re.MULTILINE)


def asked(helpline: Existing, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(helpline.data / "helpline.sqlite3")) as database:
        return database.execute(query).fetchall()


def test_three_shares_are_printed_and_neither_they_nor_the_key_nor_the_link_are_kept(
    begun: tuple[Existing, str],
) -> None:
    helpline, said = begun
    printed = shares_in(said)
    assert len(printed) == 3
    token = said.partition("https://chat.example.nl/account/join/#")[2].split()[0]
    secrets = [join_key(printed[:2]), *(read_share(share).part for share in printed), token.encode()]
    spelled = [spelling for one in secrets for spelling in (one, one.hex().encode(), to_text(one).encode())]
    kept = [path for path in helpline.data.rglob("*") if path.is_file()]
    assert [path for path in kept if any(one in path.read_bytes() for one in spelled)] == []


def test_the_team_key_opens_with_the_shares_alone_and_the_first_administrator_holds_none(
    begun: tuple[Existing, str],
) -> None:
    helpline, _ = begun
    assert asked(helpline, "SELECT name, role, public_key FROM people_staff") == [("Ada", "administrator", "")]
    assert asked(helpline, "SELECT staff_id FROM people_teamkeywrap") == [(None,)]
    kinds = [kind for (kind,) in asked(helpline, "SELECT kind FROM audit_entry ORDER BY number")]
    assert kinds == ["helpline_founded", "administrator_invited"]


def test_every_command_on_the_folder_knows_what_was_chosen_and_the_environment_goes_before_it(
    begun: tuple[Existing, str],
) -> None:
    helpline, _ = begun
    _, said = helpline.run("check", "deploy")
    assert "It answers to no name but this machine's" not in said
    _, said = helpline.run("check", "deploy", ZICHTBAAR_HOSTS="localhost")
    assert "It answers to no name but this machine's" in said
    assert "There is no shift lead. An administrator invites one, under People in the office." in said


def test_a_second_founding_is_refused_and_the_first_stays(begun: tuple[Existing, str]) -> None:
    helpline, _ = begun
    before = (helpline.data / "secret").read_bytes()
    code, said = helpline.run(*FOUND)
    assert (code, "is not empty" in said, (helpline.data / "secret").read_bytes()) == (1, True, before)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--opening-hours", "when we like"), "ZICHTBAAR_OPENING_HOURS must be always, or hours such as"),
        (("--host", "https://chat.example.nl"), "ZICHTBAAR_HOSTS must be names without port"),
        (("--administrator", " "), "A name has 1 to 60 characters, not ' '."),
    ],
)
def test_a_founding_that_cannot_be_done_leaves_nothing(tmp_path: Path, words: tuple[str, str], sentence: str) -> None:
    helpline = Existing(tmp_path / "helpline")
    code, said = helpline.run(*FOUND, *words)
    assert (code, said.count("\n")) == (1, 1), said
    assert sentence in said
    assert not helpline.data.exists() or list(helpline.data.iterdir()) == []


def test_another_link_makes_the_first_one_open_nothing(begun: tuple[Existing, str]) -> None:
    helpline, _ = begun
    (before,) = asked(helpline, "SELECT token_hash FROM people_invitation")
    code, said = helpline.run("invite", "Ada")
    assert (code, "https://chat.example.nl/account/join/#" in said) == (0, True)
    (after,) = asked(helpline, "SELECT token_hash FROM people_invitation")
    assert before != after
    assert asked(helpline, "SELECT count(*) FROM people_staff") == [(1,)]


def test_nobody_but_an_administrator_gets_a_link_from_the_server(begun: tuple[Existing, str]) -> None:
    helpline, _ = begun
    helpline.sql(
        "INSERT INTO people_staff (name, role, is_active, password, salt, memory, passes, public_key, password_slot)"
        " VALUES ('Kim', 'counsellor', 1, '!', '', 0, 0, '', '')"
    )
    assert helpline.run("invite", "Kim") == (1, "Kim is no administrator here, or was one: choose another name.\n")
    helpline.sql("DELETE FROM people_staff WHERE name = 'Kim'")


@contextmanager
def serving(helpline: Existing, *words: str, **settings: str) -> Iterator[str]:
    """A server until the end of the block; what it says until it is ready."""
    command = [sys.executable, "-m", "zichtbaar.cli", "serve", *words, "--data", str(helpline.data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=helpline.environment(**settings)) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Ready: "):
                break
        try:
            yield said
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0


def test_it_is_served_alone_and_says_what_is_missing_before_visitors_may_come(begun: tuple[Existing, str]) -> None:
    helpline, _ = begun
    kept = Port()
    port = kept.number
    with serving(helpline, "--port", str(port)) as said:
        assert said.startswith("Not ready for visitors yet:\n")
        assert f"Ready: http://127.0.0.1:{port}/" in said
        wish = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "chat.example.nl"})
        with urllib.request.urlopen(wish) as page:  # noqa: S310  # an address of our own
            assert page.status == 200
        code, refusal = helpline.run("serve", "--port", str(port))
        assert (code, "is in use by another server" in refusal) == (1, True)
    assert "stopped" not in helpline.run("check", "deploy")[1]


def test_beside_people_another_secret_is_drawn_only_when_that_is_asked_for(begun: tuple[Existing, str]) -> None:
    helpline, _ = begun
    secret = helpline.data / "secret"
    before = secret.read_text("utf-8")
    secret.unlink()
    kept = Port()
    port = str(kept.number)
    code, said = helpline.run("serve", "--port", port)
    assert (code, said.startswith(f"The secret of this helpline is not there: {secret}.")) == (1, True), said
    assert not secret.exists()
    with serving(helpline, "--port", port, "--new-secret"):
        assert secret.read_text("utf-8") != before
    drawn = secret.read_text("utf-8")
    with serving(helpline, "--port", port, "--new-secret"):
        assert secret.read_text("utf-8") == drawn, "one that is there stays"
    secret.write_text(before)


def test_a_folder_without_a_helpline_and_a_demo_are_not_served(tmp_path: Path) -> None:
    helpline = Existing(tmp_path / "helpline")
    sentence = f"There is no helpline in {helpline.data}: begin one with `zichtbaar found`.\n"
    assert helpline.run("serve") == (1, sentence)
    assert not helpline.data.exists()
    helpline.data.mkdir()
    for name in ("helpline.sqlite3", "this-is-a-zichtbaar-demo"):
        (helpline.data / name).touch()
    assert helpline.run("serve") == (1, f"{helpline.data} is a demo: start it with `zichtbaar demo`.\n")


def test_without_https_it_is_served_to_this_machine_alone(begun: tuple[Existing, str]) -> None:
    helpline, _ = begun
    code, said = helpline.run("serve", "--listen", "0.0.0.0", ZICHTBAAR_HTTPS="no")  # noqa: S104  # refused
    assert (code, "Without HTTPS it is served to this machine alone" in said) == (1, True)


@pytest.mark.parametrize("line", ["ZICHTBAAR_LANGUAGE", "LANGUAGE=en", "ZICHTBAAR_DATA=/srv/other", "ZICHTBAAR_TYPO=1"])
def test_a_line_of_the_settings_that_is_none_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / settings_file.FILE).write_text(f"# a remark\n\n{line}\n")
    with pytest.raises(ConfigurationError, match=re.escape(f"{tmp_path / settings_file.FILE}, line 3: expected")):
        settings_file.configuration_in(tmp_path, {})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    chosen = Configuration(
        data=tmp_path,
        hosts=("chat.example.nl", "[::1]"),
        opening_hours="mon-fri 14:00-22:00, sat 12:00-18:00",
        organisation="A = B #1",
        second_factor=False,
        secret_file=tmp_path.parent / "secret-elsewhere",
    )
    settings_file.write(chosen)
    assert settings_file.configuration_in(tmp_path, {}) == chosen


def test_what_is_as_it_would_be_anyway_is_not_written(tmp_path: Path) -> None:
    settings_file.write(Configuration(data=tmp_path))
    assert "=" not in (tmp_path / settings_file.FILE).read_text()
