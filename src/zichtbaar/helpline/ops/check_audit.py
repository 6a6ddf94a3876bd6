"""Whether the record of what was done is whole, in plain words."""

from __future__ import annotations

from zichtbaar.helpline.audit.reading import Verified, verify
from zichtbaar.helpline.ops.found import Found


def check(noted: tuple[int, str] | None) -> Found:
    """Look at every line of the record, and at the one noted elsewhere if there is one. Raises DatabaseError."""
    verified = verify(noted)
    if verified.broken is None:
        return Found(True, _whole(verified, noted))
    return Found(False, _broken(verified))


def _whole(verified: Verified, noted: tuple[int, str] | None) -> tuple[str, ...]:
    lines = "1 line" if verified.lines == 1 else f"{verified.lines} lines"
    said = [f"The record is whole: {lines}, each sealed to the one before it, none missing."]
    if noted:
        said.append(f"Line {noted[0]} is still the one that you noted.")
    if verified.lines:
        said.append("Write this down where nobody can change it, and give it to --noted at the next look:")
        said.append(f"  {verified.lines}:{verified.hash}")
    return tuple(said)


def _broken(verified: Verified) -> tuple[str, ...]:
    holds = f"The {verified.lines} lines before it hold together." if verified.lines > 1 else ""
    said = (
        f"The record was changed: line {verified.broken} is missing, or is not as it was written.",
        holds,
        "Somebody wrote in the database past the program. Keep a copy of the folder as it is now, and find out who.",
    )
    return tuple(filter(None, said))
