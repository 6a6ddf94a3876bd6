"""What a researcher can do: freeze a snapshot, make a factsheet of it. Nobody else can do either."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import zichtbaar.monitor.datasets
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Answers, Value
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files
from zichtbaar.helpline.publishing.access import require_researcher
from zichtbaar.helpline.publishing.errors import (
    NothingToFreezeError,
    OtherCodebookError,
    PublishingError,
    YearNotInSnapshotError,
)
from zichtbaar.helpline.publishing.leftovers import remove_leftovers_in_turn
from zichtbaar.helpline.publishing.models import Factsheet, Snapshot
from zichtbaar.helpline.publishing.rows import rows
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import Registration
from zichtbaar.monitor.counting.snapshot import write_snapshot
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.factsheet.making import Sources, one_language, release
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import write_together

LANGUAGES = ("nl", "en")
RECIPE = Path(zichtbaar.monitor.datasets.__file__).parent / "recipes" / "yearly.toml"


def freeze_snapshot(staff: Staff, asked_as: UUID) -> Snapshot:
    """Freeze every complete registration of the codebook at hand into a file. `asked_as` is one press of the button.

    Raises NotFoundError (no researcher), NothingToFreezeError, OtherCodebookError.
    """
    require_researcher(staff)
    with _in_turn():
        return Snapshot.objects.filter(asked_as=asked_as).first() or _freeze(staff, asked_as)


def make_factsheet(
    staff: Staff, snapshot: Snapshot, year: int, languages: Sequence[str] = LANGUAGES
) -> tuple[Factsheet, ...]:
    """The factsheet of a year in each language; what was made before is not made again.

    Raises NotFoundError (no researcher), YearNotInSnapshotError, OtherCodebookError, FileChangedError, and
    InvalidInputError when the monitor finds a fault in the file.
    """
    require_researcher(staff)
    if year not in snapshot.years:
        raise YearNotInSnapshotError(year)
    with _in_turn():
        return tuple(_factsheet(staff, snapshot, year, language) for language in languages)


def _freeze(staff: Staff, asked_as: UUID) -> Snapshot:
    book = load()
    made_with_it = Registration.objects.filter(book_name=book.name, book_version=book.version)
    drawn = rows(book, _complete_answers(made_with_it))
    today = timezone.localdate()
    path = files.snapshots_folder() / f"snapshot-{today}-{secrets.token_hex(4)}.parquet"
    hash_of_file = write_snapshot(drawn, book, path)
    # The file is written before the transaction begins: a lock on the database would keep messages waiting.
    with _gone_unless_done(path), transaction.atomic():
        snapshot = Snapshot.objects.create(
            asked_as=asked_as,
            frozen_on=today,
            frozen_by=staff,
            book_name=book.name,
            book_version=book.version,
            rows=len(drawn),
            drafts_left_out=made_with_it.filter(state=State.DRAFT).count(),
            other_codebook_left_out=Registration.objects.count() - made_with_it.count(),
            years=sorted({_year(row) for row in drawn}),
            file_name=path.name,
            sha256=hash_of_file,
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


def _year(row: Answers) -> int:
    return int(str(row["first_chat_month"])[:4])


def _factsheet(staff: Staff, snapshot: Snapshot, year: int, language: str) -> Factsheet:
    made = Factsheet.objects.filter(snapshot=snapshot, year=year, language=language).first()
    if made is not None:
        return made
    book = load()
    if (snapshot.book_name, snapshot.book_version) != (book.name, book.version):
        raise OtherCodebookError([f"{snapshot.book_name} {snapshot.book_version}"])
    folder = files.factsheets_folder() / f"{year}-{language}-{secrets.token_hex(6)}"
    with _gone_unless_done(folder):
        sources = Sources(RECIPE, (files.snapshot_file(snapshot),), year, snapshot.frozen_on)
        write_together(one_language(release(sources, Ledger()), Language(language)), folder)
        with transaction.atomic():
            made = Factsheet.objects.create(
                snapshot=snapshot,
                year=year,
                language=language,
                folder=folder.name,
                files={path.name: files.sha256(path.read_bytes()) for path in sorted(folder.iterdir())},
                made_on=timezone.localdate(),
                made_by=staff,
            )
            record(Kind.FACTSHEET_MADE, by=staff, subject=folder.name)
    return made


@contextmanager
def _in_turn() -> Iterator[None]:
    """A button pressed twice waits here, and then finds what the first press made."""
    with files.one_at_a_time():
        remove_leftovers_in_turn()
        yield


@contextmanager
def _gone_unless_done(path: Path) -> Iterator[None]:
    """Take a file or folder away again when what follows does not succeed."""
    try:
        yield
    except BaseException:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise
