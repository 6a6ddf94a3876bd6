"""Every page says which scripts it hands out, in a way that can be compared from outside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from zichtbaar.helpline.web.shared.templatetags import fingerprint as tag


@pytest.fixture
def hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "hashes.txt"
    monkeypatch.setattr(tag, "HASHES", path)
    tag.fingerprint.cache_clear()
    yield path
    tag.fingerprint.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/desk/", "/office/sign-in/", "/account/sign-in/", "/partner/"])
def test_the_fingerprint_is_that_of_the_list_of_hashes(hashes: Path, door: str) -> None:
    hashes.write_text(f"{'0' * 64}  desk/built/desk.js\n", "utf-8")
    digits = hashlib.sha256(hashes.read_bytes()).hexdigest()
    page = Client().get(door).content.decode()
    assert f"{digits[:4]} {digits[4:8]} {digits[8:12]} {digits[12:16]}</a>" in page
    assert 'href="/static/shared/built/hashes.txt"' in page


@pytest.mark.django_db
@pytest.mark.usefixtures("hashes")
def test_scripts_that_were_not_built_have_none() -> None:
    assert ">–</a>" in Client().get("/desk/").content.decode()


@pytest.mark.django_db
def test_the_visitors_page_says_it_too_without_a_link_that_the_browser_would_remember(hashes: Path) -> None:
    hashes.write_text(f"{'0' * 64}  visitor/built/first.js\n", "utf-8")
    digits = hashlib.sha256(hashes.read_bytes()).hexdigest()
    page = Client().get("/").content.decode()
    assert f"SHA-256 {digits[:4]} {digits[4:8]} {digits[8:12]} {digits[12:16]}</p>" in page
    assert "hashes.txt" not in page
