"""What went wrong is said in one sentence, without a word of what was asked for or of what failed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from zichtbaar.helpline.project.logs import WithoutContent
from zichtbaar.helpline.web.shared import errors

pytestmark = pytest.mark.django_db
SAID = "the harbour bridge"


class FailingAddresses:
    """An address whose page fails with what was said in the message, and our pages for what went wrong."""

    handler404 = staticmethod(errors.not_found)
    handler500 = staticmethod(errors.went_wrong)

    @staticmethod
    def fail(request: HttpRequest) -> HttpResponse:
        raise RuntimeError(f"{SAID} {request.GET}")

    urlpatterns = (path("fail", fail, name="visitor-page"),)


@pytest.fixture
def failing(settings: Settings) -> Client:
    settings.ROOT_URLCONF = FailingAddresses
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "name"), [("/absent/harbour", 404, "not_found"), ("/fail?said=harbour", 500, "failed")]
)
def test_people_read_a_sentence_and_scripts_a_name(failing: Client, address: str, status: int, name: str) -> None:
    page = failing.get(address, headers={"Accept": "text/html", "Accept-Language": "en"})
    script = failing.get(address)
    assert (page.status_code, script.status_code) == (status, status)
    assert script.json() == {"error": name}
    for answer in (page, script):
        assert b"harbour" not in answer.content
        assert b"ichtbaar" not in answer.content
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("door", ["desk", "partner", "office", "account"])
@pytest.mark.parametrize(("language", "way_back"), [("en", "To the first page"), ("nl", "Naar het begin")])
def test_who_works_here_finds_the_way_back_to_her_own_door(door: str, language: str, way_back: str) -> None:
    answer = Client().get(f"/{door}/absent", headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert f'<a href="/{door}/">{way_back}</a>' in page
    assert "leave" not in page


def test_an_address_elsewhere_is_a_visitors_also_when_it_does_not_exist() -> None:
    page = Client().get("/officer/absent", headers={"Accept": "text/html", "Accept-Language": "en"}).content.decode()
    assert '<a href="/?language=en"' in page
    assert 'id="leave"' in page


def test_the_log_tells_the_kind_and_the_place_of_a_failure_and_nothing_else(
    failing: Client, caplog: pytest.LogCaptureFixture
) -> None:
    failing.get("/fail?said=harbour")
    lines = [WithoutContent().format(record) for record in caplog.records]
    assert any("visitor-page failed" in line and "builtins.RuntimeError" in line for line in lines)
    assert any(f"{Path(__file__).name}:" in line and " fail" in line for line in lines)
    assert not any("harbour" in line for line in lines)


def test_lines_of_the_libraries_are_kept_without_what_they_say() -> None:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as cause:
            raise ValueError(SAID) from cause
    except ValueError as error:
        record = logging.LogRecord("uvicorn.error", 40, __file__, 7, "%s came", (SAID,), (ValueError, error, None))
    line = WithoutContent().format(record)
    assert SAID not in line
    assert "uvicorn.error at test_errors:7" in line
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line


def test_our_own_lines_are_kept_whole() -> None:
    record = logging.LogRecord("zichtbaar.journal", 40, __file__, 7, "%d not stored: %s", (3, "SQLITE_FULL"), None)
    assert WithoutContent().format(record).endswith("ERROR zichtbaar.journal 3 not stored: SQLITE_FULL")


@pytest.mark.parametrize("method", ["GET", "POST", "HARBOUR"])
def test_a_request_is_one_line_with_the_name_of_the_address(method: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "zichtbaar.requests")
    Client().generic(method, "/desk/registrations/harbour?said=harbour")
    (line,) = (record.getMessage() for record in caplog.records if record.name == "zichtbaar.requests")
    assert line.split()[1:3] == ["registration", "401"]
    assert "harbour" not in line.lower()
