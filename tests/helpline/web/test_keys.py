"""The desk's script learns who lacks keys, gives them, renews the team key, and ends the access of who left."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpline.chat.giving_keys import private_key, sealed_chat
from helpline.chat.talking import begin
from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import RecoveryKey, Staff, TeamKey
from zichtbaar.helpline.sealing.hpke import make_key_pair

SignIn = Callable[[Staff], Client]
SEALED = to_text(bytes(114))


def post(client: Client, address: str, words: object = None) -> tuple[int, dict[str, Any]]:
    got = client.post(address, json.dumps(words or {}), content_type="application/json")
    return got.status_code, json.loads(got.content or b"{}")


def get(client: Client, address: str) -> dict[str, Any]:
    got = client.get(address)
    assert got.status_code == 200
    answer: dict[str, Any] = got.json()
    return answer


@pytest.fixture
def sams(signed_in: SignIn, sam: Staff) -> Client:
    return signed_in(sam)


def without_keys(staff: Staff) -> None:
    forget_key_of(staff)
    staff.public_key = to_text(make_key_pair().public)
    staff.save()


def test_sam_sees_what_kim_lacks_and_gives_it(
    sams: Client, kim: Staff, sam: Staff, signed_in: SignIn, converse: Callable[..., Conversation]
) -> None:
    chat = converse(kim)
    sealed_chat(chat, [kim, sam])
    without_keys(kim)
    assert get(signed_in(kim), "/desk/keys")["teams"] == []
    (lack,) = get(sams, "/desk/keys")["lacking"]
    assert (lack["name"], lack["public_key"]) == ("Kim", kim.public_key)
    assert [one["epoch"] for one in lack["teams"]] == [1]
    assert [one["conversation"] for one in lack["conversations"]] == [chat.identifier]
    given = {
        "public_key": kim.public_key,
        "teams": [{"epoch": 1, "sealed_private": SEALED}],
        "conversations": [{"conversation": chat.identifier, "sealed_key": SEALED}],
    }
    assert post(sams, f"/desk/keys/{kim.pk}", {**given, "public_key": "another"})[0] == 404
    assert post(sams, f"/desk/keys/{kim.pk}", given)[0] == 204
    assert get(sams, "/desk/keys")["lacking"] == []
    assert post(sams, f"/desk/keys/{kim.pk}", given) == (409, {"error": "changed"})
    assert [one["epoch"] for one in get(signed_in(kim), "/desk/keys")["teams"]] == [1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"teams": [5]},
        {"teams": [{"epoch": "1", "sealed_private": SEALED}]},
        {"teams": [{"epoch": True, "sealed_private": SEALED}]},
        {"teams": [{"epoch": 1, "sealed_private": "AA"}]},
        {"conversations": [{"conversation": 5, "sealed_key": SEALED}]},
        {"conversations": {}},
        {"public_key": None},
    ],
)
def test_what_a_script_of_ours_would_not_send_is_refused(sams: Client, kim: Staff, wrong: dict[str, object]) -> None:
    without_keys(kim)
    given = {"public_key": kim.public_key, "teams": [], "conversations": []}
    assert post(sams, f"/desk/keys/{kim.pk}", {**given, **wrong}) == (400, {"error": "malformed"})


def test_only_a_shift_lead_hears_of_what_has_to_be_seen_to(
    sams: Client, kim: Staff, lena: Staff, sam: Staff, signed_in: SignIn
) -> None:
    chat = begin().row
    sealed_chat(chat, to_team=True)
    actions.take(kim)
    leave(sam, kim)
    state = get(sams, "/desk/keys")
    assert state["is_due"] is True
    assert state["left_open"] == [{"conversation": chat.identifier, "name": "Kim"}]
    lenas = get(signed_in(lena), "/desk/keys")
    assert (lenas["is_due"], lenas["left_open"]) == (False, [])
    assert post(sams, f"/desk/conversations/{chat.identifier}/take-over")[0] == 204
    assert get(sams, "/desk/keys")["left_open"] == []
    assert post(sams, f"/desk/conversations/{chat.identifier}/take-over")[0] == 404


def test_the_team_key_is_renewed_for_exactly_those_who_are_there(sams: Client, sam: Staff) -> None:
    assert private_key(sam)
    needs = get(sams, "/desk/team-key")
    assert needs["epoch"] == 2
    assert needs["waiting"] == []
    receivers = {one["to"]: one["public_key"] for one in needs["receivers"]}
    privates = dict.fromkeys(receivers, SEALED)
    made = {"epoch": 2, "public_key": to_text(make_key_pair().public), "receivers": receivers}
    made |= {"sealed_privates": privates, "waiting": {}, "unopened": []}
    wrongs: list[dict[str, object]] = [
        {"public_key": "AA"},
        {"sealed_privates": {"1": 5}},
        {"receivers": {"1": 5}},
        {"waiting": []},
        {"unopened": {}},
        {"unopened": [5]},
        {"epoch": "2"},
    ]
    for wrong in wrongs:
        assert post(sams, "/desk/team-key", {**made, **wrong}) == (400, {"error": "malformed"})
    assert post(sams, "/desk/team-key", {**made, "sealed_privates": {}}) == (409, {"error": "changed"})
    assert post(sams, "/desk/team-key", made)[0] == 204
    assert TeamKey.objects.count() == 2


def test_sam_ends_the_access_of_a_colleague_at_the_desk_and_of_nobody_else(
    sams: Client, kim: Staff, lena: Staff, sam: Staff, noor: Staff
) -> None:
    assert [one["name"] for one in get(sams, "/desk/colleagues")["colleagues"]] == ["Kim", "Lena"]
    for staff in (noor, sam):
        assert post(sams, f"/desk/colleagues/{staff.pk}/left")[0] == 404
    assert post(sams, f"/desk/colleagues/{kim.pk}/left")[0] == 204
    assert post(sams, f"/desk/colleagues/{kim.pk}/left")[0] == 404
    assert [one["name"] for one in get(sams, "/desk/colleagues")["colleagues"]] == [lena.name]


def test_an_open_chat_whose_key_was_not_given_yet_is_listed_without_one(kim: Staff, signed_in: SignIn) -> None:
    chat = begin(counsellor=kim).row
    (listed,) = get(signed_in(kim), "/desk/conversations")["open"]
    assert (listed["conversation"], listed["sealed_key"]) == (chat.identifier, "")


def test_another_recovery_key_is_put_in_use_and_the_page_can_look_which_one_is(
    sams: Client, kim: Staff, sam: Staff, signed_in: SignIn, converse: Callable[..., Conversation]
) -> None:
    sealed_chat(chat := converse(kim), [kim, sam], recovery=True)
    needs = get(sams, "/desk/recovery-key")
    assert needs["public_key"] == RecoveryKey.objects.get().public_key
    assert ([one["epoch"] for one in needs["teams"]], needs["beyond"]) == ([1], 0)
    assert [one["conversation"] for one in needs["conversations"]] == [chat.identifier]
    conversations = {chat.identifier: SEALED}
    made = {
        "public_key": to_text(make_key_pair().public),
        "instead_of": needs["public_key"],
        "teams": {"1": SEALED},
        "conversations": conversations,
    }
    wrongs: list[dict[str, object]] = [
        {"public_key": "AA"},
        {"instead_of": "AA"},
        {"teams": {"one": SEALED}},
        {"teams": {"1": "AA"}},
        {"conversations": {chat.identifier: 5}},
    ]
    for wrong in wrongs:
        assert post(sams, "/desk/recovery-key", {**made, **wrong}) == (400, {"error": "malformed"})
    assert post(sams, "/desk/recovery-key", {**made, "teams": {}}) == (409, {"error": "changed"})
    assert post(signed_in(kim), "/desk/recovery-key", made)[0] == 404
    assert get(sams, "/desk/recovery-key")["public_key"] == needs["public_key"]
    assert post(sams, "/desk/recovery-key", made)[0] == 204
    assert get(sams, "/desk/recovery-key")["public_key"] == made["public_key"]
    assert post(sams, "/desk/recovery-key", made) == (409, {"error": "replaced"})
