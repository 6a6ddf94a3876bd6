"""Making a factsheet, and handing out its files."""

from __future__ import annotations

import base64
import hashlib
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.publishing import access, actions, files
from zichtbaar.helpline.publishing.errors import (
    FileChangedError,
    NotFoundError,
    OtherCodebookError,
    YearNotInSnapshotError,
)
from zichtbaar.helpline.web.office import home
from zichtbaar.helpline.web.shared.staff import staff_of

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}
SHOWN_IN_THE_BROWSER = (".html", ".pdf", ".json")
STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    """Make the factsheet of a year of a snapshot in every language, and go back to the page."""
    staff = staff_of(request)
    year = request.POST.get("year", "")
    try:
        snapshot = access.snapshot_of(staff, number)
        actions.make_factsheet(staff, snapshot, int(year) if year.isdecimal() else 0)
    except NotFoundError as error:
        raise Http404 from error
    except YearNotInSnapshotError:
        return home.show(request, staff, problem=_("Choose a year of the snapshot."), status=400)
    except FileChangedError as error:
        return home.show(request, staff, problem=changed(error), status=409)
    except OtherCodebookError as error:
        problem = _("This snapshot was frozen with another codebook than the one in use: {versions}.")
        return home.show(request, staff, problem=problem.format(versions=", ".join(error.versions)), status=409)
    except InvalidInputError as error:
        return home.show(request, staff, problem=str(error), status=409)
    return redirect(f"{reverse('office-home')}#snapshot-{number}")


@require_GET
def file(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One file of a factsheet, if it is still what was made."""
    staff = staff_of(request)
    try:
        factsheet = access.factsheet_of(staff, number)
        content = files.factsheet_file(factsheet, name)
    except NotFoundError as error:
        raise Http404 from error
    except FileChangedError as error:
        return home.show(request, staff, problem=changed(error), status=409)
    return _download(content, name, f"{factsheet.year}-{factsheet.language}-{name}")


def changed(error: FileChangedError) -> str:
    """The sentence about a file that is not what was made."""
    return _("{file} was changed after it was made, or is gone. It is not used.").format(file=error.file_name)


def policy_for(page: bytes) -> str:
    """A content security policy that allows exactly the styles written in this page, and nothing else."""
    hashes = (base64.b64encode(hashlib.sha256(style).digest()).decode() for style in STYLE.findall(page))
    styles = " ".join(f"'sha256-{hash_of_style}'" for hash_of_style in hashes) or "'none'"
    return f"default-src 'none'; style-src {styles}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def _download(content: bytes, name: str, saved_as: str) -> HttpResponse:
    suffix = name[name.rindex(".") :]
    response = HttpResponse(content, content_type=CONTENT_TYPES[suffix])
    shown = "inline" if suffix in SHOWN_IN_THE_BROWSER else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{saved_as}"'
    if suffix == ".html":
        response["Content-Security-Policy"] = policy_for(content)
    return response
