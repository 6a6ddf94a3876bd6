"""Who can be sent something, and on which day: whoever has left, and whoever works for nobody, is sent nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from helpline.handover.people import AGREED, Chat, packages, proposal
from zichtbaar.helpline.handover import access, actions, receivers, visitor_actions
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import NotFoundError, RefusedError
from zichtbaar.helpline.handover.handover_models import Handover, PartnerAccount
from zichtbaar.helpline.handover.lifecycle import State
from zichtbaar.helpline.handover.sealed_words import MOST_CHARACTERS_SEALED
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.sealing.package import fingerprint

TODAY, DAY = date(2026, 3, 31), timedelta(days=1)


@pytest.fixture
def sent(kim: Staff, vera: Chat, zorg: Organisation) -> Handover:
    proposed = actions.propose(kim, vera.conversation, proposal(zorg))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=False)
    return actions.send(kim, agreed, packages(agreed), agreed.told_hash)


def test_who_has_left_is_sent_nothing_and_her_organisation_is_offered_to_nobody(
    kim: Staff, ada: Staff, piet: Staff, vera: Chat, zorg: Organisation
) -> None:
    assert [one.organisation for one in receivers.receivers(TODAY)] == [zorg]
    leave(ada, piet)
    assert receivers.receivers(TODAY) == []
    with pytest.raises(RefusedError, match="no_confirmed_key"):
        actions.propose(kim, vera.conversation, proposal(zorg))


def test_an_organisation_is_there_from_its_first_day_to_its_last(zorg: Organisation) -> None:
    for first, last, is_there in (
        (None, None, True),
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (None, TODAY, True),
        (None, TODAY - DAY, False),
    ):
        Organisation.objects.filter(pk=zorg.pk).update(valid_from=first, valid_until=last)
        assert bool(receivers.receivers(TODAY)) is is_there


def test_a_key_that_two_have_confirmed_keeps_their_names(zorg: Organisation, ada: Staff, sam: Staff) -> None:
    key = zorg.receiver_keys.get()
    third = Staff.objects.create(name="Ada too", role=Role.ADMINISTRATOR, memory=0, passes=0)
    with pytest.raises(RefusedError, match="confirmed_already"):
        receivers.confirm(third, key, fingerprint(key.public), "phone")
    key.refresh_from_db()
    assert (key.confirmed_by, key.second_by) == (ada, sam)


def test_nobody_but_a_partner_is_bound_to_an_organisation(ada: Staff, kim: Staff, zorg: Organisation) -> None:
    with pytest.raises(RefusedError, match="not_a_partner"):
        receivers.bind(ada, kim, zorg)
    assert not PartnerAccount.objects.filter(staff=kim).exists()


def test_who_works_for_no_organisation_sees_nothing_of_it(sent: Handover, piet: Staff) -> None:
    assert access.one_of_partner(piet, sent.reference) == sent
    PartnerAccount.objects.filter(staff=piet).delete()
    with pytest.raises(NotFoundError):
        access.one_of_partner(piet, sent.reference)


def test_what_is_longer_than_the_longest_package_is_not_kept(kim: Staff, vera: Chat, zorg: Organisation) -> None:
    proposed = actions.propose(kim, vera.conversation, proposal(zorg))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=False)
    with pytest.raises(RefusedError, match="sealed"):
        actions.send(kim, agreed, dict.fromkeys(packages(agreed), "x" * (MOST_CHARACTERS_SEALED + 1)), agreed.told_hash)
    sealed = dict.fromkeys(packages(agreed), "x" * MOST_CHARACTERS_SEALED)
    assert actions.send(kim, agreed, sealed, agreed.told_hash).state == State.SENT
