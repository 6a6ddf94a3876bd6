"""A code opens once, to its owner, for a minute or so; and whoever knows a password cannot guess the code."""

from __future__ import annotations

import re
import time
from functools import cache

import pyotp
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from helpline.app_codes import code_of
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people import at_rest, second_factor
from zichtbaar.helpline.people.errors import WrongCodeError
from zichtbaar.helpline.people.models import RecoveryCode, SecondFactor, Staff

RFC_6238_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the 20 bytes of RFC 6238, appendix B, in base32
RFC_6238_CODES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}
"""The last six of the eight digits that the appendix lists for SHA-1."""


def set_up(staff: Staff, *, steps: int = -1) -> tuple[str, list[str]]:
    """A second factor, set up with a code of a moment ago: the secret and the recovery codes."""
    draft = second_factor.draw(staff)
    return draft.secret, second_factor.set_up(staff, draft, code_of(draft.secret, steps))


def lets_in(staff: Staff, given: str) -> bool:
    return second_factor.accept(staff, second_factor.proof(staff, given))


@pytest.mark.parametrize(("at", "expected"), RFC_6238_CODES.items())
def test_codes_are_those_of_the_standard(at: int, expected: str) -> None:
    assert pyotp.TOTP(RFC_6238_SECRET).at(at) == expected


def test_the_code_of_the_app_lets_in_once(kim: Staff) -> None:
    secret, _ = set_up(kim)
    assert lets_in(kim, code_of(secret))
    assert not lets_in(kim, code_of(secret))


def test_the_code_with_which_it_was_set_up_lets_in_nobody(kim: Staff) -> None:
    secret, _ = set_up(kim, steps=0)
    assert not lets_in(kim, code_of(secret))


def test_an_older_code_than_the_last_one_lets_in_nobody(kim: Staff) -> None:
    secret, _ = set_up(kim)
    assert lets_in(kim, code_of(secret, 1))
    assert not lets_in(kim, code_of(secret))


@pytest.mark.parametrize("steps", [-40, -2, 2, 40])
def test_a_code_of_another_time_does_not_fit(kim: Staff, steps: int) -> None:
    secret, _ = set_up(kim)
    assert second_factor.proof(kim, code_of(secret, steps)) is None


def test_a_code_of_somebody_else_does_not_fit(kim: Staff, lena: Staff) -> None:
    secret, recovery = set_up(kim)
    set_up(lena)
    assert not lets_in(lena, code_of(secret))
    assert not lets_in(lena, recovery[0])


def test_spaces_and_hyphens_and_capitals_do_not_matter(kim: Staff) -> None:
    secret, (first, *_) = set_up(kim)
    digits = code_of(secret)
    assert lets_in(kim, f" {digits[:3]} {digits[3:]} ")
    assert lets_in(kim, first.upper().replace("-", " "))


def test_each_recovery_code_lets_in_once_and_it_is_recorded(kim: Staff) -> None:
    _, codes = set_up(kim)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert [lets_in(kim, one) for one in codes for _ in range(2)] == [True, False] * len(codes)
    assert second_factor.recovery_codes_left(kim) == 0
    assert {line.kind for line in latest(2 * len(codes))} >= {Kind.RECOVERY_CODE_USED, Kind.SECOND_FACTOR_REFUSED}


def test_new_recovery_codes_take_the_place_of_the_old_ones(kim: Staff) -> None:
    secret, (old, *_) = set_up(kim)
    with pytest.raises(WrongCodeError):
        second_factor.renew_recovery_codes(kim, "000000")
    fresh = second_factor.renew_recovery_codes(kim, code_of(secret))
    assert not lets_in(kim, old)
    assert lets_in(kim, fresh[0])


def test_after_ten_wrong_codes_none_is_looked_at_for_a_while_and_others_do_not_notice(kim: Staff, lena: Staff) -> None:
    secret, codes = set_up(kim)
    others, _ = set_up(lena)
    assert not any(lets_in(kim, "wrong") for _ in range(10))
    assert not lets_in(kim, code_of(secret))
    assert not lets_in(kim, codes[0])
    assert lets_in(lena, code_of(others))


def test_whoever_is_let_in_uses_nothing_up(kim: Staff) -> None:
    _, codes = set_up(kim)
    for one in codes:
        assert lets_in(kim, one)
    set_up_again = second_factor.draw(kim)
    assert second_factor.proof(kim, code_of(set_up_again.secret)) is None


def test_another_phone_needs_a_code_of_the_old_one_or_a_recovery_code(kim: Staff) -> None:
    secret, (recovery, *_) = set_up(kim)
    draft = second_factor.draw(kim)
    with pytest.raises(WrongCodeError):
        second_factor.set_up(kim, draft, code_of(draft.secret, -1))
    assert second_factor.proof(kim, code_of(secret)) is not None
    second_factor.set_up(kim, draft, code_of(draft.secret, -1), current=recovery)
    assert not lets_in(kim, code_of(secret))
    assert lets_in(kim, code_of(draft.secret))


def test_a_secret_is_set_up_by_who_it_was_drawn_for_and_soon(
    kim: Staff, lena: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = second_factor.draw(kim)
    assert second_factor.drawn_before(kim, draft.closed).secret == draft.secret
    for staff, closed in ((lena, draft.closed), (kim, "made up"), (kim, "")):
        with pytest.raises(WrongCodeError):
            second_factor.drawn_before(staff, closed)
    later = time.time() + second_factor.SECONDS_TO_SET_UP + 1
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: later)
    with pytest.raises(WrongCodeError):
        second_factor.drawn_before(kim, draft.closed)


def test_who_lost_all_is_helped_by_another_and_sets_it_up_anew(kim: Staff, ada: Staff) -> None:
    set_up(kim)
    second_factor.take_away(ada, kim)
    assert not second_factor.has_one(kim)
    assert not RecoveryCode.objects.exists()
    (line,) = latest(1)
    assert (line.kind, line.by, line.subject) == (Kind.SECOND_FACTOR_TAKEN_AWAY, "Ada", f"staff {kim.pk}")


def test_the_database_holds_neither_the_secret_nor_a_code(kim: Staff, settings: Settings) -> None:
    secret, codes = set_up(kim)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_secondfactor, people_recoverycode, audit_entry")
        kept = repr(cursor.fetchall())
    assert not [one for one in (secret, *codes, *(one.replace("-", "") for one in codes)) if one in kept]
    closed = SecondFactor.objects.get().closed_secret
    settings.SECRET_KEY = "another-secret-" + "y" * 40
    with pytest.raises(at_rest.NotOursError):
        at_rest.open_again(closed, f"second-factor/{kim.pk}")


def test_with_another_secret_no_code_fits_and_nobody_comes_in_without_one(
    kim: Staff, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a theft the server begins anew with another secret: just then passwords can be known."""
    secret, codes = set_up(kim)
    settings.SECRET_KEY = "another-secret-" + "y" * 40
    of_a_new_process = cache(second_factor._closed_for_nobody.__wrapped__)
    monkeypatch.setattr(second_factor, "_closed_for_nobody", of_a_new_process)
    assert second_factor.has_one(kim)
    assert not lets_in(kim, code_of(secret, 1))
    assert not lets_in(kim, codes[0])
    assert not lets_in(kim, "")
    second_factor.take_away(None, kim)
    assert not second_factor.has_one(kim)


def test_a_name_that_nobody_has_costs_the_same_questions(kim: Staff) -> None:
    set_up(kim)
    asked = []
    for staff in (kim, None):
        with CaptureQueriesContext(connection) as questions:
            second_factor.proof(staff, "123456")
        asked.append([re.sub(r"= \d+|'\w+'", "?", question["sql"]) for question in questions])
    assert asked[0] == asked[1] != []
