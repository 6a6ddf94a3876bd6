"""The server starts without the monitor, which takes seconds to be imported and which few pages need."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from zichtbaar.helpline.web.office.urls import urlpatterns

START = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "zichtbaar.helpline.project.settings"
import django
django.setup()
import zichtbaar.helpline.project.asgi, zichtbaar.helpline.project.urls
print(*sorted({name.split(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("zichtbaar.monitor")))
"""


def test_nothing_of_the_monitor_nor_what_it_computes_with_is_there() -> None:
    started = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    packages, monitor = (line.split() for line in started.stdout.split("\n")[:2])
    assert "django" in packages
    assert {"numpy", "scipy", "ibis", "duckdb", "altair", "vl_convert", "typst", "highspy"} & set(packages) == set()
    assert monitor == []


def test_every_view_of_the_office_that_is_named_is_there() -> None:
    for pattern in urlpatterns:
        view = pattern.callback
        assert callable(getattr(import_module(view.__module__), view.__name__)), pattern
