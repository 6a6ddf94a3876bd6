"""Administrators keep the directory; whoever else tries finds nothing, and every change is recorded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from helpline.handover.example_directory import confirm, example_sheets
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.handover.directory import access, actions
from zichtbaar.helpline.handover.directory.access import Standing
from zichtbaar.helpline.handover.directory.files import CONTACTS, OFFERS, ORGANISATIONS
from zichtbaar.helpline.handover.directory.loading import directory_today
from zichtbaar.helpline.handover.directory.storing import stored_entries
from zichtbaar.helpline.handover.directory.vocabulary import Need
from zichtbaar.helpline.handover.errors import ChangedMeanwhileError, NotFoundError
from zichtbaar.helpline.people.models import Staff


def brought_in(ada: Staff) -> None:
    actions.import_sheets(ada, example_sheets(timezone.localdate()))


def kinds() -> list[str]:
    return [
        f"{line.kind.value} {line.subject}" for line in latest(10) if "directory" in line.kind or "organ" in line.kind
    ]


def test_what_goes_in_comes_out_and_both_are_recorded(ada: Staff) -> None:
    sheets = example_sheets(timezone.localdate())
    stored = actions.import_sheets(ada, sheets)
    assert (stored.added, stored.changed, stored.unchanged, stored.untouched) == (3, 0, 0, 0)
    out = actions.export_sheets(ada)
    assert {name: sorted(text.splitlines()) for name, text in out.items()} == {
        name: sorted(text.splitlines()) for name, text in sheets.items()
    }
    assert actions.import_sheets(ada, out).unchanged == 3
    assert kinds() == [
        "directory_imported 0 organisations",
        "directory_exported ",
        "directory_imported 3 organisations",
    ]


def test_with_one_fault_nothing_is_stored_and_nothing_recorded(ada: Staff) -> None:
    sheets = dict(example_sheets(timezone.localdate()))
    sheets[CONTACTS] += "nobody,Kit,,,,,always,,\n"
    with pytest.raises(InvalidInputError):
        actions.import_sheets(ada, sheets)
    assert not stored_entries().organisations
    assert kinds() == []


@pytest.mark.parametrize("name", ["Kim", "Sam", "Noor"])
def test_nobody_else_can_change_take_or_confirm(ada: Staff, name: str) -> None:
    brought_in(ada)
    other = Staff.objects.get(name=name)
    entries = stored_entries("police-east")
    with pytest.raises(NotFoundError):
        actions.import_sheets(other, example_sheets(timezone.localdate()))
    with pytest.raises(NotFoundError):
        actions.export_sheets(other)
    with pytest.raises(NotFoundError):
        actions.keep(other, entries, seen=actions.mark(entries))
    with pytest.raises(NotFoundError):
        actions.keep(other, entries, seen=actions.mark(entries), confirmed=True)


def test_the_desk_and_shift_leads_read_it_and_a_researcher_does_not(
    ada: Staff, kim: Staff, sam: Staff, noor: Staff
) -> None:
    brought_in(ada)
    for reader in (ada, kim, sam):
        assert len(access.entries_for(reader).organisations) == 3
    with pytest.raises(NotFoundError):
        access.entries_for(noor)
    with pytest.raises(NotFoundError):
        access.entries_for(ada, "nobody")


def test_who_has_to_be_confirmed_is_listed_and_proposed_again_when_it_was(ada: Staff) -> None:
    brought_in(ada)
    standings = {one.organisation.identifier: one.standing for one in access.listed(ada)}
    assert standings == {
        "police-east": Standing.CURRENT,
        "old-house": Standing.UNCONFIRMED,
        "young-house": Standing.CURRENT,
    }
    assert [ready.is_confirmed for ready in directory_today().offers[Need.SHELTER]] == [False, True]
    confirm(ada, "old-house")
    assert [ready.is_confirmed for ready in directory_today().offers[Need.SHELTER]] == [True, True]
    entry = stored_entries("old-house").organisations[0]
    assert (entry.confirmed_on, entry.confirmed_by) == (timezone.localdate(), "Ada")
    assert [line.split()[0] for line in kinds()] == ["organisation_confirmed", "directory_imported"]


def test_the_record_tells_mending_and_confirming_apart(ada: Staff) -> None:
    brought_in(ada)
    before = stored_entries("old-house")
    mended = replace(before.organisations[0], note="Ask for Ruth", confirmed_on=None, confirmed_by="")
    actions.keep(ada, replace(before, organisations=(mended,)), seen=actions.mark(before), confirmed=True)
    entry = stored_entries("old-house").organisations[0]
    assert (entry.note, entry.confirmed_on, entry.confirmed_by) == ("Ask for Ruth", timezone.localdate(), "Ada")
    assert sorted(line.split()[0] for line in kinds()[:2]) == ["organisation_confirmed", "organisation_kept"]


def test_how_it_is_with_an_organisation_is_told_apart(ada: Staff) -> None:
    brought_in(ada)
    police = stored_entries("police-east")
    one = police.organisations[0]
    for changed, standing in (
        (replace(one, valid_until=date(2020, 1, 1)), Standing.ENDED),
        (replace(one, valid_from=date(2999, 1, 1)), Standing.NOT_YET),
        (replace(one, confirmed_on=None, confirmed_by=""), Standing.UNCONFIRMED),
    ):
        before = stored_entries("police-east")
        actions.keep(ada, replace(before, organisations=(changed,)), seen=actions.mark(before))
        assert access.listed(ada)[1].standing is standing
    before = stored_entries("police-east")
    actions.keep(ada, replace(police, offers=()), seen=actions.mark(before))
    assert access.listed(ada)[1].standing is Standing.WITHOUT_OFFER


def test_a_change_over_a_change_of_a_colleague_is_refused(ada: Staff) -> None:
    brought_in(ada)
    seen = actions.mark(stored_entries("old-house"))
    confirm(ada, "old-house")
    with pytest.raises(ChangedMeanwhileError):
        actions.keep(ada, stored_entries("old-house"), seen=seen, confirmed=True)
    with pytest.raises(ChangedMeanwhileError):
        actions.keep(ada, replace(stored_entries("old-house"), contacts=()), seen=seen)


def test_the_record_names_no_organisation(ada: Staff) -> None:
    brought_in(ada)
    confirm(ada, "old-house")
    told = " ".join(line.subject for line in latest(10)).casefold()
    for sheet in (ORGANISATIONS, OFFERS):
        for identifier in [line.split(",")[0] for line in example_sheets(timezone.localdate())[sheet].splitlines()[1:]]:
            assert identifier not in told
