"""A disk without room is told apart from a fault of ours, in the answer and in the log."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from helpline.chat.talking import begin
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.storing import why_not_stored


def error_of(question: str, *before: str) -> DatabaseError:
    with connection.cursor() as cursor:
        for setting in before:
            cursor.execute(setting)
        with pytest.raises(DatabaseError) as failed:
            cursor.execute(question)
    return failed.value


@pytest.mark.usefixtures("database_file")
def test_a_full_database_is_named_as_the_database_names_it() -> None:
    fill = "UPDATE people_staff SET name = hex(zeroblob(1000000))"
    assert why_not_stored(error_of(fill, "PRAGMA max_page_count = 1")) == "SQLITE_FULL"
    assert why_not_stored(error_of(fill, "PRAGMA query_only = ON")) == "SQLITE_READONLY"


@pytest.mark.usefixtures("database_file")
@pytest.mark.parametrize("question", ["SELECT * FROM absent", "SELECT", "INSERT INTO people_staff DEFAULT VALUES"])
def test_a_wrong_question_is_our_fault(question: str) -> None:
    assert why_not_stored(error_of(question)) is None


def test_of_the_system_only_what_is_about_the_disk_counts() -> None:
    assert why_not_stored(OSError(errno.ENOSPC, "said")) == "ENOSPC"
    assert why_not_stored(FileNotFoundError(errno.ENOENT, "said")) is None
    assert why_not_stored(OSError("said")) is None
    assert why_not_stored(None) is None


@pytest.mark.parametrize(("accepted", "expected"), [("text/html", "could not be stored"), ("*/*", "not_stored")])
def test_the_answer_and_the_log_name_it_and_nothing_else(
    kim: Staff,
    signed_in: Callable[[Staff], Client],
    caplog: pytest.LogCaptureFixture,
    accepted: str,
    expected: str,
) -> None:
    kims = signed_in(kim)
    kims.raise_request_exception = False
    begin()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            answer = kims.post("/desk/take", headers={"Accept": accepted, "Accept-Language": "en"})
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert (answer.status_code, expected in answer.content.decode()) == (503, True)
    lines = [record for record in caplog.records if record.name == "zichtbaar.requests"]
    assert "desk-take not stored: SQLITE_READONLY" in [record.getMessage() for record in lines]
    assert [record.exc_info for record in lines if record.exc_info] == []
