"""The files of a release are handed out with the right types, and its page may load its own style and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from django.test import Client

from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.publishing.models import Release
from zichtbaar.helpline.web.office.files import policy_for


@pytest.fixture
def founded(drafted: Founded) -> Founded:
    return drafted


@pytest.fixture
def draft(founded: Founded) -> Release:
    """The draft of 2026."""
    assert founded
    return Release.objects.get()


KINDS = {
    "factsheet-nl.html": ("text/html; charset=utf-8", "inline"),
    "factsheet-nl.pdf": ("application/pdf", "inline"),
    "factsheet-en.html": ("text/html; charset=utf-8", "inline"),
    "factsheet-en.pdf": ("application/pdf", "inline"),
    "figures.csv": ("text/csv; charset=utf-8", "attachment"),
    "figures.json": ("application/json", "inline"),
}


def test_each_file_has_its_type_and_a_name_to_be_saved_under(noors: Client, draft: Release) -> None:
    assert set(draft.files) == set(KINDS)
    for name, (content_type, shown) in KINDS.items():
        answer = noors.get(f"/office/releases/{draft.pk}/files/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == content_type
        assert answer.headers["Content-Disposition"] == f'{shown}; filename="2026-v1-{name}"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert hashlib.sha256(answer.content).hexdigest() == draft.files[name]


def test_the_page_may_load_exactly_the_style_written_in_it(noors: Client, draft: Release) -> None:
    answer = noors.get(f"/office/releases/{draft.pk}/files/factsheet-nl.html")
    (style,) = re.findall(rb"<style>(.*?)</style>", answer.content, re.DOTALL)
    known = base64.b64encode(hashlib.sha256(style).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{known}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert b" style=" not in answer.content
    assert b"<script" not in answer.content


def test_a_page_without_styles_may_load_none() -> None:
    assert "style-src 'none'" in policy_for(b"<p>plain</p>")


def test_every_style_of_a_page_is_named() -> None:
    policy = policy_for(b"<style>a{}</style><style media='print'>b{}</style>")
    for style in (b"a{}", b"b{}"):
        assert base64.b64encode(hashlib.sha256(style).digest()).decode() in policy


def test_there_is_no_other_file(noors: Client, draft: Release) -> None:
    for name in ("other.html", "factsheet-nl.html.", "..%2f..%2fsecret"):
        assert noors.get(f"/office/releases/{draft.pk}/files/{name}").status_code == 404
    assert noors.get(f"/office/releases/{draft.pk + 1}/files/factsheet-nl.html").status_code == 404


def test_a_changed_file_is_told_by_its_name(noors: Client, draft: Release) -> None:
    Release.objects.update(files={**draft.files, "figures.csv": "0" * 64})
    answer = noors.get(f"/office/releases/{draft.pk}/files/figures.csv", headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert "figures.csv was changed after it was made, or is gone." in answer.content.decode()


def test_a_researcher_and_a_shift_lead_get_it_and_nobody_else(
    signed_in: Callable[[Staff], Client], kim: Staff, sam: Staff, ada: Staff, draft: Release
) -> None:
    address = f"/office/releases/{draft.pk}/files/factsheet-nl.html"
    assert signed_in(sam).get(address).status_code == 200
    for colleague in (kim, ada):
        assert signed_in(colleague).get(address).status_code == 404
    outsider = Client().get(address)
    assert (outsider.status_code, outsider.headers["Location"]) == (303, "/office/sign-in/")
