"""What Vera says, what she calls herself and where she is are in no file, whatever goes wrong.

The server runs as it really does, in a process of its own. What is planted goes the way that it should go, sealed, and
every way that it should not: in addresses, headers, cookies, names, frames and bodies, before, during and after a
fault. Once it is forgotten, what was sealed is in no file either.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import secrets
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from helpline.chat.talking import Chat
from helpline.project.http_browser import HttpBrowser
from helpline.project.real_server import RealServer
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.envelope import Role

SENTENCE, NICKNAME, ADDRESS = "he keeps my passport in the bakery", "little-sparrow", "203.0.113.77"
PLANTED = (SENTENCE, NICKNAME, ADDRESS, SENTENCE.replace(" ", "%20"), SENTENCE.replace(" ", "+"))
WITH_ADDRESS = {"X-Forwarded-For": ADDRESS, "X-Real-IP": ADDRESS, "Forwarded": f"for={ADDRESS}"}


def everywhere(server: RealServer, *more: Path) -> bytes:
    """All that is in any file, under any name, and was on the screen."""
    files = [path for folder in (server.data, *more) for path in sorted(folder.rglob("*")) if path.is_file()]
    names = " ".join(path.name for path in files).encode()
    return names + b"".join(path.read_bytes() for path in files) + (server.data.parent / "screen.txt").read_bytes()


def planted_in(content: bytes) -> list[str]:
    spelled = [(words, kind) for words in PLANTED for kind in ("utf-8", "utf-16-le")]
    spelled_otherwise = [base64.b64encode(words.encode()).decode()[:20] for words in PLANTED[:3]]
    return [words for words, kind in spelled if words.encode(kind) in content] + [
        text for text in spelled_otherwise if text.encode() in content
    ]


def ask(server: RealServer, method: str, path: str, body: object = None, **headers: str) -> str:
    """One request, by somebody whose proxy tells where she is; what is answered, headers included."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    all_headers = {"Content-Type": "application/json", "Host": "localhost", **WITH_ADDRESS, **headers}
    connection.request(method, path, json.dumps(body).encode() if body is not None else None, all_headers)
    answer = connection.getresponse()
    said = f"{answer.status} {answer.getheaders()} {answer.read().decode()}"
    connection.close()
    return said


def start(server: RealServer, chat: Chat) -> bytes:
    """Vera begins as her page does; gives her first envelope."""
    wish = {
        "conversation": chat.identifier.hex(),
        "token": to_text(chat.token),
        "epoch": 1,
        "sealed_key": to_text(secrets.token_bytes(114)),
        "language": "nl",
    }
    envelope = chat.side(Role.VISITOR).seal(f"{SENTENCE}, {NICKNAME}", 1)
    assert '"state": "waiting"' in ask(server, "POST", "/start", {**wish, "envelope": to_text(envelope)})
    return envelope


def go_astray(server: RealServer) -> list[str]:
    """The same words, every way they should not go; what is answered."""
    words = {"name": NICKNAME, "auth": SENTENCE, "conversation": SENTENCE, "token": NICKNAME, "text": SENTENCE}
    spelled = SENTENCE.replace(" ", "%20")
    answers = [ask(server, "POST", path, words) for path in ("/start", "/end", "/leave", "/photo", f"/{NICKNAME}")]
    answers += [ask(server, "POST", f"/{door}/sign-in/salt", words) for door in ("desk", "office")]
    for path in (f"/{spelled}", f"/?language={spelled}", f"/desk/conversations/{spelled}/registration", "/desk/"):
        answers += [
            ask(server, "GET", path, Accept=accept, Cookie=f"sessionid={NICKNAME}") for accept in ("text/html", "")
        ]
    answers.append(
        ask(server, "GET", "/", **{"User-Agent": SENTENCE, "Referer": f"http://{NICKNAME}/", "Host": NICKNAME})
    )
    answers.append(ask(server, NICKNAME.upper().replace("-", ""), "/"))
    status, text = HttpBrowser(server.origin).sign_in("desk", NICKNAME, SENTENCE)
    assert status == 403
    return [*answers, text]


async def come_in(server: RealServer, chat: Chat) -> ClientConnection:
    headers = {**WITH_ADDRESS, "User-Agent": SENTENCE}
    socket = await connect(server.relay, origin=server.origin, additional_headers=headers)  # type: ignore[arg-type]
    join = {"do": "join", "conversation": chat.identifier.hex(), "token": to_text(chat.token), "last": 1}
    await socket.send(json.dumps(join))
    assert json.loads(await socket.recv())["is"] == "joined"
    return socket


async def talk_and_be_killed(server: RealServer, chat: Chat) -> list[bytes]:
    """Talk, also in the clear by mistake, and lose the server; gives what was acknowledged."""
    vera = chat.side(Role.VISITOR)
    socket = await come_in(server, chat)
    for astray in (SENTENCE, json.dumps({"do": NICKNAME}), SENTENCE.encode() * 10, json.dumps({"do": "watch"})):
        await socket.send(astray)
        assert planted_in(str(await socket.recv()).encode()) == []
    sent = [vera.seal(SENTENCE, number) for number in range(3)]
    for envelope in sent:
        await socket.send(envelope)
        assert (await socket.recv())[:1] == b"\x01"
    await asyncio.to_thread(server.end, signal.SIGKILL)
    return sent


def break_down(server: RealServer) -> list[str]:
    """A fault in the middle of it: a table is not there for a moment; what is answered."""
    with closing(sqlite3.connect(server.data / "helpline.sqlite3", isolation_level=None)) as database:
        database.execute("ALTER TABLE chat_conversation RENAME TO gone")
        chat = Chat()
        words = {"conversation": chat.identifier.hex(), "token": to_text(chat.token), "epoch": 1, "language": NICKNAME}
        words |= {"sealed_key": to_text(bytes(114)), "envelope": to_text(chat.side(Role.VISITOR).seal(SENTENCE, 1))}
        answers = [ask(server, "POST", "/start", {**words, "text": SENTENCE}, Accept="text/html")]
        answers.append(
            ask(server, "POST", "/end", {**words, "text": SENTENCE}, Cookie=f"a={SENTENCE}", Accept="text/html")
        )
        database.execute("ALTER TABLE gone RENAME TO chat_conversation")
    return answers


def back_up(server: RealServer, name: str) -> Path:
    into = server.data.parent / name
    command = [sys.executable, "-m", "zichtbaar.cli", "backup", str(into), "--data", str(server.data)]
    done = subprocess.run([*command, "--keys", str(server.data.parent / "keys.json")], capture_output=True, check=True)
    assert planted_in(done.stdout + done.stderr) == []
    return into


@pytest.fixture
def apart(database_file: Path, tmp_path: Path) -> Path:
    """The founded database in a folder that holds nothing else, with a secret as every helpline has."""
    data = tmp_path / "data-of-the-server"
    data.mkdir(mode=0o700)
    (data / "helpline.sqlite3").write_bytes(database_file.read_bytes())
    return data


def test_what_is_said_is_in_no_file_log_page_record_or_backup_and_once_forgotten_nothing_is(apart: Path) -> None:
    chat = Chat()
    with RealServer(apart) as server:
        first = start(server, chat)
        assert planted_in("".join(go_astray(server)).encode()) == []
        answers = break_down(server)
        assert all(one.startswith("50") for one in answers), answers
        assert planted_in("".join(answers).encode()) == []
        sent = [first, *asyncio.run(talk_and_be_killed(server, chat))]
        content = everywhere(server)
        assert planted_in(content) == []
        assert all(envelope in content for envelope in sent)  # it was looked in the right place
        server.start()  # and the next run finds the log of the one that was killed
        before = back_up(server, "before")
        assert planted_in(everywhere(server, before)) == []
    with closing(sqlite3.connect(apart / "helpline.sqlite3", isolation_level=None)) as database:
        [(sealed_key,)] = database.execute("SELECT sealed_key FROM chat_keywrap").fetchall()
        [(backup_key,)] = database.execute("SELECT key FROM chat_backupkey").fetchall()
        database.execute("UPDATE chat_conversation SET state = 'left', ended_at = '2020-01-01 00:00:00'")
    with RealServer(apart) as server:  # its clock forgets at once
        asyncio.run(until_forgotten(apart))
        after = back_up(server, "after")
        content = everywhere(server, after)
        gone = [*sent, sealed_key.encode(), backup_key.encode(), chat.identifier.hex().encode(), chat.identifier]
        assert [one for one in gone if one in content] == []
        assert [one for one in gone if one in everywhere(server, before)] == []
    assert backup_key not in (apart.parent / "keys.json").read_text("utf-8")


async def until_forgotten(data: Path) -> None:
    async with asyncio.timeout(60):
        while True:
            with closing(sqlite3.connect(data / "helpline.sqlite3")) as database:
                if database.execute("SELECT count(*) FROM chat_conversation").fetchone() == (0,):
                    return
            await asyncio.sleep(0.1)
