"""Firefox, driven over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), for which it needs no driver program."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from journeys.mozlz4 import unpacked

SOON = 90.0
NOBODY = 9
"""A port of loopback on which nobody listens: all requests to elsewhere end there."""

# `remote.prefs.recommended` would switch off much of what a profile keeps, and we want to see what is kept.
PREFERENCES: Mapping[str, object] = {
    "remote.prefs.recommended": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": NOBODY,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": NOBODY,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.warnOnQuit": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "en",
    "toolkit.telemetry.server": "",
}

FIND = """name => {
    const seen = one => one.getClientRects().length && getComputedStyle(one).visibility === "visible";
    const named = one => [one.textContent.trim(), one.labels?.[0]?.textContent.trim()].includes(name);
    const all = document.querySelectorAll("button, a, textarea, select, input");
    const found = [...all].find(one => seen(one) && named(one));
    if (!found) return null;
    found.scrollIntoView({block: "center"});
    return found; }"""


@contextmanager
def running(path: Path, profile: Path) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, until the end of the block."""
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    command: list[str | Path] = [
        path,
        "--headless",
        "--no-remote",
        "--profile",
        profile,
        "--remote-debugging-port",
        "0",
        "about:blank",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            with connect(_address(process), max_size=None, open_timeout=SOON) as socket:
                yield Firefox(process, socket)
        finally:
            process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            return f"{found[1]}/session"
    raise AssertionError("Firefox ended before it listened")


class Firefox:
    """One process, and one page in it."""

    def __init__(self, process: subprocess.Popen[str], socket: ClientConnection) -> None:
        self._process = process
        self._socket = socket
        self._ids = count(1)
        self._do("session.new", capabilities={})
        self._page = self._do("browsingContext.getTree")["contexts"][0]["context"]

    def go_to(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self._do("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def run(self, script: str) -> Any:
        """What an expression gives in the page."""
        told = self._do(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({script})) ?? null))()",
            target={"context": self._page},
            awaitPromise=True,
        )
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    def until(self, script: str) -> None:
        """Wait until an expression holds in the page."""
        self._until(lambda: self.run(script), script)

    def sees(self, text: str, within: float = SOON) -> None:
        """Wait until a text can be read on the page."""
        script = f"document.body.innerText.includes({json.dumps(text)})"
        self._until(lambda: self.run(script), script, within)

    def press(self, name: str) -> None:
        """Press the button or link with this text, or the field with this label, where it is on the screen."""
        origin = {"type": "element", "element": self._until(lambda: self._found(name), name)}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}  # its middle, wherever it is by then
        taps = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "finger", "actions": taps})

    def type(self, text: str) -> None:
        """Type on the keyboard, wherever the focus is."""
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def close(self) -> None:
        """End it as a person would, so that it writes into its profile what it keeps."""
        self._do("browser.close")
        self._process.wait(timeout=SOON)

    def _found(self, name: str) -> Mapping[str, str] | None:
        """A reference to the element with this text or label."""
        script = f"({FIND})({json.dumps(name)})"
        told = self._do("script.evaluate", expression=script, target={"context": self._page}, awaitPromise=False)
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return {"sharedId": told["result"]["sharedId"]} if told["result"]["type"] == "node" else None

    def _act(self, source: Mapping[str, object]) -> None:
        self._do("input.performActions", context=self._page, actions=[source])

    def _until(self, look: Any, what: str, within: float = SOON) -> Any:
        give_up = time.monotonic() + within
        while not (found := look()):
            assert time.monotonic() < give_up, f"not so: {what}; the page says: {self.run('document.body.innerText')}"
            time.sleep(0.1)
        return found

    def _do(self, method: str, **parameters: object) -> dict[str, Any]:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv(timeout=SOON))).get("id") != number:
            pass
        assert answer["type"] == "success", f"{method}: {answer}"
        result: dict[str, Any] = answer["result"]
        return result


def files_of(profile: Path) -> Mapping[Path, bytes]:
    """Everything that a profile holds when the browser has ended, unpacked."""
    return {path: unpacked(path.read_bytes()) for path in profile.rglob("*") if path.is_file()}


def holding(files: Mapping[Path, bytes], texts: Sequence[str]) -> set[Path]:
    """The files that hold one of these texts, in either of two spellings."""
    spelled = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le")]
    return {path for path, content in files.items() if any(one in content for one in spelled)}
