"""Making a data folder ready, before anything of Django is loaded."""

from __future__ import annotations

import os
from logging.config import dictConfig

import django
from django.core.management import call_command

from zichtbaar.helpline.config import Configuration, make_secret
from zichtbaar.helpline.project.collecting import collect
from zichtbaar.helpline.project.logs import in_a_file_a_day

SETTINGS = "zichtbaar.helpline.project.settings"
LOG = "zichtbaar.log"


def load(configuration: Configuration) -> None:
    """Load the helpline with this configuration, and leave its folder as it is. Raises ConfigurationError."""
    os.umask(0o077)
    os.environ.update(configuration.environment(), DJANGO_SETTINGS_MODULE=SETTINGS)
    django.setup()


def prepare(configuration: Configuration) -> None:
    """Make the data folder with its secret and tables, and load the helpline with this configuration.

    What exists stays; tables of an older version are brought up to date. Everything in the folder can be read
    by its owner alone. From now on this process, the only one that does, writes the log in the folder.
    """
    os.umask(0o077)  # before anything is made; `load` says so too, for who only loads
    configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_secret(configuration.secret_file)
    load(configuration)
    dictConfig(in_a_file_a_day(configuration.data / LOG, configuration.keep_conversations))
    call_command("migrate", verbosity=0, interactive=False)
    collect()
