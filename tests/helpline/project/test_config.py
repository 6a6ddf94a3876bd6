"""A wrong setting stops the program with a sentence that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zichtbaar.helpline.config import (
    REGIONS,
    SETTINGS,
    Configuration,
    ConfigurationError,
    make_secret,
    read,
    read_secret,
)

DOCS = Path(__file__).parents[3] / "docs" / "reference" / "settings.md"


def test_what_is_written_is_read_back() -> None:
    configuration = Configuration(
        data=Path("/srv/helpline"),
        hosts=("chat.example.nl", "[::1]"),
        https=False,
        language="en",
        neutral_address="https://weather.example/",
        visitor_languages=("en", "ti", "ar"),
        time_zone="Atlantic/Azores",
        opening_hours="mon-fri 14:00-22:00, sat 20:00-02:00",
        messages=False,
        organisation="The Blue Door",
        phone_number="+31 20 123-4567",
        emergency_number="911",
        photos=True,
        images_help="help.example",
        images_report="the police of Amsterdam, 0900-8844",
        other_help="The Line, 0800-1234",
        address_header="x-real-ip",
        secret_file=Path("/run/secret"),
        keep_conversations=14,
        keep_untaken=0,
        regions=REGIONS / "netherlands",
        fallback="The helpdesk",
        fallback_number="+31 20 765 4321",
        confirm_directory=365,
    )
    assert read(configuration.environment()) == configuration
    assert read({}) == Configuration()
    assert set(configuration.environment()) == SETTINGS


def test_the_secret_lies_in_the_data_folder_unless_said_otherwise() -> None:
    assert read({"ZICHTBAAR_DATA": "/srv/helpline"}).secret_file == Path("/srv/helpline/secret")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZICHTBAAR_DATA", "data"),
        ("ZICHTBAAR_DATA", ""),
        ("ZICHTBAAR_HOSTS", ""),
        ("ZICHTBAAR_HOSTS", "*"),
        ("ZICHTBAAR_HOSTS", ".example.nl"),
        ("ZICHTBAAR_HOSTS", "chat.example.nl:443"),
        ("ZICHTBAAR_HOSTS", "chat.example.nl:x"),
        ("ZICHTBAAR_HOSTS", "https://chat.example.nl"),
        ("ZICHTBAAR_HOSTS", "chat.example.nl,,x"),
        ("ZICHTBAAR_IMAGES_HELP", "https://help.example/"),
        ("ZICHTBAAR_IMAGES_HELP", "help"),
        ("ZICHTBAAR_PHOTOS", "on"),
        ("ZICHTBAAR_PHOTOS", "yes"),
        ("ZICHTBAAR_IMAGES_REPORT", "x" * 121),
        ("ZICHTBAAR_IMAGES_REPORT", "one\ntwo"),
        ("ZICHTBAAR_OTHER_HELP", "x" * 121),
        ("ZICHTBAAR_OTHER_HELP", "one\ntwo"),
        ("ZICHTBAAR_HTTPS", "true"),
        ("ZICHTBAAR_HTTPS", ""),
        ("ZICHTBAAR_LANGUAGE", "de"),
        ("ZICHTBAAR_NEUTRAL_ADDRESS", "http://weather.example/"),
        ("ZICHTBAAR_NEUTRAL_ADDRESS", "https://"),
        ("ZICHTBAAR_NEUTRAL_ADDRESS", "https://[x"),
        ("ZICHTBAAR_NEUTRAL_ADDRESS", "https://me@weather.example/"),
        ("ZICHTBAAR_NEUTRAL_ADDRESS", "javascript:alert(1)"),
        ("ZICHTBAAR_VISITOR_LANGUAGES", ""),
        ("ZICHTBAAR_VISITOR_LANGUAGES", "en"),
        ("ZICHTBAAR_VISITOR_LANGUAGES", "nl,tlh"),
        ("ZICHTBAAR_TIME_ZONE", ""),
        ("ZICHTBAAR_TIME_ZONE", "Europe"),
        ("ZICHTBAAR_TIME_ZONE", "../etc/passwd"),
        ("ZICHTBAAR_OPENING_HOURS", ""),
        ("ZICHTBAAR_OPENING_HOURS", "mon 14:00-22:00;"),
        ("ZICHTBAAR_ORGANISATION", "x" * 61),
        ("ZICHTBAAR_ORGANISATION", "two\nlines"),
        ("ZICHTBAAR_PHONE_NUMBER", "call"),
        ("ZICHTBAAR_EMERGENCY_NUMBER", ""),
        ("ZICHTBAAR_EMERGENCY_NUMBER", "112 "),
        ("ZICHTBAAR_KEEP_CONVERSATIONS", "29"),
        ("ZICHTBAAR_KEEP_CONVERSATIONS", "a week"),
        ("ZICHTBAAR_KEEP_UNTAKEN", ""),
        ("ZICHTBAAR_SECRET_FILE", "secret"),
        ("ZICHTBAAR_REGIONS", "atlantis"),
        ("ZICHTBAAR_REGIONS", "/nowhere"),
        ("ZICHTBAAR_FALLBACK", ""),
        ("ZICHTBAAR_FALLBACK_NUMBER", "call"),
        ("ZICHTBAAR_CONFIRM_DIRECTORY", "1000"),
        ("ZICHTBAAR_DEBUG", "yes"),
        ("ZICHTBAAR_LANGAUGE", "nl"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"^{name} .*\.$"):
        read({name: value})


def test_photos_are_taken_only_where_it_is_named_who_helps_the_child_and_who_receives_what_is_illegal() -> None:
    assert not read({}).photos
    names = {"ZICHTBAAR_IMAGES_HELP": "help.example", "ZICHTBAAR_IMAGES_REPORT": "the police, 0900-8844"}
    assert read({"ZICHTBAAR_PHOTOS": "yes", **names}).photos
    for name in names:
        for missing in ({**names, name: ""}, {**names, name: " "}, {key: names[key] for key in names if key != name}):
            with pytest.raises(ConfigurationError, match=name):
                read({"ZICHTBAAR_PHOTOS": "yes", **missing})


def test_the_docs_give_the_sentences_that_are_said() -> None:
    rows = re.findall(r"^\| `(ZICHTBAAR_\w+)` \| `([^`]+)` \| (\w[^|]+\.) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert {name for name, _, _ in rows} == SETTINGS
    for name, value, sentence in rows:
        with pytest.raises(ConfigurationError) as refused:
            read({name: value})
        assert str(refused.value) == sentence.strip()


def test_a_secret_is_drawn_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    assert read_secret(path) == ""
    make_secret(path)
    secret = read_secret(path)
    make_secret(path)
    assert read_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_secret_that_others_can_read_or_guess_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    make_secret(path)
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="0600"):
        read_secret(path)
    path.chmod(0o600)
    path.write_text("guess me")
    with pytest.raises(ConfigurationError, match="50 characters"):
        read_secret(path)
