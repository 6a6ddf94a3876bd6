"""Where an estimate comes from: the file that was read and the command that was given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The name of the file without its folder, which can hold a name; its SHA-256 in hex; the command, likewise."""

    file: str
    sha256: str
    call: str
