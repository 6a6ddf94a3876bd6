"""Caddy, where the machine has it."""

from __future__ import annotations

import shutil

import pytest

needs_caddy = pytest.mark.skipif(
    shutil.which("caddy") is None,
    reason="needs Caddy, which `make test` does not install: Debian's package begins to serve on port 80 at once",
)
