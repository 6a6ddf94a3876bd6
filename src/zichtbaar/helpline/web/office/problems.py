"""What went wrong with a snapshot or a release, in one sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.publishing.errors import (
    FileChangedError,
    LedgerBrokenError,
    OtherCodebookError,
    OutOfDateError,
    OwnReleaseError,
    PublishingError,
    ReasonMissingError,
    WrongStateError,
    YearNotInSnapshotError,
)

SENTENCES: Mapping[type[PublishingError], str | Promise] = {
    YearNotInSnapshotError: gettext_lazy("Choose a year of the snapshot."),
    OwnReleaseError: gettext_lazy("You made this yourself. Another researcher or a shift lead has to approve it."),
    ReasonMissingError: gettext_lazy("Say why, in a sentence that a colleague of next year understands."),
    WrongStateError: gettext_lazy("A colleague was quicker: this cannot be done any more. The page shows what is now."),
    OutOfDateError: gettext_lazy(
        "Made again today it would differ: something was published since, or the program changed. Make a new draft."
    ),
    LedgerBrokenError: gettext_lazy(
        "The ledger of what was published was changed. Nothing is published beside it. Tell the administrator."
    ),
}
"""Sentences that need no more than the kind of error."""

BAD_REQUESTS = (YearNotInSnapshotError, ReasonMissingError)


def sentence(error: PublishingError | InvalidInputError) -> str:
    """One error as a sentence of the page."""
    if isinstance(error, InvalidInputError):
        return str(error)
    known = SENTENCES.get(type(error)) or _WITH_WORDS[type(error)](error)
    return str(known)


def status(error: PublishingError | InvalidInputError) -> int:
    """400 where the form was filled in wrongly, 409 where it is not possible as things are."""
    return 400 if isinstance(error, BAD_REQUESTS) else 409


def _changed(error: PublishingError) -> str:
    name = error.file_name if isinstance(error, FileChangedError) else ""
    return _("{file} was changed after it was made, or is gone. It is not used.").format(file=name)


def _other_codebook(error: PublishingError) -> str:
    versions = error.versions if isinstance(error, OtherCodebookError) else ()
    problem = _("This snapshot was frozen with another codebook than the one in use: {versions}.")
    return problem.format(versions=", ".join(versions))


_WITH_WORDS: Mapping[type[PublishingError], Callable[[PublishingError], str]] = {
    FileChangedError: _changed,
    OtherCodebookError: _other_codebook,
}
