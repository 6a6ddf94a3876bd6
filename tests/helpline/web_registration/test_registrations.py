"""The form's addresses: what the desk's script gets, and the names of what it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration.models import Registration

Converse = Callable[..., Conversation]
SignedIn = Callable[[Staff], Client]

VICTIM = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1, "stats_objection": 1}
SAID = "my stepfather sells me near the old harbour bridge"


class Desk:
    """One colleague's browser at the desk."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, address: str) -> tuple[int, dict[str, Any]]:
        answer = self.client.get(f"/desk/{address}", headers={"accept-language": "en"})
        return answer.status_code, answer.json()

    def post(self, address: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        answer = self.client.post(
            f"/desk/{address}", fields, content_type="application/json", headers={"accept-language": "en"}
        )
        return answer.status_code, answer.json()


@pytest.fixture
def desk(signed_in: SignedIn) -> Callable[[Staff], Desk]:
    """A desk with somebody at it."""
    return lambda staff: Desk(signed_in(staff))


@pytest.fixture
def kims(desk: Callable[[Staff], Desk], kim: Staff) -> Desk:
    """Kim at the desk."""
    return desk(kim)


@pytest.fixture
def reference(kims: Desk, kim: Staff, converse: Converse) -> str:
    """The reference of a draft of Kim's."""
    status, registration = kims.get(f"conversations/{converse(kim).identifier}/registration")
    assert status == 200
    found: str = registration["reference"]
    return found


def test_a_conversation_gets_its_registration(kims: Desk, kim: Staff, converse: Converse) -> None:
    address = f"conversations/{converse(kim).identifier}/registration"
    status, registration = kims.get(address)
    assert status == 200
    assert registration["state"] == "draft"
    assert registration["unanswered"] == registration["applies"]
    assert registration["applies"] == ["uniqueness_basis", "topic_trafficking", "stats_objection"]
    assert kims.get(address) == (200, registration)
    assert kims.get(f"registrations/{registration['reference']}") == (200, registration)


def test_answers_open_and_close_questions(kims: Desk, reference: str) -> None:
    status, registration = kims.post(f"registrations/{reference}/answers", answers=VICTIM)
    assert status == 200
    assert "exploitation_forms" in registration["unanswered"]
    assert "contact_role" not in registration["unanswered"]
    status, registration = kims.post(f"registrations/{reference}/answers", answers={"topic_trafficking": 0})
    assert registration["withdrawn"] == ["contact_role", "assessment"]
    assert "contact_role" not in registration["answers"]


def test_a_refused_answer_is_named_and_not_repeated(kims: Desk, reference: str) -> None:
    status, refused = kims.post(f"registrations/{reference}/answers", answers={"topic_trafficking": SAID})
    assert status == 422
    assert refused["error"] == "invalid"
    assert refused["faults"].keys() == {"topic_trafficking"}
    assert SAID not in str(refused)
    assert SAID not in str(Registration.objects.get().answers)


@pytest.mark.parametrize(
    "answers",
    [{"case_ref": "0" * 32}, {"age_band": 3}, {"start_period": "March"}, {"start_period": "2099-05"}, {"nickname": 1}],
)
def test_every_refusal_has_a_sentence(kims: Desk, reference: str, answers: dict[str, Any]) -> None:
    status, refused = kims.post(f"registrations/{reference}/answers", answers=answers)
    assert status == 422
    (sentence,) = refused["faults"].values()
    assert sentence.endswith(".")


def test_a_month_that_has_not_begun_is_refused_at_its_question(kims: Desk, reference: str) -> None:
    kims.post(f"registrations/{reference}/answers", answers=VICTIM)
    status, refused = kims.post(f"registrations/{reference}/answers", answers={"start_period": "2099-05"})
    assert (status, refused["faults"].keys()) == (422, {"start_period"})
    assert "not begun yet" in refused["faults"]["start_period"]


def test_the_rest_is_not_discussed_and_then_it_can_be_finished(kims: Desk, reference: str) -> None:
    kims.post(f"registrations/{reference}/answers", answers=VICTIM)
    status, refused = kims.post(f"registrations/{reference}/complete")
    assert (status, refused["error"]) == (422, "unanswered")
    assert "exploitation_forms" in refused["unanswered"]
    status, registration = kims.post(f"registrations/{reference}/rest")
    assert (status, registration["unanswered"]) == (200, [])
    assert registration["answers"]["exploitation_forms__sexual"] == -2
    assert kims.post(f"registrations/{reference}/complete")[1]["state"] == "complete"


def test_a_finished_one_is_changed_after_it_is_opened_again(kims: Desk, reference: str) -> None:
    assert kims.post(f"registrations/{reference}/reopen") == (409, {"error": "not_complete"})
    kims.post(f"registrations/{reference}/rest")
    kims.post(f"registrations/{reference}/complete")
    for address in ("answers", "rest", "complete"):
        assert kims.post(f"registrations/{reference}/{address}", answers={}) == (409, {"error": "complete"})
    assert kims.post(f"registrations/{reference}/reopen")[1]["state"] == "draft"


def test_one_of_another_codebook_is_refused_by_name(kims: Desk, reference: str) -> None:
    Registration.objects.update(book_version="0.9")
    refused = (409, {"error": "other_codebook"})
    assert kims.get(f"registrations/{reference}") == refused
    for act in ("rest", "complete", "reopen"):
        assert kims.post(f"registrations/{reference}/{act}") == refused


def test_an_unfinished_one_of_another_codebook_stands_in_the_list_without_a_count(
    kims: Desk, kim: Staff, reference: str, converse: Converse
) -> None:
    Registration.objects.update(book_version="0.9")
    _, other = kims.get(f"conversations/{converse(kim).identifier}/registration")
    status, listed = kims.get("registrations")
    assert status == 200
    assert {one["reference"]: one["open_questions"] for one in listed["unfinished"]} == {
        reference: None,
        other["reference"]: 3,
    }


def test_unfinished_ones_wait_in_a_list(kims: Desk, reference: str) -> None:
    status, listed = kims.get("registrations")
    assert status == 200
    assert [(one["reference"], one["open_questions"]) for one in listed["unfinished"]] == [(reference, 3)]
    kims.post(f"registrations/{reference}/rest")
    kims.post(f"registrations/{reference}/complete")
    assert kims.get("registrations") == (200, {"unfinished": []})


def test_the_list_says_whose_draft_it_is_when_it_is_not_ones_own(
    desk: Callable[[Staff], Desk], kims: Desk, sam: Staff, reference: str
) -> None:
    def whose(at: Desk) -> list[tuple[str, str | None]]:
        return [(one["reference"], one["colleague"]) for one in at.get("registrations")[1]["unfinished"]]

    assert whose(desk(sam)) == [(reference, "Kim")]
    assert whose(kims) == [(reference, None)]
    Registration.objects.update(counsellor=None)
    assert whose(desk(sam)) == [(reference, None)]


def test_a_visitor_who_comes_back_is_recognised(kims: Desk, kim: Staff, reference: str, converse: Converse) -> None:
    again = converse(kim)
    status, registration = kims.post(f"conversations/{again.identifier}/recognise", reference=f" {reference.lower()} ")
    assert (status, registration["reference"]) == (200, reference)
    assert kims.get(f"conversations/{again.identifier}/registration")[1]["reference"] == reference
    assert kims.post(f"conversations/{again.identifier}/recognise", reference="2222-2222-2222") == (
        404,
        {"error": "not_found"},
    )


def test_a_colleague_gets_nothing_and_a_shift_lead_all(
    desk: Callable[[Staff], Desk], lena: Staff, sam: Staff, kim: Staff, reference: str, converse: Converse
) -> None:
    conversation = converse(kim)
    nothing = (404, {"error": "not_found"})
    other = desk(lena)
    assert other.get(f"registrations/{reference}") == nothing
    assert other.get(f"conversations/{conversation.identifier}/registration") == nothing
    assert other.post(f"registrations/{reference}/answers", answers={"topic_trafficking": 1}) == nothing
    assert other.post(f"conversations/{conversation.identifier}/recognise", reference=reference) == nothing
    assert other.get("registrations") == (200, {"unfinished": []})
    assert desk(sam).get(f"registrations/{reference}")[0] == 200


def test_somebody_who_is_not_signed_in_gets_nothing(reference: str) -> None:
    outsider = Desk(Client())
    assert outsider.get("registrations") == (401, {"error": "signed_out"})
    assert outsider.get(f"registrations/{reference}") == (401, {"error": "signed_out"})


def test_what_is_no_answer_at_all_is_malformed(kims: Desk, reference: str) -> None:
    for fields in ({}, {"answers": [1]}, {"answers": "topic_trafficking"}):
        assert kims.post(f"registrations/{reference}/answers", **fields)[0] == 400
    assert "topic_trafficking" not in Registration.objects.get().answers
