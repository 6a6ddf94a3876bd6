"""Handing out a file of a release: the page brings a policy of its own that allows its own styles and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

from django.http import HttpResponse

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}
SHOWN_IN_THE_BROWSER = (".html", ".pdf", ".json")
STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


def policy_for(page: bytes) -> str:
    """A content security policy that allows exactly the styles written in this page, and nothing else."""
    hashes = (base64.b64encode(hashlib.sha256(style).digest()).decode() for style in STYLE.findall(page))
    styles = " ".join(f"'sha256-{hash_of_style}'" for hash_of_style in hashes) or "'none'"
    return f"default-src 'none'; style-src {styles}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def download(content: bytes, name: str, saved_as: str) -> HttpResponse:
    """The file, shown in the browser where that is possible, and under what name it is saved."""
    suffix = name[name.rindex(".") :]
    response = HttpResponse(content, content_type=CONTENT_TYPES[suffix])
    shown = "inline" if suffix in SHOWN_IN_THE_BROWSER else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{saved_as}"'
    if suffix == ".html":
        response["Content-Security-Policy"] = policy_for(content)
    return response
