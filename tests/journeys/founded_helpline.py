"""A helpline as an organisation begins it: `zichtbaar found` and `zichtbaar serve`, with a second factor for everybody.

It is reached under `localhost` and without HTTPS, as somebody would who tries it on her own machine.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.authenticator import AuthenticatorApp
from journeys.helpline_server import PROGRAM, READY_WITHIN_SECONDS, STOPPED_WITHIN_SECONDS
from ports import Port

WITHIN_MS = 90_000
"""For what takes a second on a machine of its own."""


class FoundedHelpline:
    """One data folder, what the founding printed, and the process that serves it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "helpline"
        self._kept = Port()
        self.port = self._kept.number
        self.screen = folder / "screen.txt"
        code, self.printed = self.run("found", "--host", "localhost", "--administrator", "Ada", "--language", "en")
        assert code == 0, self.printed
        self.shares = re.findall(r"^  \d  ((?:[A-Z2-7]{4} ?){16})$", self.printed, re.MULTILINE)

    def run(self, verb: str, *words: str) -> tuple[int, str]:
        """Exit code and screen of a command on this folder."""
        done = subprocess.run(
            [*PROGRAM, verb, *words, "--data", str(self.data)],
            capture_output=True,
            text=True,
            check=False,
            env=self._environment(),
        )
        return done.returncode, done.stdout + done.stderr

    def start(self) -> None:
        """Start the server and wait for its line `Ready:`."""
        command = [*PROGRAM, "serve", "--port", str(self.port), "--data", str(self.data)]
        with self.screen.open("wb") as screen:
            self.process = subprocess.Popen(command, stdout=screen, stderr=subprocess.STDOUT, env=self._environment())
        give_up = time.monotonic() + READY_WITHIN_SECONDS
        while b"Ready: " not in self.screen.read_bytes():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError(f"The helpline did not start:\n{self.screen.read_text('utf-8')}")
            time.sleep(0.05)

    def stop(self) -> int:
        """As a service manager ends it, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=STOPPED_WITHIN_SECONDS)

    def link_in(self, text: str) -> str:
        """The link that was printed or shown, at the port where this helpline is served."""
        token = text.partition("/account/join/#")[2].split()[0]
        return self.address(f"account/join/#{token}")

    def address(self, path: str = "") -> str:
        """The address of a page."""
        return f"http://localhost:{self.port}/{path}"

    @staticmethod
    def _environment() -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ZICHTBAAR_")}
        return {**plain, "ZICHTBAAR_HTTPS": "no", "PYTHONPATH": os.pathsep.join(sys.path)}


@dataclass
class Member:
    """Somebody who works here: her page, her password, and the app that makes her codes."""

    page: Page
    name: str
    password: str
    app: AuthenticatorApp | None = None

    def code(self) -> str:
        """What her app shows, and she has not used yet."""
        assert self.app is not None
        return self.app.code()

    def joins(self, link: str) -> None:
        """Open a link, choose a password, and set up a second factor where there is none."""
        self.page.goto(link)
        expect(self.page.locator("#name")).to_have_text(self.name)
        self.page.get_by_label("New password", exact=True).fill(self.password)
        self.page.get_by_label("New password again").fill(self.password)
        self.page.get_by_role("button", name="Make my key").click()
        if self.app is None:
            self._sets_up_a_second_factor()

    def _sets_up_a_second_factor(self) -> None:
        expect(self.page.get_by_role("heading", name="Set up a second factor")).to_be_visible(timeout=WITHIN_MS)
        self.app = AuthenticatorApp.of(self.page)
        self.page.get_by_label("Code of the new app").fill(self.code())
        self.page.get_by_role("button", name="It is set up").click()
        expect(self.page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    def signs_in(self, address: str) -> None:
        """Go to a door, and sign in with name, password and code."""
        self.page.goto(address)
        self.page.get_by_label("Name").fill(self.name)
        self.page.get_by_label("Password").fill(self.password)
        self.page.get_by_label("Code from your app").fill(self.code())
        self.page.get_by_role("button", name="Sign in").click()

    def invites(self, name: str, role: str) -> str:
        """As an administrator: make a link for a newcomer."""
        self.page.get_by_role("link", name="Office").or_(self.page.get_by_role("link", name="People")).first.click()
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Role").select_option(label=role)
        self.page.get_by_role("button", name="Make a link").click()
        return self.page.locator("#link").inner_text()

    def makes_a_new_link_for(self, name: str) -> str:
        """As an administrator: for who lost her password."""
        self.page.get_by_role("link", name="People").first.click()
        self.page.get_by_role("link", name=name).click()
        self.page.get_by_role("button", name="Make a new link").click()
        return self.page.locator("#link").inner_text()
