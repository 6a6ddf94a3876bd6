"""What a researcher can do: freeze a snapshot. What becomes of it is in `release_actions`."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files, handovers
from zichtbaar.helpline.publishing.access import require_researcher
from zichtbaar.helpline.publishing.errors import NothingToFreezeError, OtherCodebookError, PublishingError
from zichtbaar.helpline.publishing.leftovers import in_turn
from zichtbaar.helpline.publishing.models import Snapshot
from zichtbaar.helpline.publishing.rows import rows
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import Registration
from zichtbaar.monitor.counting.snapshot import write_snapshot


def freeze_snapshot(staff: Staff, asked_as: UUID) -> Snapshot:
    """Freeze every complete registration of the codebook at hand into a file. `asked_as` is one press of the button.

    Raises NotFoundError (no researcher), NothingToFreezeError, OtherCodebookError.
    """
    require_researcher(staff)
    with in_turn():
        return Snapshot.objects.filter(asked_as=asked_as).first() or _freeze(staff, asked_as)


def freeze_handovers(staff: Staff, asked_as: UUID) -> Snapshot:
    """Freeze every handover and gap that may be counted into a file of their own. `asked_as` as above.

    Raises NotFoundError (no researcher), NothingToFreezeError.
    """
    require_researcher(staff)
    with in_turn():
        found = Snapshot.objects.filter(asked_as=asked_as).first()
        return found or _store(staff, asked_as, handovers.book_of_handovers(), handovers.rows(timezone.now()))


def _freeze(staff: Staff, asked_as: UUID) -> Snapshot:
    book = load()
    made_with_it = Registration.objects.filter(book_name=book.name, book_version=book.version)
    drawn = rows(book, _complete_answers(made_with_it))
    return _store(
        staff,
        asked_as,
        book,
        drawn,
        drafts_left_out=made_with_it.filter(state=State.DRAFT).count(),
        other_codebook_left_out=Registration.objects.count() - made_with_it.count(),
    )


def _store(staff: Staff, asked_as: UUID, book: Codebook, drawn: list[dict[str, Value]], **left_out: int) -> Snapshot:
    """Write the rows as a file, and note it."""
    if not drawn:
        raise NothingToFreezeError
    today = timezone.localdate()
    path = files.snapshots_folder() / f"snapshot-{today}-{secrets.token_hex(4)}.parquet"
    hash_of_file = write_snapshot(drawn, book, path)
    # The file is written before the transaction begins: a lock on the database would keep messages waiting.
    with files.gone_unless_done(path), transaction.atomic():
        snapshot = Snapshot.objects.create(
            asked_as=asked_as,
            frozen_on=today,
            frozen_by=staff,
            book_name=book.name,
            book_version=book.version,
            rows=len(drawn),
            years=sorted({int(str(row[book.month])[:4]) for row in drawn}),
            file_name=path.name,
            sha256=hash_of_file,
            **{"drafts_left_out": 0, **left_out},
        )
        record(Kind.SNAPSHOT_FROZEN, by=staff, subject=path.name)
    return snapshot


def _complete_answers(registrations: QuerySet[Registration]) -> list[dict[str, Value]]:
    answers = [one.answers for one in registrations.filter(state=State.COMPLETE).order_by("pk")]
    if not answers:
        raise _nothing_to_freeze()
    return answers


def _nothing_to_freeze() -> PublishingError:
    """Why: nothing is complete at all, or only what was made with other codebooks."""
    complete = Registration.objects.filter(state=State.COMPLETE)
    versions = sorted({f"{name} {version}" for name, version in complete.values_list("book_name", "book_version")})
    return OtherCodebookError(versions) if versions else NothingToFreezeError()
