"""How long a visitor on a slow phone and a bad network waits, beside the limits and beside two other chats.

    python benchmarks/page.py [RUNS]

Chromium with its processor six times slower, 400 ms there and back and 50 KB/s, told so over its own protocol.
Measured in the page: from asking for the address until "Start the chat" is on the screen (usable), and from pressing
"Send" until the first message is on the server's disk, pressed as soon as there is something to press. The median of
RUNS (5). Bytes are those of all answers until then, as the browser received them, with headers;
`bench_page_weight.py` has them for every language.

Beside it, in the same run: Rocket.Chat's livechat and Converse.js, from their npm packages, served here with gzip. They
have no server to talk to, so for them "usable" is the moment in which all that their page names is loaded and has run,
which flatters them, and there is no first message. They stand beside the same limits, which are ours. The packages are
fetched with npm; without a network they are left out, and that is said. Fails when ours is over a limit.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from journeys.conftest import QUIET
from journeys.find_browser import find
from journeys.helpline_server import Helpline

SLOWER, LATENCY_MS, BYTES_A_SECOND = 6, 400, 50 * 1024
LIMIT_BYTES, LIMIT_USABLE_MS, LIMIT_FIRST_MESSAGE_MS = 15_000, 2_000, 1_500
PACKAGES = {"Rocket.Chat livechat": "@rocket.chat/livechat@1.13.3", "Converse.js": "converse.js@14.0.0"}

CONVERSE = """<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="converse.min.css">
<script src="converse.min.js"></script></head><body class="converse-fullscreen"><script>converse.initialize(
{bosh_service_url: "/bosh", view_mode: "fullscreen", authentication: "login"});</script></body></html>"""

# Asks at each frame, so that nothing has to be asked from outside while the processor is slow.
WATCH = """window.first = {}; const look = () => {
    for (const [name, is] of Object.entries(window.moments ?? {}))
        if (!(name in first) && is()) first[name] = performance.now();
    requestAnimationFrame(look); }; look();"""
OURS = """window.moments = {
    usable: () => document.querySelector("#start")?.getBoundingClientRect().height > 0,
    first_message: () => document.querySelector(".said.us")?.textContent.includes("hello") };"""
THEIRS = """window.moments = { usable: () => document.readyState === "complete" };"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit: milliseconds, bytes, and how many answers."""

    usable: float
    first_message: float
    bytes: int
    requests: int


def slowed_down(page: Page) -> tuple[CDPSession, dict[str, int]]:
    """Make this page slow, and count what it receives."""
    session = page.context.new_cdp_session(page)
    received: dict[str, int] = {"bytes": 0, "requests": 0}

    def count(event: dict[str, float]) -> None:
        received["bytes"] += int(event["encodedDataLength"])
        received["requests"] += 1

    session.on("Network.loadingFinished", count)
    session.send("Network.enable")
    network = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {**network, "uploadThroughput": BYTES_A_SECOND})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session, received


def moment(page: Page, name: str) -> float:
    """When something was first so, in milliseconds since the address was asked for."""
    page.wait_for_function("name => name in window.first", arg=name, timeout=90_000)
    found: float = page.evaluate("name => window.first[name]", name)
    return found


def visit_ours(browser: Browser, address: str) -> Seen:
    """Come, and send a first message as fast as the page lets one."""
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    page.add_init_script(OURS + WATCH)
    _, received = slowed_down(page)
    page.goto(address, wait_until="commit")
    usable, weight = moment(page, "usable"), dict(received)
    for press in ("#start", "#go-on"):
        page.locator(press).click()
    page.locator("#text").fill("hello")
    page.evaluate("""() => { window.pressed = performance.now(); document.querySelector("#box button").click(); }""")
    sent = moment(page, "first_message") - float(page.evaluate("window.pressed"))
    page.context.close()
    return Seen(usable, sent, weight["bytes"], weight["requests"])


def visit_theirs(browser: Browser, address: str) -> Seen:
    """Come, and wait until everything is loaded and has run."""
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    page.add_init_script(THEIRS + WATCH)
    _, received = slowed_down(page)
    page.goto(address, wait_until="load", timeout=180_000)
    usable = moment(page, "usable")
    page.context.close()
    return Seen(usable, 0, received["bytes"], received["requests"])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of files on loopback, that packs what can be packed."""

    class Files(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer with a file of the folder."""
            path = folder / self.path.partition("?")[0].strip("/")
            found = path.is_file()
            body = gzip.compress(path.read_bytes()) if found else b""
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", guess_type(path.name)[0] or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip" if found else "identity")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # the visit was over before
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fetched(folder: Path) -> dict[str, Path]:
    """The packages of the others, unpacked and with a page each; none when npm cannot fetch them."""
    npm = shutil.which("npm") or str(Path(sys.executable).parent / "npm")
    command = [npm, "pack", "--silent", "--json", "--pack-destination", str(folder), *PACKAGES.values()]
    packed = subprocess.run(command, capture_output=True, text=True, check=False)
    if packed.returncode:
        return {}
    files = [folder / one["filename"] for one in json.loads(packed.stdout)]
    for file in files:
        with tarfile.open(file) as archive:
            archive.extractall(file.with_suffix(""), filter="data")
    livechat, converse = (file.with_suffix("") / "package" for file in files)
    root = folder / "rocket"
    shutil.copytree(livechat / "build", root / "livechat")
    shutil.copy(livechat / "build/index.html", root / "index.html")
    (converse / "dist/index.html").write_text(CONVERSE, "utf-8")
    return dict(zip(PACKAGES, (root, converse / "dist"), strict=True))


def report(name: str, visits: list[Seen]) -> bool:
    """Print the medians of some visits, each beside its limit; whether all are within."""
    usable, sent = (median(getattr(one, field) for one in visits) for field in ("usable", "first_message"))
    print(f"{name}: {visits[-1].requests} answers before it is usable")
    within = [
        told("received", visits[-1].bytes, LIMIT_BYTES, "B"),
        told("usable", usable, LIMIT_USABLE_MS, "ms"),
        not sent or told("first message", sent, LIMIT_FIRST_MESSAGE_MS, "ms"),
    ]
    return all(within)


def told(what: str, found: float, limit: int, unit: str) -> bool:
    """Print a figure, its limit and the verdict; whether it is within."""
    verdict = "within" if found <= limit else "OVER"
    print(f"  {what:<15}{found:>11,.0f} {unit:<2}   limit {limit:>6,} {unit:<2}   {verdict}", flush=True)
    return found <= limit


def main() -> int:
    """Measure; 1 when ours is over a limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"Processor {SLOWER}x slower, {LATENCY_MS} ms, {BYTES_A_SECOND // 1024} KB/s; the median of {runs}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        helpline = Helpline(Path(folder))
        helpline.start()
        try:
            is_within = report("Zichtbaar", [visit_ours(browser, helpline.door("visitor")) for _ in range(runs)])
        finally:
            helpline.stop()
        others = fetched(Path(folder))
        for name, root in others.items():
            with served(root) as address:
                visit = partial(visit_theirs, browser, address + "index.html")
                report(name, [visit() for _ in range(min(runs, 2))])
        browser.close()
    if not others:
        print("The others were not measured: npm could not fetch their packages.")
    return 0 if is_within else 1


if __name__ == "__main__":
    sys.exit(main())
