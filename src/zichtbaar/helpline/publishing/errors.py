"""What can go wrong between registrations and what is published, named."""

from __future__ import annotations

from collections.abc import Sequence


class PublishingError(Exception):
    """Something asked of this room was refused; nothing was made."""


class NotFoundError(PublishingError):
    """There is no such snapshot or release, or it is not for you: the answer is the same."""


class NothingToFreezeError(PublishingError):
    """No registration is complete, so a snapshot would be empty."""


class OtherCodebookError(PublishingError):
    """What was asked for was made with other codebooks only (name and version) than the one at hand."""

    def __init__(self, versions: Sequence[str]) -> None:
        super().__init__(f"Made with another codebook than the one at hand: {', '.join(versions)}.")
        self.versions = tuple(versions)


class FileChangedError(PublishingError):
    """A file is not the file that was made: its name, so that somebody can look."""

    def __init__(self, file_name: str) -> None:
        super().__init__(f"{file_name} is not the file that was made: it was changed or is gone.")
        self.file_name = file_name


class YearNotInSnapshotError(PublishingError):
    """The snapshot has no registration of this year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The snapshot has no registration of {year}.")
        self.year = year


class WrongStateError(PublishingError):
    """The release is in a state in which this cannot be done; perhaps a colleague was quicker."""

    def __init__(self, state: str) -> None:
        super().__init__(f"This cannot be done with a release that is {state}.")
        self.state = state


class OwnReleaseError(PublishingError):
    """Nobody approves what she made herself."""


class ReasonMissingError(PublishingError):
    """What is refused, withdrawn or corrected needs a reason that a colleague of next year can read."""


class OutOfDateError(PublishingError):
    """Made again, it would be something else than what was approved: something was published since, or the program
    or its recipe changed."""


class LedgerBrokenError(PublishingError):
    """The ledger of what was published is not what was written: nothing is published beside it."""
