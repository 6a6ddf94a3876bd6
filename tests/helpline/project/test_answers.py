"""What is refused before Django hears of it has the headers that pages have."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from zichtbaar.helpline.chat.sockets import Message
from zichtbaar.helpline.project.answers import refuse

OF_THE_CONNECTION = {"Content-Length", "Connection", "Content-Type", "Content-Language", "Vary"}


@pytest.mark.parametrize("https", [True, False])
async def test_a_refusal_has_every_header_of_a_page_and_no_other(settings: Settings, https: bool) -> None:
    settings.HTTPS = https
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await refuse(send, 413)
    start, body = sent
    told = {name.decode().title(): value.decode() for name, value in start["headers"]}
    page = {name.title(): value for name, value in Client().get("/absent").headers.items()}
    for name in OF_THE_CONNECTION:
        told.pop(name, None)
        page.pop(name, None)
    assert told == page
    assert (start["status"], body) == (413, {"type": "http.response.body", "body": b""})
