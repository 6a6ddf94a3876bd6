"""The page on which partners are let in: what was refused is still there to be mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from helpline.handover.example_directory import example_sheets
from zichtbaar.helpline.handover.directory import actions
from zichtbaar.helpline.people.models import Staff


@pytest.fixture
def adas(signed_in: Callable[[Staff], Client], ada: Staff) -> Client:
    """Ada's browser, with a directory."""
    actions.import_sheets(ada, example_sheets(timezone.localdate()))
    return signed_in(ada)


@pytest.mark.parametrize("name", ["Kim", "Paula\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_a_name_that_was_refused_and_the_organisation_stand_where_they_were_typed(
    adas: Client, kim: Staff, name: str
) -> None:
    assert kim.name == "Kim"
    answer = adas.post("/office/partners/invite", {"name": name, "organisation": "young-house"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="partner-name" name="name" value="{name}"' in text
    assert '<option value="young-house" selected>' in text.partition('id="partner-of"')[2].partition("</select>")[0]


def test_a_recipient_that_was_refused_stands_where_it_was_typed(adas: Client) -> None:
    answer = adas.post("/office/partners/recipients", {"recipient": "age1mistyped", "organisation": "young-house"})
    assert answer.status_code == 422
    assert 'name="recipient" value="age1mistyped"' in answer.content.decode()
