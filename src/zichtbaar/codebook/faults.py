"""What is wrong in a file that somebody gave us: one message per fault, all faults at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what was expected instead."""

    file: str
    line: int | None
    subject: str
    problem: str
    expected: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        about = f"{self.subject}: " if self.subject else ""
        wanted = f" (expected {self.expected})" if self.expected else ""
        return f"{place}: {about}{self.problem}{wanted}"


class InvalidInputError(Exception):
    """A file cannot be used. Carries every fault found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
