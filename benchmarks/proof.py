"""How long a visitor's page works when the server asks for work, on this machine and on one six times slower.

    python benchmarks/proof.py [RUNS]

Chromium runs the page's own script on challenges of 14 bits, RUNS times (20), and says how many hashes it computes in
a second. The seconds for 14 to 17 bits follow from that: on average two to the power of the bits attempts, and twice as
many for one in a hundred. Beside it the same work in this Python's SHA-256, in
C, one core: what a stranger does who does not use a page. Fails when 17 bits take longer than five seconds on average.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from journeys.conftest import QUIET
from journeys.find_browser import find
from journeys.helpline_server import Helpline
from zichtbaar.helpline.pacing.proofs import zero_bits

RUNS = 20
MOST_BITS = 17
LIMIT_SECONDS = 5.0
ONE_IN_A_HUNDRED = 2.0

WORK = """async runs => {
    const { solve } = await import(document.querySelector("script[type=module]").dataset.third);
    let hashes = 0;
    const began = performance.now();
    for (let run = 0; run < runs; run += 1) {
        const challenge = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(15))));
        hashes += 1 + (await solve(challenge.replaceAll("+", "-").replaceAll("/", "_"), 14)).counters[7];
    }
    return 1000 * hashes / (performance.now() - began); }"""


def hashes_a_second(page: Page, slower: int, runs: int) -> float:
    """Of the page's script, on a processor so many times slower than this one."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    found: float = page.evaluate(WORK, runs)
    session.detach()
    return found


def natively() -> float:
    """Hashes a second of one core in C, called from Python."""
    began, count = time.perf_counter(), 300_000
    for counter in range(count):
        zero_bits(bytes(16), counter)
    return count / (time.perf_counter() - began)


def report(name: str, rate: float) -> float:
    """Print how long each number of bits takes; the seconds of the most, on average."""
    seconds = {bits: 2**bits / rate for bits in range(14, MOST_BITS + 1)}
    on_average = "".join(f"{one:>8.2f}" for one in seconds.values())
    print(f"{name:<28}{rate:>12,.0f}{on_average}{ONE_IN_A_HUNDRED * seconds[MOST_BITS]:>14.1f}", flush=True)
    return float(seconds[MOST_BITS])


def main() -> int:
    """Measure; 1 when it is over the limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    bits = "".join(f"{number:>6} b" for number in range(14, MOST_BITS + 1))
    print(f"{'':<28}{'hashes/s':>12}{bits}{'1 in 100, 17 b':>16}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        helpline = Helpline(Path(folder))
        helpline.start()
        try:
            page = playwright.chromium.launch(executable_path=find(), args=QUIET).new_page()
            page.goto(helpline.door("visitor"))
            report("Chromium here", hashes_a_second(page, 1, runs))
            slowest = report("Chromium, six times slower", hashes_a_second(page, 6, runs))
        finally:
            helpline.stop()
    report("a program, one core", natively())
    print(f"limit: {LIMIT_SECONDS:.0f} seconds on average for {MOST_BITS} bits, six times slower")
    return int(slowest > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
