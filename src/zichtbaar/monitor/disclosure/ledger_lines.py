"""One entry of the ledger as one line of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from zichtbaar.codebook.written_conditions import read_written_condition, write_condition
from zichtbaar.monitor.disclosure.released import Protection, WordedShare
from zichtbaar.monitor.disclosure.sayable import Said, Telling
from zichtbaar.monitor.disclosure.told import About, Cell, End, Entry, NumberTold, ShareTold, SumTold, Told, Withdrawn
from zichtbaar.monitor.figures.figure import Interval

FORM = 1
"""Version of a line. A later program must still read this one."""


def body(entry: Entry) -> str:
    """All that the hash of an entry is taken of: everything but that hash."""
    return _json(_body(entry))


def line_of(entry: Entry) -> str:
    """The entry as one line, without its end of line."""
    return _json({**_body(entry), "hash": entry.hash})


def read_line(line: str) -> Entry:
    """The entry that a line holds. Raises ValueError where it is none, spelled in just this way."""
    try:
        entry = _entry(json.loads(line))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it is no entry of a ledger") from error
    if line_of(entry) != line:
        raise ValueError("it is not spelled as an entry is")
    return entry


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _body(entry: Entry) -> dict[str, object]:
    return {
        "form": FORM,
        "number": entry.number,
        "about": asdict(entry.about),
        "content": _content(entry.content),
        "before": entry.before,
    }


def _content(content: Cell | Withdrawn | End) -> dict[str, object]:
    match content:
        case Withdrawn(release, reason):
            return {"withdrawn": release, "reason": reason}
        case End(cells):
            return {"end": cells}
        case Cell(told, figures, period):
            return {**_told(told), "figures": figures, "period": period}


def _told(told: Told) -> dict[str, object]:
    if isinstance(told, SumTold):
        return {"sum": write_condition(told.total), "parts": [write_condition(part) for part in told.parts]}
    if isinstance(told, ShareTold):
        share = {"share": write_condition(told.counted), "of": write_condition(told.of)}
        return {**share, "how": told.how.name.lower(), "said": asdict(told.said)}
    number = {"printed": told.printed, "low": told.low, "high": told.high}
    return {"number": write_condition(told.who), "protection": told.protection.value, **number}


def _entry(raw: Mapping[str, Any]) -> Entry:
    if raw["form"] != FORM:
        raise ValueError(f"it is written in form {raw['form']!r} (expected {FORM})")
    return Entry(
        number=int(raw["number"]),
        about=About(**raw["about"]),
        content=_read_content(raw["content"]),
        before=str(raw["before"]),
        hash=str(raw["hash"]),
    )


def _read_content(raw: Mapping[str, Any]) -> Cell | Withdrawn | End:
    if "withdrawn" in raw:
        return Withdrawn(str(raw["withdrawn"]), str(raw["reason"]))
    if "end" in raw:
        return End(int(raw["end"]))
    period = raw["period"]
    told = _number(raw) if "number" in raw else _sum(raw) if "sum" in raw else _share(raw)
    return Cell(told, tuple(map(str, raw["figures"])), None if period is None else (str(period[0]), str(period[1])))


def _number(raw: Mapping[str, Any]) -> NumberTold:
    printed, low, high = (None if raw[key] is None else int(raw[key]) for key in ("printed", "low", "high"))
    return NumberTold(read_written_condition(raw["number"]), Protection(raw["protection"]), printed, low, high)


def _sum(raw: Mapping[str, Any]) -> SumTold:
    return SumTold(read_written_condition(raw["sum"]), tuple(map(read_written_condition, raw["parts"])))


def _share(raw: Mapping[str, Any]) -> ShareTold:
    said = raw["said"]
    return ShareTold(
        counted=read_written_condition(raw["share"]),
        of=read_written_condition(raw["of"]),
        how=Telling[raw["how"].upper()],
        said=Said(
            share=said["share"],
            interval=None if said["interval"] is None else Interval(**said["interval"]),
            words=None if said["words"] is None else WordedShare(**said["words"]),
            majority=said["majority"],
        ),
    )
