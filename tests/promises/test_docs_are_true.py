"""Every command, setting and reason of refusal in the docs exists, and the other way round; no link is dead."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest

from promises.source_files import ROOT
from zichtbaar.cli import VERBS, main
from zichtbaar.helpline.chat.errors import Reason
from zichtbaar.helpline.config import SETTINGS
from zichtbaar.helpline.handover import deadlines, lifecycle
from zichtbaar.helpline.handover.directory.vocabulary import Urgency
from zichtbaar.monitor.estimation.estimating import METHODS
from zichtbaar.monitor.estimation.verdict import Reason as AgainstAnEstimate
from zichtbaar.monitor.estimation.verdict import Verdict

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DOCS = "\n".join(page.read_text("utf-8") for page in PAGES)


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    named = set(re.findall(r"`?\bzichtbaar ([a-z]+)\b(?=[ `\n])", "\n".join(re.findall(r"`[^`\n]+`", DOCS))))
    assert named == set(VERBS)


OPTION = r"(?<![\w-])--[a-z][a-z-]*"


def options(verb: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The options of a verb and of the verbs within it, as its help lists them."""
    with suppress(SystemExit):
        main([*verb.split(), "--help"])
    helped = capsys.readouterr().out
    inner = re.search(r"^  VERB\n((?:    \S.*\n)+)", helped, re.MULTILINE)
    names = re.findall(r"^    (\w+)", inner[1], re.MULTILINE) if inner else []
    own = set(re.findall(OPTION, helped)) - {"--help"}
    return own.union(*(options(f"{verb} {name}", capsys) for name in names))


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_documented_and_every_documented_option_exists(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    listed = set(re.findall(rf"^\| `{verb}[^`]*` \| `(--[a-z-]+)", page, re.MULTILINE))
    assert listed == options(verb, capsys)
    commands = re.findall(rf"\bzichtbaar {verb}\b((?:[^\n`]|\\\n)*)", DOCS)
    assert {option for words in commands for option in re.findall(OPTION, words)} <= listed


def test_every_reason_against_an_estimate_is_documented() -> None:
    page = (ROOT / "docs/reference/estimation.md").read_text("utf-8")
    table = page.partition("## Reasons")[2].partition("## ")[0]
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE)) - {"reason"}
    assert listed == {reason.value for reason in AgainstAnEstimate}


def test_every_verdict_and_method_of_an_estimate_is_documented() -> None:
    page = (ROOT / "docs/reference/estimation.md").read_text("utf-8")
    assert all(f"| `{verdict}` |" in page for verdict in Verdict)
    assert all(f"| `{method}` |" in page for method in (*METHODS, "panel"))


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    assert set(re.findall(r"ZICHTBAAR_[A-Z_]+", DOCS)) == set(SETTINGS)


def test_every_reason_of_refusal_is_documented() -> None:
    page = (ROOT / "docs/reference/relay.md").read_text("utf-8")
    assert {reason.value for reason in Reason} == set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))


def test_every_target_of_make_that_the_docs_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", DOCS)) <= targets


def headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_is_dead(page: Path) -> None:
    for address in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", address):
            continue
        name, _, heading = address.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name} points at {address}"
        assert not heading or heading in headings(target), f"{page.name} points at {address}"


HANDOVER = (ROOT / "docs/reference/handover.md").read_text("utf-8")


def cells(page: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without code marks."""
    table = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+) \|$", table, re.MULTILINE)
    return [[cell.strip() for cell in row.replace("`", "").split("|")] for row in rows]


def test_every_move_of_a_handover_stands_in_the_docs_with_who_may_make_it() -> None:
    listed = {name: (who, before, to) for name, who, before, to in cells(HANDOVER, "Moves")}
    assert set(listed) == {move.value for move in lifecycle.Move}
    for move, rule in lifecycle.MOVES.items():
        who, before, to = listed[move.value]
        door = {"partner" if one == "receiver" else one for one in who.split(", ")}
        file = {"counsellor" if one == "receiver" else one for one in who.split(", ")}
        assert (door, file) == (set(rule.by[lifecycle.Route.DOOR]), set(rule.by[lifecycle.Route.FILE]))
        assert (before.split(", "), {to}) == (sorted(rule.leads), set(rule.leads.values()))


def test_every_state_and_every_time_of_a_handover_stands_in_the_docs() -> None:
    assert {row[0] for row in cells(HANDOVER, "States")} == {state.value for state in lifecycle.State}
    listed = {row[0]: row[1:] for row in cells(HANDOVER, "Times") if row[0] in set(lifecycle.State)}
    assert listed == {
        state.value: [in_short(deadlines.LIMITS[urgency][state]) for urgency in Urgency]
        for state in deadlines.LIMITS[Urgency.NOW]
    }


def in_short(limit: deadlines.Limit) -> str:
    """A limit as the page writes it: `15m (2h)`."""
    times = [limit.within, *([limit.expires] if limit.expires else [])]
    first, *rest = [shortest(round(one.total_seconds() / 60)) for one in times]
    return f"{first} ({rest[0]})" if rest else first


def shortest(minutes: int) -> str:
    """Minutes in the largest whole unit."""
    units = [("d", 24 * 60), ("h", 60), ("m", 1)]
    return next(f"{minutes // size}{unit}" for unit, size in units if minutes % size == 0)
