"""The page before the chat: what it tells, when it is open, and in which languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from helpline.web.test_visitors_door import post, vera
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.languages.reading import language
from zichtbaar.helpline.opening import read_hours
from zichtbaar.helpline.web.shared import errors
from zichtbaar.helpline.web.shared.templatetags.fingerprint import fingerprint
from zichtbaar.helpline.web.visitor.page import fill

pytestmark = pytest.mark.usefixtures("founded")

At = Callable[[str], None]


@pytest.fixture
def at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> At:
    """Open on weekdays from two to ten; now is when it is said to be."""
    settings.OPENING_HOURS = read_hours("mon-fri 14:00-22:00", ZoneInfo("Europe/Amsterdam"))

    def set_time(text: str) -> None:
        now = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_time


def page(address: str = "/?language=en") -> str:
    return Client().get(address).content.decode()


def setup_of(html: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        re.findall(r'<script id="setup" type="application/json">(.*?)</script>', html)[0]
    )
    return found


@pytest.mark.parametrize(
    ("now", "sentence", "is_open", "refusal"),
    [
        ("2026-03-02T15:00", "The chat is open now. We close at 22:00.", True, None),
        ("2026-03-02T21:40", "We close at 22:00. There is no time left today for a new chat.", False, "closing"),
        ("2026-03-02T13:00", "The chat is closed now. We open again: Monday, 14:00.", False, "closed"),
        ("2026-03-06T22:30", "The chat is closed now. We open again: Monday, 14:00.", False, "closed"),
    ],
)
def test_it_says_whether_the_chat_is_open_and_holds_to_it(
    at: At, now: str, sentence: str, is_open: bool, refusal: str | None
) -> None:
    at(now)
    html = page()
    assert sentence in html
    assert ('id="start"' in html) is is_open
    assert ('id="leave-message"' in html) is not is_open
    assert setup_of(html)["team_key"]  # for a message at any hour
    status, told = post("/start", vera())
    assert (status, told.get("error")) == ((503, refusal) if refusal else (201, None))


def test_a_helpline_that_takes_no_messages_offers_none_and_stores_none(settings: Settings, at: At) -> None:
    at("2026-03-02T15:00")
    assert post("/start", vera())[0] == 201
    settings.MESSAGES = False
    assert '<p hidden><button id="no-waiting"' in page()
    assert '<p hidden><button id="new-message"' in page()
    left = {key: vera()[key] for key in ("conversation", "token", "epoch", "sealed_key")}
    assert post("/message", left) == (503, {"error": "closed"})
    at("2026-03-02T13:00")
    assert 'id="leave-message"' not in page()
    assert "You can leave a message." not in page()
    assert 'id="have-code"' in page()  # what was left before can still be read
    assert post("/start", {**vera("b2" * 16), "message": True}) == (503, {"error": "closed"})
    assert Conversation.objects.filter(message_at__isnull=False).count() == 0


def test_who_asks_again_after_the_hours_have_ended_has_her_place(at: At) -> None:
    at("2026-03-02T21:20")
    assert post("/start", vera())[0] == 201
    at("2026-03-02T22:10")
    assert post("/start", vera())[0] == 201
    assert post("/start", vera("b2" * 16)) == (503, {"error": "closed"})


def test_it_names_who_it_is_of_and_the_numbers_to_call(settings: Settings) -> None:
    assert "You can also call us" not in page()
    assert "This chat is from" not in page()
    settings.ORGANISATION, settings.PHONE_NUMBER, settings.EMERGENCY_NUMBER = "<The Door>", "+31 20 123", "911"
    html = page()
    assert "This chat is from &lt;The Door&gt;." in html
    assert '<a href="tel:+3120123" dir="ltr">+31 20 123</a>' in html
    assert "Call 911." in html


def test_it_says_where_else_to_go_after_a_chat_and_while_it_is_closed(settings: Settings, at: At) -> None:
    settings.OTHER_HELP = "<The Line>, 0800-1234"
    sentence = "You can also go to: &lt;The Line&gt;, 0800-1234"
    at("2026-03-02T15:00")
    before, _, after = page().partition('id="over"')
    assert (before.count(sentence), after.count(sentence)) == (0, 1)
    at("2026-03-02T13:00")
    before, _, after = page().partition('id="over"')
    assert (before.count(sentence), after.count(sentence)) == (1, 1)
    settings.OTHER_HELP = ""
    assert "You can also go to" not in page()


@pytest.mark.parametrize("code", ["nl", "en", "ar", "ti", "pl"])
def test_all_of_it_is_in_the_language_that_was_asked_for(settings: Settings, code: str) -> None:
    settings.VISITOR_LANGUAGES = ("nl", "en", "ar", "ti", "pl")
    answer = Client().get(f"/?language={code}")
    html, words = answer.content.decode(), language(code)
    assert f'<html lang="{code}" dir="{words.direction}">' in html
    assert answer.headers["Content-Language"] == code
    assert words.page["heading"] in html
    assert json.loads(re.findall(r'<script id="words" type="application/json">(.*?)</script>', html)[0]) == words.script
    links = re.findall(r'hreflang="(\w\w)" lang="\w\w" dir="(\w+)">([^<]+)</a>', html)
    others = [language(one) for one in ("nl", "en", "ar", "ti", "pl") if one != code]
    assert links == [(one.code, one.direction, one.name) for one in others]


def test_a_draft_is_shown_only_where_it_was_switched_on(settings: Settings) -> None:
    assert settings.VISITOR_LANGUAGES == ("nl", "en")
    assert all(language(code).checked for code in settings.VISITOR_LANGUAGES)
    assert (
        language("en").page["heading"]
        in Client().get("/?language=ro", headers={"Accept-Language": "ro, en"}).content.decode()
    )
    settings.VISITOR_LANGUAGES = ("nl", "en", "ro")
    assert (
        language("ro").page["heading"] in Client().get("/", headers={"Accept-Language": "ro-MD, en"}).content.decode()
    )


def test_errors_speak_the_visitors_language_and_lead_to_the_page_and_away(settings: Settings) -> None:
    settings.VISITOR_LANGUAGES = ("nl", "en", "uk")
    html = Client().get("/nothing?language=uk", headers={"Accept": "text/html"}).content.decode()
    assert language("uk").errors["not_found"] in html
    assert f'href="/leave" rel="nofollow noreferrer" data-neutral="{settings.NEUTRAL_ADDRESS}"' in html
    assert 'href="/?language=uk"' in html
    staff = Client().get("/office/releases/1/files/x?language=en", headers={"Accept": "text/html"})
    assert "data-neutral" not in staff.content.decode()


def texts_of(html: str) -> list[str]:
    """What a page says: its texts, without scripts, and what is read out of attributes."""
    html = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|alt|placeholder|title)="([^"]+)"', html)
    return [unescape(text).strip() for text in [*re.split(r"<[^>]+>", html), *spoken] if text.strip()]


def measured(settings: Settings, code: str) -> list[str]:
    """The texts whose language is measured, filled in as on the page, the longest first."""
    words = language(code)
    slots = {
        "organisation": settings.ORGANISATION,
        "number": settings.EMERGENCY_NUMBER,
        "days": str(settings.KEEP_CONVERSATIONS),
        "images": settings.IMAGES_HELP,
        "other": settings.OTHER_HELP,
        "time": "22:00",
    }
    known = [*words.page.values(), *words.errors.values(), *words.days]
    filled = [fill(text, **slots) for text in known]
    filled += [fill(words.page["opens"], day=day, time="14:00") for day in words.days]
    return sorted([*filled, *(language(one).name for one in settings.VISITOR_LANGUAGES)], key=len, reverse=True)


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_text_that_a_visitor_meets_is_one_whose_language_is_measured(
    settings: Settings, at: At, code: str
) -> None:
    settings.ORGANISATION, settings.PHONE_NUMBER, settings.OTHER_HELP = "The Door", "+31 20 123", "The Line"
    shown = []
    for now in ("2026-03-02T15:00", "2026-03-02T21:40", "2026-03-02T13:00"):
        at(now)
        shown += texts_of(page(f"/?language={code}"))
    assert len(shown) > 100
    for handler in (errors.not_understood, errors.not_from_this_page, errors.not_found, errors.went_wrong):
        request = RequestFactory().get(f"/nothing?language={code}", headers={"Accept": "text/html"})
        shown += texts_of(handler(request).content.decode())
    known = measured(settings, code)
    for text in shown:
        rest = text
        for one in known:
            rest = rest.replace(one, "")
        assert rest.strip() in ("", settings.PHONE_NUMBER, "–", f"SHA-256 {fingerprint()}"), text
