"""Making a data folder ready, before anything of Django is loaded."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

from zichtbaar.helpline.config import Configuration, make_secret

SETTINGS = "zichtbaar.helpline.project.settings"


def prepare(configuration: Configuration) -> None:
    """Make the data folder with its secret and tables, and load the helpline with this configuration.

    What exists stays; tables of an older version are brought up to date. Everything in the folder can be read
    by its owner alone.
    """
    os.umask(0o077)
    configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_secret(configuration.secret_file)
    os.environ.update(configuration.environment(), DJANGO_SETTINGS_MODULE=SETTINGS)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
