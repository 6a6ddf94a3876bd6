"""A handover at every door: the allowed and the refused side by side."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from helpline.handover.people import makes_a_new_key, open_chat
from helpline.web_handover.conftest import LINES, SALT, SignIn, Wire, post
from zichtbaar.helpline.chat import access as chat_access
from zichtbaar.helpline.chat.errors import NotFoundError as ChatNotFoundError
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.package import agreed_hash, ground_hash, open_package
from zichtbaar.helpline.sealing.password import open_slot, split_password

CONTENT = json.dumps({"lines": LINES, "salt": to_text(SALT), "why": ""}).encode()


def private_key_of(staff: Staff, password: str) -> bytes:
    """What the browser opens with the password."""
    keys = split_password(password, from_text(staff.salt), memory=staff.memory, passes=staff.passes)
    return open_slot(from_text(staff.password_slot), keys.kek)


def sent(wire: Wire) -> str:
    """A handover that Vera agreed to and Kim sent; its reference."""
    reference: str = wire.propose()[1]["reference"]
    assert wire.agree(reference) == 204
    assert wire.send(reference, CONTENT)[0] == 200
    return reference


def test_what_piet_opens_is_what_vera_agreed_to(wire: Wire, piet: Staff) -> None:
    reference = sent(wire)
    listed = wire.piet.get("/partner/handovers").json()
    assert (listed["organisation"], listed["is_confirmed"], len(listed["handovers"])) == ("Zorg", True, 1)
    status, opened = post(wire.piet, f"/partner/handovers/{reference}/open")
    assert (status, opened["state"]) == (200, "opened")
    content = open_package(from_text(opened["sealed"]), private_key_of(piet, "piet-password"), bytes.fromhex(reference))
    assert json.loads(content)["lines"] == LINES
    salt = from_text(json.loads(content)["salt"])
    assert agreed_hash(bytes.fromhex(reference), salt, opened["receiver"], LINES).hex() == opened["told_hash"]
    assert post(wire.piet, f"/partner/handovers/{reference}/open")[0] == 200


def test_other_words_than_those_agreed_to_last_are_refused_and_nothing_is_sent(wire: Wire) -> None:
    reference: str = wire.propose()[1]["reference"]
    assert wire.agree(reference) == 204
    assert wire.send(reference, CONTENT, LINES[:1]) == (409, {"error": "other_words"})
    assert wire.piet.get("/partner/handovers").json()["handovers"] == []
    assert wire.send(reference, CONTENT)[0] == 200


def test_after_withdrawal_a_saved_session_opens_nothing(wire: Wire) -> None:
    reference = sent(wire)
    assert wire.decide(reference, "withdraw") == 204
    assert post(wire.piet, f"/partner/handovers/{reference}/open") == (404, {"error": "not_found"})
    assert wire.piet.get("/partner/handovers").json()["handovers"] == []
    assert wire.decide(reference, "withdraw") == 204, "the first answer may have been lost"
    assert wire.agree(reference) == 409


def test_once_opened_the_visitor_hears_that_it_is_too_late(wire: Wire) -> None:
    reference = sent(wire)
    post(wire.piet, f"/partner/handovers/{reference}/open")
    assert wire.decide(reference, "withdraw") == 409


def test_nobody_can_agree_for_vera(wire: Wire) -> None:
    reference = wire.propose()[1]["reference"]
    identifier = wire.chat.conversation.identifier
    guessed = {"conversation": identifier, "token": to_text(bytes(32)), "handover": reference, "decision": "refuse"}
    assert post(Client(), "/consent", guessed)[0] == 404
    for client in (wire.kim, wire.sam, wire.piet):
        assert post(client, f"/desk/handovers/{reference}/agree", {"code": ""})[0] in (404, 409)
    assert wire.send(reference, CONTENT) == (409, {"error": "not_now"})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"organisation": "nobody"}, "no_confirmed_key"),
        ({"route": "file"}, "no_confirmed_key"),
        ({"age": "12_15"}, "guardian"),
    ],
)
def test_what_is_refused_is_named(wire: Wire, changes: dict[str, str], error: str) -> None:
    assert wire.propose(**changes) == (409, {"error": error})


@pytest.mark.parametrize("changes", [{"age": "99"}, {"need": "money"}, {"ground": "because"}, {"urgency": ""}])
def test_codes_that_do_not_exist_are_malformed(wire: Wire, changes: dict[str, str]) -> None:
    assert wire.propose(**changes)[0] == 400


def test_a_colleague_cannot_hand_over_out_of_somebody_elses_conversation(
    wire: Wire, lena: Staff, signed_in: SignIn
) -> None:
    reference = wire.propose()[1]["reference"]
    lenas = signed_in(lena)
    wire.kim = lenas
    assert wire.propose()[0] == 404
    assert post(lenas, f"/desk/handovers/{reference}/call_back")[0] == 404
    assert lenas.get("/desk/handovers").json() == {"handovers": []}


def test_a_moves_code_must_exist_and_a_move_too(wire: Wire) -> None:
    reference = sent(wire)
    assert post(wire.kim, f"/desk/handovers/{reference}/lose", {"code": "why not"}) == (409, {"error": "code"})
    assert post(wire.kim, f"/desk/handovers/{reference}/steal", {"code": ""})[0] == 400
    assert post(wire.piet, f"/partner/handovers/{reference}/steal", {"code": ""})[0] == 400
    assert post(wire.kim, f"/desk/handovers/{reference}/open", {"code": ""}) == (409, {"error": "not_now"})


def test_the_whole_way_to_joining_and_an_answer_in_words(wire: Wire, piet: Staff) -> None:
    reference = sent(wire)
    assert wire.decide(reference, "let_in", part="0" * 32, part_token=to_text(bytes(32))) == 409
    post(wire.piet, f"/partner/handovers/{reference}/open")
    assert post(wire.piet, f"/partner/handovers/{reference}/ask_in")[0] == 409
    status, accepted = post(wire.piet, f"/partner/handovers/{reference}/accept", {"code": ""})
    assert (status, accepted["is_running"]) == (200, True)
    answers = dict.fromkeys(accepted["write_to"], "sealed")
    assert post(wire.piet, f"/partner/handovers/{reference}/write", {"sealed": answers})[0] == 200
    assert post(wire.piet, f"/partner/handovers/{reference}/write", {"sealed": {"1": "x", "9": "x"}})[0] == 409
    assert post(wire.piet, f"/partner/handovers/{reference}/ask_in")[0] == 200
    assert wire.decide(reference, "let_in", part="0" * 32, part_token=to_text(bytes(32))) == 204

    (seen,) = wire.kim.get("/desk/handovers").json()["handovers"]
    assert [note["sealed"] for note in seen["notes"]] == ["sealed"]
    assert seen["joining"] == "let_in"
    assert {one["to"] for one in seen["part"]["wrap_to"]} >= {str(piet.pk), "recovery"}
    assert wire.piet.get("/partner/handovers").json()["handovers"][0]["part"] is None
    sealed = [{"to": one["to"], "sealed_key": to_text(b"k" * 114)} for one in seen["part"]["wrap_to"]]
    assert post(wire.kim, f"/desk/conversations/{'0' * 32}/wraps", {"wraps": sealed})[0] == 204
    part = wire.piet.get("/partner/handovers").json()["handovers"][0]["part"]
    assert (part["conversation"], part["sealed_key"]) == ("0" * 32, to_text(b"k" * 114))
    assert wire.kim.get("/desk/conversations").json()["open"][0]["conversation"] == wire.chat.conversation.identifier
    assert len(wire.kim.get("/desk/conversations").json()["open"]) == 1


def test_in_danger_sam_reads_the_ground_and_confirms_and_kim_cannot(wire: Wire, sam: Staff, kim: Staff) -> None:
    status, asked = wire.propose(ground="life")
    assert (status, set(asked["readers"])) == (201, {str(kim.pk), str(sam.pk)})
    reference = asked["reference"]
    hashed = to_text(ground_hash(bytes.fromhex(reference), SALT, wire.zorg.name, "He has a knife.", LINES))
    read = {"read_hash": hashed}
    assert post(wire.sam, f"/desk/handovers/{reference}/authorise", read) == (409, {"error": "no_ground"})
    sealed = dict.fromkeys(asked["readers"], "sealed words")
    ground = {"sealed": sealed, "ground_hash": hashed}
    assert post(wire.kim, f"/desk/handovers/{reference}/ground", {"sealed": sealed})[0] == 400
    assert post(wire.kim, f"/desk/handovers/{reference}/ground", ground)[1]["told_hash"] == from_text(hashed).hex()
    assert post(wire.kim, f"/desk/handovers/{reference}/authorise", read)[0] == 409
    other = {"read_hash": to_text(bytes(32))}
    assert post(wire.sam, f"/desk/handovers/{reference}/authorise", other) == (409, {"error": "other_words"})
    assert wire.agree(reference) == 409
    (mine,) = wire.kim.get("/desk/handovers").json()["handovers"]
    assert mine["readers"] == {}
    makes_a_new_key(sam)
    (mine,), (sams,) = (one.get("/desk/handovers").json()["handovers"] for one in (wire.kim, wire.sam))
    assert mine["readers"] == {**asked["readers"], str(sam.pk): sam.public_key} != asked["readers"]
    assert sams["readers"] == {}
    assert post(wire.kim, f"/desk/handovers/{reference}/ground", ground)[0] == 200
    status, confirmed = post(wire.sam, f"/desk/handovers/{reference}/authorise", read)
    assert (status, confirmed["state"], confirmed["basis"]) == (200, "authorised", "danger")


def test_an_account_that_works_for_nobody_sees_so(founded: object, piet: Staff, signed_in: SignIn) -> None:  # noqa: ARG001
    nothing = {"organisation": "", "is_confirmed": False, "handovers": []}
    assert signed_in(piet).get("/partner/handovers").json() == nothing


def test_the_visitors_words_come_in_the_language_of_her_page() -> None:
    assert Client().get("/words?language=en").json()["agree"] == "Yes, they may"
    assert Client().get("/words?language=nl").json()["agree"] == "Ja, dit mag"
    assert Client().get("/words?language=nl").cookies == {}


def test_the_partners_page_is_an_empty_shell(founded: object) -> None:  # noqa: ARG001
    page = Client().get("/partner/?language=en").content.decode()
    assert 'name="csrf-token"' in page
    assert "Handed over to you" in page


def test_after_the_end_nobody_agrees_because_the_words_would_reach_nobody(wire: Wire) -> None:
    reference = wire.propose()[1]["reference"]
    token, identifier = wire.chat.token, wire.chat.conversation.identifier
    assert post(Client(), "/end", {"conversation": identifier, "token": to_text(token)})[0] == 204
    assert wire.agree(reference) == 409
    assert wire.decide(reference, "refuse") == 204


def test_who_comes_back_proves_anew_that_the_part_is_hers(wire: Wire) -> None:
    reference, part, again = sent(wire), "0" * 32, to_text(b"2" * 32)
    assert wire.decide(reference, "come_back", part=part, part_token=again) == 404, "nobody was let in"
    for move in ("open", "accept", "ask_in"):
        post(wire.piet, f"/partner/handovers/{reference}/{move}", {"code": ""})
    assert wire.decide(reference, "let_in", part=part, part_token=to_text(b"1" * 32)) == 204
    assert wire.decide(reference, "come_back", part="1" * 32, part_token=again) == 404
    assert wire.decide(reference, "come_back", part=part, part_token=again) == 204
    assert chat_access.conversation_with_token(part, b"2" * 32).part_of == wire.chat.conversation
    with pytest.raises(ChatNotFoundError):
        chat_access.conversation_with_token(part, b"1" * 32)
    wire.chat = open_chat(Staff.objects.get(name="Kim"))
    assert wire.decide(reference, "come_back", part=part, part_token=again) == 404, "it is not hers"
