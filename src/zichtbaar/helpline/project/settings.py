"""Django's settings. What can be set differently comes from `helpline.config`; the rest is decided here."""

from __future__ import annotations

import logging
from pathlib import Path

from zichtbaar.helpline import config
from zichtbaar.helpline.project.logs import on_screen

CONFIGURATION = config.read()
DATA = CONFIGURATION.data
NEUTRAL_ADDRESS = CONFIGURATION.neutral_address
HTTPS = CONFIGURATION.https
SECOND_FACTOR = CONFIGURATION.second_factor
KEEP_CONVERSATIONS = CONFIGURATION.keep_conversations
KEEP_UNTAKEN = CONFIGURATION.keep_untaken

DEBUG = False
SECRET_KEY = config.read_secret(CONFIGURATION.secret_file)
ALLOWED_HOSTS = list(CONFIGURATION.hosts)
ROOT_URLCONF = "zichtbaar.helpline.project.urls"
ASGI_APPLICATION = "zichtbaar.helpline.project.asgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "zichtbaar.helpline.audit",
    "zichtbaar.helpline.people",
    "zichtbaar.helpline.chat",
    "zichtbaar.helpline.feedback",
    "zichtbaar.helpline.registration",
    "zichtbaar.helpline.handover",
    "zichtbaar.helpline.publishing",
    "zichtbaar.helpline.web.shared",
    "zichtbaar.helpline.web.visitor",
    "zichtbaar.helpline.web.desk",
    "zichtbaar.helpline.web.partner",
    "zichtbaar.helpline.web.office",
    "zichtbaar.helpline.web.account",
]

MIDDLEWARE = [
    "zichtbaar.helpline.web.shared.log.log_requests",
    "zichtbaar.helpline.web.shared.headers.safe_headers",
    "zichtbaar.helpline.web.shared.assets.Assets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zichtbaar.helpline.web.shared.language.choose_language",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zichtbaar.helpline.web.shared.doors.Doors",
    "django.middleware.csrf.CsrfViewMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# One file, and every commit is on the disk before anybody hears of it. Transactions begin with the right to
# write, so that what was read cannot change before what follows from it is written. Deleted keys are zeroed.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": CONFIGURATION.database,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }
}

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["zichtbaar.helpline.people.access.StaffBackend"]
PASSWORD_HASHERS = ["zichtbaar.helpline.people.hashing.AuthHasher"]

# A session lasts one shift and goes with the browser. Visitors have none: see web.shared.headers.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "zichtbaar.helpline.web.shared.errors.not_from_this_page"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in CONFIGURATION.hosts] if HTTPS else []

# These two ask for Django's own middleware; `web.shared.headers` sets all of those headers, and more strictly.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]

LANGUAGE_CODE = CONFIGURATION.language
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [Path(config.__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIGURATION.time_zone

# What the visitors' door says, and when it is open.
VISITOR_LANGUAGES = CONFIGURATION.visitor_languages
OPENING_HOURS = CONFIGURATION.hours
MESSAGES = CONFIGURATION.messages
ORGANISATION = CONFIGURATION.organisation
PHONE_NUMBER = CONFIGURATION.phone_number
EMERGENCY_NUMBER = CONFIGURATION.emergency_number
PHOTOS = CONFIGURATION.photos
IMAGES_HELP = CONFIGURATION.images_help
IMAGES_REPORT = CONFIGURATION.images_report
OTHER_HELP = CONFIGURATION.other_help

# The header in which a proxy says for whom it asks; empty when none is to be believed.
ADDRESS_HEADER = CONFIGURATION.address_header
# Where somebody is handed over to: the country's regions, and who is asked where the directory has nobody.
REGIONS = CONFIGURATION.regions
FALLBACK = CONFIGURATION.fallback
FALLBACK_NUMBER = CONFIGURATION.fallback_number
CONFIRM_DIRECTORY = CONFIGURATION.confirm_directory

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o600},
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Nothing here needs large bodies, and no file is ever uploaded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 0
FILE_UPLOAD_HANDLERS: list[str] = []

LOGGING = on_screen()
# When a line cannot be written, Python would print the error that it tells of, with a message that may hold anything.
logging.raiseExceptions = False
