"""What is done with a release: a researcher makes it, another colleague approves it, then it can be published.

Files are made before their row, and a row changes in one transaction with the ledger and the record of what was done:
killed at any point, a release is either not there or whole.
"""

from __future__ import annotations

import secrets

from django.db import transaction

from zichtbaar import __version__
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files, ledger
from zichtbaar.helpline.publishing.access import latest_out, require_releaser, require_researcher
from zichtbaar.helpline.publishing.errors import OutOfDateError, ReasonMissingError, YearNotInSnapshotError
from zichtbaar.helpline.publishing.leftovers import in_turn
from zichtbaar.helpline.publishing.lifecycle import NEEDS_A_REASON, Move, State, after
from zichtbaar.helpline.publishing.making import Made, make, recipe_hash
from zichtbaar.helpline.publishing.models import Release, Snapshot, Step
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.factsheet.origin import Edition
from zichtbaar.monitor.writing import write_together

LONGEST_REASON = 1000
"""Characters of a reason; what is longer is cut off."""

_RECORDED_AS = {
    Move.MAKE: Kind.RELEASE_DRAFTED,
    Move.APPROVE: Kind.RELEASE_APPROVED,
    Move.REFUSE: Kind.RELEASE_REFUSED,
    Move.PUBLISH: Kind.RELEASE_PUBLISHED,
    Move.CORRECT: Kind.RELEASE_CORRECTED,
    Move.WITHDRAW: Kind.RELEASE_WITHDRAWN,
}


def make_draft(staff: Staff, snapshot: Snapshot, year: int, reason: str = "") -> Release:
    """A draft of the factsheet of a year; when one was published before, of its next version, with the reason why.

    A draft of the same snapshot beside the same ledger is made once. Raises NotFoundError (no researcher),
    YearNotInSnapshotError, ReasonMissingError, OtherCodebookError, FileChangedError, LedgerBrokenError, and
    InvalidInputError when the monitor finds a fault in the file.
    """
    require_researcher(staff)
    if year not in snapshot.years:
        raise YearNotInSnapshotError(year)
    with in_turn():
        before = latest_out(year)
        if before is not None and not reason.strip():
            raise ReasonMissingError
        return _draft(staff, snapshot, year, before, reason)


def approve(staff: Staff, release: Release) -> None:
    """A second person has looked at it. Raises NotFoundError, WrongStateError, OwnReleaseError, FileChangedError."""
    require_releaser(staff)
    for name in release.files:
        files.release_file(release, name)
    with transaction.atomic():
        _move(staff, release, Move.APPROVE)


def refuse(staff: Staff, release: Release, reason: str) -> None:
    """It is not published, for this reason; who made it can take it back so.

    Raises NotFoundError, WrongStateError, ReasonMissingError.
    """
    require_releaser(staff)
    with transaction.atomic():
        _move(staff, release, Move.REFUSE, reason)


def publish(staff: Staff, release: Release) -> None:
    """It may leave the house. It is made once more first: only what comes out the same is what was approved.

    Raises NotFoundError (no researcher), WrongStateError, OutOfDateError, FileChangedError, LedgerBrokenError.
    """
    require_researcher(staff)
    with in_turn():
        release.refresh_from_db()
        after(Move.PUBLISH, release.state, own=release.made_by_id == staff.pk)
        for name in release.files:
            files.release_file(release, name)
        known = ledger.read()
        made = _made_again(release, known)
        with transaction.atomic():
            before = latest_out(release.year)
            _move(staff, release, Move.PUBLISH)
            if before is not None and before.state == State.PUBLISHED:
                _move(staff, before, Move.CORRECT, _why(release))
            ledger.append(known, made.entries)


def withdraw(staff: Staff, release: Release, reason: str) -> None:
    """It should not be used any more. What it told stays in the ledger: whoever has read it knows it.

    Raises NotFoundError, WrongStateError, ReasonMissingError, LedgerBrokenError.
    """
    require_releaser(staff)
    with in_turn():
        known = ledger.read()
        with transaction.atomic():
            _move(staff, release, Move.WITHDRAW, reason)
            ledger.append(known, ledger.withdrawal(known, release, reason.strip()[:LONGEST_REASON]))


def _draft(staff: Staff, snapshot: Snapshot, year: int, before: Release | None, reason: str) -> Release:
    known = ledger.read()
    draft = Release(
        year=year,
        version=before.version + 1 if before else 1,
        corrects=before,
        snapshot=snapshot,
        recipe=recipe_hash(),
        program=__version__,
        ledger_head=known.head,
        made_by=staff,
    )
    return _made_before(draft) or _write(staff, draft, _made(draft, known), reason)


def _made_before(draft: Release) -> Release | None:
    """The same draft, if it waits already."""
    alike = {name: getattr(draft, name) for name in ("year", "version", "snapshot", "recipe", "program", "ledger_head")}
    return Release.objects.filter(state__in=(State.DRAFT, State.APPROVED), **alike).first()


def _made(release: Release, known: Ledger) -> Made:
    edition = Edition(release.version, release.corrects.version if release.corrects else None)
    return make(release.snapshot, release.year, release.name, edition, known)


def _write(staff: Staff, draft: Release, made: Made, reason: str) -> Release:
    """The folder appears whole, and then its row. What a kill leaves between the two goes at the next start."""
    folder = files.releases_folder() / f"{draft.name}-{secrets.token_hex(6)}"
    with files.gone_unless_done(folder):
        write_together(made.files, folder)
        draft.folder, draft.files = folder.name, made.hashes
        with transaction.atomic():
            draft.save()
            _tell(staff, draft, Move.MAKE, reason)
    return draft


def _made_again(release: Release, known: Ledger) -> Made:
    """What the release is today. Raises OutOfDateError where that is not what was approved."""
    before = latest_out(release.year)
    if (before.pk if before else None) != release.corrects_id:
        raise OutOfDateError
    made = _made(release, known)
    if made.hashes != release.files:
        raise OutOfDateError
    return made


def _move(staff: Staff, release: Release, move: Move, reason: str = "") -> None:
    """Change the state, as it is in the database now, and tell who did it. Inside a transaction."""
    reason = reason.strip()
    if move in NEEDS_A_REASON and not reason:
        raise ReasonMissingError
    release.refresh_from_db()
    release.state = after(move, release.state, own=release.made_by_id == staff.pk)
    release.save(update_fields=["state"])
    _tell(staff, release, move, reason)


def _tell(staff: Staff, release: Release, move: Move, reason: str) -> None:
    Step.objects.create(release=release, move=move, by=staff, reason=reason.strip()[:LONGEST_REASON])
    record(_RECORDED_AS[move], by=staff, subject=release.name)


def _why(release: Release) -> str:
    """Why a version takes the place of the one before: what was said when it was made."""
    return release.steps.get(move=Move.MAKE).reason
