"""Ada sees who works here and what was done, and whether somebody tampered with the record of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.utils import translation

from zichtbaar.helpline.audit.reading import Line, Part, latest
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.handover import receivers
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.office.people import SHOWN_LINES
from zichtbaar.helpline.web.office.record_in_words import SENTENCES, in_words


def people(client: Client, language: str = "en") -> str:
    answer = client.get("/office/people/", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_colleagues_stand_there_with_role_and_the_day_they_last_signed_in(adas: Client, kim: Staff, sam: Staff) -> None:
    Staff.objects.filter(pk=kim.pk).update(last_login=datetime(2026, 3, 1, 22, 30, tzinfo=UTC))
    text = people(adas)
    assert '<td>Counsellor</td><td>works here</td><td data-label="Last signed in">1 March 2026</td>' in text
    assert (
        f'>{sam.name}</a></th><td>Shift lead</td><td>works here</td><td data-label="Last signed in">never</td>' in text
    )


def test_a_partner_stands_apart_from_who_works_here(adas: Client, ada: Staff, piet: Staff) -> None:
    colleagues, partners = people(adas).split('<h2 id="partners">')
    partners = partners.split("</section>")[0]
    assert piet.name not in colleagues
    row = f">{piet.name}</a></th><td>{{}}</td><td>comes in at the partners' door</td><td "
    assert row.format("of no organisation yet") in partners.replace("&#x27;", "'")
    receivers.bind(ada, piet, Organisation.objects.create(identifier="zorg", name="Zorg", receiver="youth_care"))
    assert row.format("Zorg") in people(adas).replace("&#x27;", "'")


def test_where_there_is_no_partner_the_page_says_where_to_invite_one(adas: Client, piet: Staff) -> None:
    piet.delete()
    partners = people(adas).split('<h2 id="partners">')[1].split("</section>")[0]
    assert "There is none." in partners
    assert "<table" not in partners
    assert 'href="/office/partners/"' in partners


def test_what_was_done_is_told_in_sentences(adas: Client, kim: Staff) -> None:
    record(Kind.REGISTRATION_COMPLETED, by=kim)
    record(Kind.SIGN_IN_REFUSED, by=None)
    text = people(adas)
    assert "Kim finished a registration" in text
    assert "Somebody was refused at signing in" in text
    assert "The record is whole" in text


def test_what_strangers_cause_pushes_nothing_else_off_the_page(adas: Client, kim: Staff) -> None:
    record(Kind.SECOND_FACTOR_TAKEN_AWAY, by=kim, subject="staff 1")
    record(Kind.ADMINISTRATOR_INVITED, by=None, subject="staff 1")
    record(Kind.SECOND_FACTOR_RESET, by=None, subject="staff 1")
    for _ in range(SHOWN_LINES + 1):
        record(Kind.SECOND_FACTOR_REFUSED, by=None, subject="staff 1")
    for _ in range(SHOWN_LINES + 1):
        record(Kind.SIGN_IN_REFUSED, by=None)
    text = people(adas)
    places = [
        text.index("Kim took away"),
        text.index("On the server, and without a name"),
        text.index("A second factor was taken away on the server"),
        text.index("A link for an administrator was made on the server"),
        text.index("At the doors"),
        text.index("and not the code"),
        text.index("Wrong passwords"),
        text.index("Somebody was refused"),
    ]
    assert places == sorted(places)
    assert text.count("Somebody was refused") == text.count("and not the code") == SHOWN_LINES


def test_every_line_of_the_record_is_in_one_list(kim: Staff) -> None:
    before = len(latest(1_000))
    for kind in Kind:
        record(kind, by=kim)
        record(kind, by=None)
    lists = [latest(1_000, part) for part in Part]
    assert sum(map(len, lists)) == len(latest(1_000)) == before + 2 * len(Kind)
    assert {line.kind for line in latest(1_000, Part.SERVER)} >= {Kind.GAP_NOTED, Kind.BACKUP_MADE}


def test_a_changed_record_is_told(adas: Client, kim: Staff) -> None:
    record(Kind.SIGNED_IN, by=kim)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        for (trigger,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE audit_entry SET kind = 'signed_out' WHERE kind = 'signed_in'")
    assert "The record was changed" in people(adas)


def test_every_kind_of_thing_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Kind)
    for kind in Kind:
        line = Line(datetime(2026, 1, 1, tzinfo=UTC), kind, "Kim", "")
        with translation.override("en"):
            english = in_words(line)
        with translation.override("nl"):
            dutch = in_words(line)
        assert english != dutch
        assert "{" not in english + dutch


def test_only_an_administrator_comes_here_and_she_is_sent_here(
    signed_in: Callable[[Staff], Client], adas: Client, kim: Staff, sam: Staff, noor: Staff
) -> None:
    assert adas.get("/office/").headers["Location"] == "/office/people/"
    for colleague in (kim, sam, noor):
        assert signed_in(colleague).get("/office/people/").status_code == 404
    assert Client().get("/office/people/").headers["Location"] == "/office/sign-in/"
