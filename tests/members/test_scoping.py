"""A row of the roster cannot point into another union, one by one or a thousand at once (promises.md D6)."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from members.models import Member, Membership
from tests.county import County

DAY = date(2014, 5, 4)


def member(county: County, number: int, **fields: Any) -> Member:
    """A member of the plant, not saved."""
    return Member(union=county.plant, name="甲", id_number=f"33018219700101{number:04}", joined_on=DAY, **fields)


@pytest.mark.parametrize(
    "who", ["base_officer", "county_officer"]
)  # the employer is invisible to one, visible to the other
def test_an_employer_of_another_union_is_refused_in_new_rows_and_in_changed_ones(county: County, who: str) -> None:
    with acting_as(county[who]):
        with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
            member(county, 1, employer=county.quarry_company).save()
        own = [member(county, n, employer=county.chemical_works) for n in range(2, 5)]
        with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
            Member.objects.bulk_create([*own, member(county, 5, employer=county.quarry_company)])
        Member.objects.bulk_create([*own, member(county, 6)])
        with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
            Member.objects.filter(pk=own[0].pk).update(employer=county.quarry_company)


def test_a_membership_lies_where_the_file_lies_when_it_is_written(county: County) -> None:
    with everything("test"):
        person = member(county, 1)
        person.save()
        with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
            Membership.objects.create(union=county.quarry, member=person, held=span(DAY))
        Membership.objects.create(union=county.plant, member=person, held=span(DAY))


def test_the_history_of_many_rows_is_complete(county: County) -> None:
    with acting_as(county["base_officer"]):
        Member.objects.bulk_create([member(county, n) for n in range(3)])
        made = Member.objects.filter(name="甲")
        made.update(name="乙")
        Member.objects.filter(name="乙")[0].delete()
        events = Member.history.rel.related_model.objects.filter(id_number__isnull=False)  # type: ignore[attr-defined]  # made by pghistory
        assert [events.filter(pgh_label=label, name=name).count() for label, name in (
            ("insert", "甲"), ("update", "乙"), ("delete", "乙"), ("update", "甲")
        )] == [3, 3, 1, 0]  # fmt: skip


def test_what_is_asked_of_new_memberships_does_not_grow_with_the_roster(county: County) -> None:
    """An import adds them part by part; read in full for each, a roster five times as long takes twenty-five times."""
    with everything("test"):
        people = Member.objects.bulk_create(member(county, n) for n in range(1, 801))
        read = []
        for start in (0, 20):
            before = _files_read()
            Membership.objects.bulk_create(
                Membership(union=county.plant, member=person, held=span(DAY)) for person in people[start : start + 20]
            )
            read.append(_files_read() - before)
    assert read == [20, 20]


def _files_read() -> int:
    """How many rows of the roster this transaction has read so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'members_member'"
        )
        return int(cursor.fetchone()[0])
