"""`zichtbaar demo` as somebody runs it: a process of its own, a folder, a port."""

from __future__ import annotations

import json
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ports import Port
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.shares import join_key, read_share

WITHIN_SECONDS = 120
"""How long a start or an end may take. It costs nothing when it comes; a busy machine fails no test."""


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "zichtbaar.cli", "demo", *words]


def refused(*words: str) -> tuple[int, str]:
    """The exit code and what was said by a demo that cannot start."""
    result = subprocess.run(command(*words), capture_output=True, text=True, check=False, timeout=WITHIN_SECONDS)
    assert "Traceback" not in result.stderr
    return result.returncode, result.stdout + result.stderr


def free_port() -> str:
    """A port for a demo that does not come so far that it would need it."""
    return str(Port().number)


class Demo:
    """A demo that is running, and all that it has said so far."""

    def __init__(self, folder: Path) -> None:
        self.data, self._kept = folder / "data", Port()
        self.port = self._kept.number
        self.described = folder / "described.json"
        words = command("--port", str(self.port), "--data", str(self.data), "--describe", str(self.described))
        began = time.monotonic()
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = list(self._until_ready())
        self.seconds = time.monotonic() - began

    def _until_ready(self) -> Iterator[str]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield line.rstrip("\n")
            if line.startswith("Ready: "):
                return

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=WITHIN_SECONDS)
        self.said += rest.splitlines()
        return self.process.returncode


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Demo]:
    """A first start and a second one in the same folder, each stopped with Ctrl-C, each asked for its page."""
    folder = tmp_path_factory.mktemp("demo")
    demos = []
    for _ in range(2):
        demo = Demo(folder)
        with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/") as answer:
            assert answer.status == 200
        assert demo.stop() == 0
        demos.append(demo)
    print(f"\nfirst start {demos[0].seconds:.1f} s, second start {demos[1].seconds:.1f} s")
    return demos


def test_the_last_line_before_it_serves_is_ready_and_the_address(twice: Sequence[Demo]) -> None:
    for demo in twice:
        assert f"Ready: http://127.0.0.1:{demo.port}/" in demo.said


def test_the_description_has_the_doors_and_every_role(twice: Sequence[Demo]) -> None:
    demo = twice[1]
    described = json.loads(demo.described.read_text("utf-8"))
    url = f"http://127.0.0.1:{demo.port}/"
    assert described["url"] == url
    behind = {door: f"{url}{door}/" for door in ("desk", "partner", "office")}
    assert described["doors"] == {"visitor": url, **behind}
    roles = [person["role"] for person in described["staff"]]
    assert roles == ["counsellor", "counsellor", "shift_lead", "researcher", "administrator", "partner", "partner"]
    assert [person["name"] for person in described["staff"]] == ["Kim", "Lena", "Sam", "Noor", "Ada", "Piet", "Petra"]
    for person in described["staff"]:
        assert person["password"] in "\n".join(demo.said)


def test_a_second_start_knows_the_same_people(twice: Sequence[Demo]) -> None:
    first, second = ([line for line in demo.said if line.startswith("  ") and line.count("-") >= 4] for demo in twice)
    assert first == second != []


def test_the_shares_of_the_recovery_key_are_shown_once_and_kept_nowhere(twice: Sequence[Demo]) -> None:
    printed = [[line[5:] for line in demo.said if re.fullmatch(r"  \d  ([A-Z2-7]{4} ?){16}", line)] for demo in twice]
    assert (len(printed[0]), printed[1]) == (3, [])
    secrets = [join_key(printed[0][:2]), *(read_share(share).part for share in printed[0])]
    spelled = [spelling for one in secrets for spelling in (one, one.hex().encode(), to_text(one).encode())]
    kept = [path for path in twice[0].data.rglob("*") if path.is_file()]
    assert [path for path in kept if any(one in path.read_bytes() for one in spelled)] == []


def test_the_folder_is_for_its_owner_alone(twice: Sequence[Demo]) -> None:
    data = twice[0].data
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "demo.json").stat().st_mode) == 0o600
    assert "Everybody here is invented" in (data / "demo.json").read_text("utf-8")


def test_nothing_that_was_said_lies_readable_and_no_address_is_logged(twice: Sequence[Demo]) -> None:
    data = twice[0].data
    for path in data.rglob("*"):
        if path.is_file():
            assert b"verzonnen, voor de demo" not in path.read_bytes(), path
    assert "127.0.0.1" not in (data / "zichtbaar.log").read_text("utf-8")


def test_the_first_start_tells_how_far_it_is(twice: Sequence[Demo]) -> None:
    steps = [line for line in twice[0].said if line.startswith("… ")]
    assert len(steps) >= 4
    assert [line for line in twice[1].said if line.startswith("… ")] == []


def test_a_port_in_use_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused("--port", str(port), "--data", str(tmp_path / "demo"))
    assert code == 1
    assert said.startswith(f"Port {port} cannot be used: ")
    assert said.count("\n") == 1
    assert not (tmp_path / "demo").exists()


@pytest.fixture
def apart(tmp_path: Path) -> Path:
    """A folder in which nothing of other tests' settings lies."""
    folder = tmp_path / "apart"
    folder.mkdir()
    return folder


def test_a_second_demo_on_the_same_folder_is_refused_and_the_first_goes_on(apart: Path) -> None:
    demo = Demo(apart)
    try:
        code, said = refused("--port", free_port(), "--data", str(demo.data))
        assert (code, said) == (
            1,
            f"{demo.data} is in use by another server: stop that one, or choose another folder.\n",
        )
        with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/") as page:
            assert page.status == 200
    finally:
        assert demo.stop() == 0
    again = Demo(apart)
    assert again.stop() == 0


def test_a_description_that_cannot_be_written_ends_the_demo_in_a_sentence(apart: Path) -> None:
    words = ["--port", free_port(), "--data", str(apart / "data")]
    code, said = refused(*words, "--describe", str(apart / "absent" / "x.json"))
    assert (code, "there is no folder" in said, (apart / "data").exists()) == (1, True, False)
    (apart / "folder").mkdir()
    code, said = refused(*words, "--describe", str(apart / "folder"))
    assert (code, said.splitlines()[-1].endswith("cannot be used: Is a directory.")) == (1, True)


def test_a_folder_that_is_not_ours_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    code, said = refused("--port", free_port(), "--data", str(tmp_path))
    assert (code, said.count("\n")) == (1, 1)
    assert f"{tmp_path} holds other things" in said


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = refused("--port", free_port(), "--data", str(tmp_path / "file" / "data"))
    assert code == 1
    assert said.endswith("cannot be used: Not a directory.\n")


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "a"], ["--port", "65536"], ["--speed", "9"], ["here"]])
def test_wrong_options_are_told_with_exit_code_2(words: list[str]) -> None:
    code, said = refused(*words)
    assert code == 2
    assert "usage: zichtbaar demo" in said


def test_help_is_given() -> None:
    code, said = refused("--help")
    assert code == 0
    for option in ("--port", "--data", "--describe"):
        assert option in said
