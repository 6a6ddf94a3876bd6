"""Where the figures of a factsheet come from: what was counted, by which recipe, how well it was coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zichtbaar.codebook.agreement import Level
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.figures.coding import Coding


@dataclass(frozen=True, slots=True)
class RecordFile:
    """Where records come from: the name of the file without folder, how many it holds, its hash in hex.

    Rows of other years are neither counted nor checked. A table has its own name, and no hash.
    """

    file: str
    rows: int
    sha256: str | None
    rows_of_other_years: int = 0

    def published(self) -> dict[str, object]:
        """What may leave of it: not how many it holds, for less the number of visitors that can be a few persons."""
        return {"file": self.file, "sha256": self.sha256, "holds_other_years": self.rows_of_other_years > 0}


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """The recipe as a file: its name without folder, and its hash in hex, which stands for its version."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a release this is, from 1, and which one it takes the place of."""

    version: int
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class CodedTwice:
    """How many of the registrations two coders coded, whether these are enough, and the files that hold it."""

    persons: int
    registrations: int
    is_enough: bool
    files: tuple[RecordFile, ...]

    @property
    def percent(self) -> int:
        """How many of a hundred registrations were coded twice, rounded down; the numbers themselves do not leave."""
        return 100 * self.persons // self.registrations if self.registrations else 0

    def published(self) -> dict[str, object]:
        """What may leave of it."""
        files = [file.published() for file in self.files]
        return {"percent": self.percent, "is_enough": self.is_enough, "files": files}


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything that the figures of a factsheet rest on.

    `counted_on` is the day on which the records were frozen. `codings` holds the coding of each figure
    that counts registrations, by its id; figures of an unreliable one are not among the released.
    """

    book: Codebook
    rules: Rules
    recipe: RecipeFile
    files: tuple[RecordFile, ...]
    counted_on: date | None = None
    edition: Edition | None = None
    coded_twice: CodedTwice | None = None
    codings: Mapping[str, Coding] = field(default_factory=dict)

    @property
    def unreliable(self) -> frozenset[str]:
        """The ids of the figures that were left out because two coders made different things of it."""
        return frozenset(name for name, coding in self.codings.items() if coding.level is Level.UNRELIABLE)
