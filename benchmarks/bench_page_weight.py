"""How much a visitor's phone must fetch before she can write: the page and all that it names, beside the limit.

    python benchmarks/bench_page_weight.py

That is the first view, in which she can read everything and leave. The second script, which she needs for writing, is
fetched by itself after it, and printed below.

Everything is asked of the helpline itself, in a data folder made for this. The weight of a file is its length after
gzip; "sent" is what went out to a browser that accepts gzip. No attribute of the page and no style may name another
origin: nobody else may learn that somebody looks at it. (Where "Leave now" leads stands in the page as data, and
nothing is fetched from there.) Fails over the limit, and at the name of another origin.
"""

from __future__ import annotations

import gzip
import logging
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.test import Client

from zichtbaar.helpline.config import VISITOR_LANGUAGES, Configuration
from zichtbaar.helpline.project.preparing import prepare

LIMIT_BYTES = 15_000
HOST = "127.0.0.1"
FETCHED_BY = {("link", "href"), ("script", "src"), ("img", "src")}
NAMES_A_FILE = {"src", "srcset", "href", "action", "formaction", "poster", "data", "background", "ping"}
NAMED_IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s*["']([^"']+)""")


class File(NamedTuple):
    """One file of the first load: its length as it is, as it was sent and after gzip, and whom else it names."""

    path: str
    plain: int
    sent: int
    gzipped: int
    foreign_hosts: frozenset[str]


class Names(HTMLParser):
    """Every address in a page's attributes, and which of them a browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of one element."""
        for name, value in attrs:
            if name in NAMES_A_FILE and value:
                self.named.append(value)
                if (tag, name) in FETCHED_BY:
                    self.fetched.append(value)


def names_in(content: str, kind: str) -> tuple[list[str], list[str]]:
    """All addresses that a file names, and those that a browser fetches for it."""
    if kind.startswith("text/html"):
        names = Names()
        names.feed(content)
        return names.named, names.fetched
    if kind.startswith("text/css"):
        found = [one or other for one, other in NAMED_IN_STYLES.findall(content)]
        return found, found
    return [], []


def first_load(client: Client, language: str) -> Iterator[File]:
    """The page, then every file that it and its styles name, each once."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, headers={"accept-encoding": "gzip", "accept-language": language})
        if answer.status_code != 200:
            raise SystemExit(f"{path} is answered with {answer.status_code}; build the pages first: make frontend")
        plain = gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
        named, fetched = names_in(plain.decode(), answer["Content-Type"])
        hosts = frozenset(urlsplit(name).netloc for name in named) - {"", HOST}
        yield File(path, len(plain), len(answer.content), len(gzip.compress(plain, mtime=0)), hosts)
        for next_path in (urlsplit(urljoin(path, name)).path for name in fetched if not urlsplit(name).netloc):
            if next_path not in seen:
                seen.add(next_path)
                waiting.append(next_path)


def second_script(client: Client, language: str) -> File:
    """What the first script fetches once the page is there: its address stands in the page as data."""
    page = client.get("/", headers={"accept-language": language}).content.decode()
    (path,) = re.findall(r'data-second="([^"]+)"', page)
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    plain = gzip.decompress(answer.content)
    return File(path, len(plain), len(answer.content), len(gzip.compress(plain, mtime=0)), frozenset())


def report(language: str, files: list[File], second: File) -> bool:
    """Print each file and the sum beside the limit; whether the limit and the one origin hold."""
    print(f"First load in {language}: bytes after gzip (plain, sent)")
    for file in files:
        print(f"  {file.gzipped:>7,}  ({file.plain:,}, {file.sent:,})  {file.path}")
    weight = sum(file.gzipped for file in files)
    print(f"  {weight:>7,}  in {len(files)} files (limit {LIMIT_BYTES:,})")
    foreign = frozenset[str]().union(*(file.foreign_hosts for file in files))
    print(f"  {second.gzipped:>7,}  ({second.plain:,}, {second.sent:,})  then {second.path}")
    for host in sorted(foreign):
        print(f"  names another origin: {host}")
    return weight <= LIMIT_BYTES and not foreign


def main() -> int:
    """Measure the page in every language; 1 when one is too heavy or names somebody else."""
    logging.disable()
    with TemporaryDirectory() as folder:
        prepare(Configuration(data=Path(folder) / "data", https=False, visitor_languages=VISITOR_LANGUAGES))
        # The helpline's tables can be imported only now, when Django knows its settings.
        import_module("zichtbaar.helpline.people.setup").found_helpline(())
        held = []
        for language in VISITOR_LANGUAGES:
            client = Client(SERVER_NAME=HOST)
            files = list(first_load(client, language))
            held.append(report(language, files, second_script(client, language)))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
