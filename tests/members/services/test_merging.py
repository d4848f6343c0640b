"""Two files become one, with all that belongs to them, and two again to the letter."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from members.choices import Began, Ended, HintState, MemberState, TransferState
from members.models import DuplicateHint, Member, Membership, MembershipApplication, Merge, Transfer
from members.services import duplicates, merging
from tests.county import County, add_member, add_transfer
from unions.models import UnionOrg, User

SECOND = "330182198503150063"
TABLES = ("member", "membership", "transfer", "membershipapplication", "duplicatehint")


@pytest.fixture
def other(county: County) -> Member:
    """A second file of 陈晓燕, at the mill, where she joined on 1 May 2014."""
    with everything("test"):
        born = date(1985, 3, 15)
        return add_member(county.mill, "陈晓燕", SECOND, gender="2", birthday=born, joined_on=date(2014, 5, 1))


def checksums() -> dict[str, Any]:
    """What stands in the tables a merge writes to, but for the merges themselves."""
    found = {}
    with everything("test"), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY id)) FROM members_{table} t")  # noqa: S608  # our own names
            found[table] = cursor.fetchone()
    return found


def merge(user: User, kept: Member, gone: Member) -> Merge:
    with acting_as(user):
        return merging.merge(actor=user, kept=kept, gone=gone, reason="本人到场核对")


def undo(user: User, merged: Merge) -> Merge:
    with acting_as(user):
        return merging.undo_merge(actor=user, obj=merged)


def application(union: UnionOrg, member: Member) -> MembershipApplication:
    return MembershipApplication.objects.create(
        union=union,
        member=member,
        name=member.name,
        id_number="330182198503150020",
        phone="13900000003",
        employer_name="某单位",
        consent_at=timezone.now(),
        code_digest=f"digest {member.pk}",
        state="accepted",
    )


def test_everything_moves_to_the_file_that_is_kept(county: County, other: Member) -> None:
    with everything("test"):
        asked = application(county.mill, other)
        moved_on = add_transfer(other, county.quarry, TransferState.DONE, decided_on=date(2014, 6, 3))
    merge(county["town_officer"], county.member, other)
    with everything("test"):
        assert {m.union_id for m in county.member.memberships.all()} == {county.plant.pk, county.mill.pk}
        assert MembershipApplication.objects.get(pk=asked.pk).member_id == county.member.pk
        assert Transfer.objects.get(pk=moved_on.pk).member_id == county.member.pk
        gone = Member.objects.get(pk=other.pk)
        assert (gone.state, gone.merged_into_id) == (MemberState.MERGED, county.member.pk)
        assert not Membership.objects.filter(member=other).exists()


def test_of_memberships_that_overlap_that_of_the_kept_file_counts(county: County, other: Member) -> None:
    with everything("test"):
        assert Membership.objects.joined_in(date(2014, 1, 1), date(2014, 12, 31)).count() == 1
    merge(county["town_officer"], county.member, other)
    with everything("test"):
        assert Membership.objects.joined_in(date(2014, 1, 1), date(2014, 12, 31)).count() == 0
        assert list(county.member.memberships.order_by("held").values_list("is_void", flat=True)) == [False, True]


def test_memberships_one_after_the_other_both_count(county: County, other: Member) -> None:
    with everything("test"):
        first = Membership.objects.get(member=county.member)
        first.held, first.ended = span(date(2013, 3, 1), date(2014, 4, 30)), Ended.WITHDRAWN
        first.save()
    merge(county["town_officer"], county.member, other)
    with everything("test"):
        assert list(county.member.memberships.values_list("is_void", flat=True)) == [False, False]


def test_rows_of_unions_out_of_sight_move_too(county: County, other: Member) -> None:
    with everything("test"):
        far = Membership.objects.create(
            union=county.mill,
            member=other,
            held=span(date(2013, 3, 2), date(2013, 6, 1)),
            began=Began.JOINED,
            ended=Ended.TRANSFERRED,
        )
        Member.objects.filter(pk=other.pk).update(union=county.plant)
    merge(county["base_officer"], county.member, other)  # who sees the plant alone
    with everything("test"):
        assert Membership.objects.get(pk=far.pk).member_id == county.member.pk


def test_the_pair_is_decided_and_other_open_pairs_of_the_file_that_goes_are_closed(
    county: County, other: Member
) -> None:
    with everything("test"):
        third = add_member(county.mill, "陈晓燕", "33018219850315008X", birthday=date(1985, 3, 15))
    officer = county["town_officer"]
    with acting_as(officer):
        assert len(duplicates.look_for(actor=officer)) == 3
    merge(officer, county.member, other)
    with everything("test"):
        hints = DuplicateHint.objects.exclude(pk=county.record("duplicates").pk)
        left = hints.open().get()
        assert {left.one_id, left.other_id} == {county.member.pk, third.pk}
        assert set(hints.exclude(pk=left.pk).values_list("state", flat=True)) == {HintState.MERGED}


def test_what_will_move_is_told_before(county: County, other: Member) -> None:
    with everything("test"):
        application(county.mill, other)
    with acting_as(county["town_officer"]):
        told = merging.effects(kept=county.member, gone=other)
    assert ("会籍", "1 条，移到保留的档案") in told
    assert ("入会申请", "1 条，移到保留的档案") in told
    assert dict(told)["重复的会籍"].startswith("其中 1 段")


@pytest.mark.parametrize("seed", range(12))
def test_merge_and_undo_leave_every_table_as_it_was(county: County, other: Member, seed: int) -> None:
    chance = random.Random(seed)  # which rows there are
    unions = [county.plant, county.mill]
    with everything("test"):
        for member in (county.member, other):
            _scatter(member, unions, chance)
        officer = county["town_officer"]
        duplicates.look_for(actor=officer, union=county.xinanjiang)
    before = checksums()
    kept, gone = chance.sample([county.member, other], 2)
    merged = merge(officer, kept, gone)
    assert checksums() != before
    undone = undo(officer, merged)
    assert checksums() == before
    assert undone.undone_by == officer


def _scatter(member: Member, unions: list[UnionOrg], chance: random.Random) -> None:
    """Some history before the founding of the county: memberships one after another, applications, a transfer."""
    day = date(2001, 1, 1) + timedelta(days=chance.randint(0, 900))
    for _ in range(chance.randint(0, 3)):
        last = day + timedelta(days=chance.randint(30, 700))
        Membership.objects.create(union=member.union, member=member, held=span(day, last), ended=Ended.WITHDRAWN)
        day = last + timedelta(days=chance.randint(1, 90))
    if chance.random() < 0.5:
        application(member.union, member)
    if chance.random() < 0.5:
        there = next(union for union in unions if union.pk != member.union_id)
        add_transfer(member, there, TransferState.REFUSED, decided_on=date(2014, 6, 9))
    if chance.random() < 0.3:
        Member.objects.create(
            union=member.union,
            name=member.name,
            id_number=f"33018219850315{chance.randint(1000, 9999)}",
            joined_on=date(2013, 3, 2),
            state=MemberState.MERGED,
            merged_into=member,
        )


def test_an_undo_is_refused_with_a_list_when_a_row_was_changed_since(county: County, other: Member) -> None:
    officer = county["town_officer"]
    merged = merge(officer, county.member, other)
    with everything("test"):
        row = county.member.memberships.get(union=county.mill)
        row.reason = "更正"
        row.save(update_fields=["reason"])
    before = checksums()
    with pytest.raises(ValidationError) as refused:
        undo(officer, merged)
    assert refused.value.messages == ["并档之后有记录改动过，不能撤销：", "会籍：并档后又有改动"]
    assert checksums() == before


def test_a_merge_is_undone_once(county: County, other: Member) -> None:
    officer = county["town_officer"]
    merged = merge(officer, county.member, other)
    undo(officer, merged)
    with pytest.raises(ValidationError, match="已经撤销"):
        undo(officer, merged)
    merge(officer, county.member, other)  # and may be done again


def test_of_two_merges_the_last_is_undone_first(county: County, other: Member) -> None:
    with everything("test"):
        third = add_member(county.mill, "陈晓燕", "33018219850315008X", birthday=date(1985, 3, 15))
    officer = county["town_officer"]
    before = checksums()
    first = merge(officer, other, third)
    second = merge(officer, county.member, other)
    with pytest.raises(ValidationError, match="不能撤销"):
        undo(officer, first)
    undo(officer, second)
    undo(officer, first)
    assert checksums() == before


@pytest.mark.parametrize("who", ["county_leader", "auditor", "base_officer", "other_base_officer", "stranger"])
def test_who_does_not_hold_the_right_at_both_files_merges_nothing(county: County, other: Member, who: str) -> None:
    before = checksums()
    with pytest.raises((PermissionDenied, ValidationError)):
        merge(county[who], county.member, other)
    assert checksums() == before


def test_a_file_is_not_merged_with_itself_nor_twice(county: County, other: Member) -> None:
    officer = county["town_officer"]
    with pytest.raises(ValidationError, match="同一份档案"):
        merge(officer, county.member, county.member)
    merge(officer, county.member, other)
    with pytest.raises(ValidationError, match="已经并入"):
        merge(officer, other, county.member)


def test_two_open_transfers_stop_the_merge_in_words_and_nothing_is_written(county: County, other: Member) -> None:
    with everything("test"):
        for member, there in ((county.member, county.quarry), (other, county.quarry)):
            add_transfer(member, there)
    before = checksums()
    with pytest.raises(ValidationError, match="会籍接转正在办理"):
        merge(county["town_officer"], county.member, other)
    assert checksums() == before


def test_after_a_merge_a_membership_is_again_held_in_the_union_of_its_file(county: County, other: Member) -> None:
    merge(county["town_officer"], county.member, other)
    with everything("test"), pytest.raises(IntegrityError, match="points into another union"), transaction.atomic():
        Membership.objects.filter(member=county.quarryman).update(member=county.member)


def test_history_says_who_merged_and_why(county: County, other: Member) -> None:
    merge(county["town_officer"], county.member, other)
    with everything("test"):
        event = Membership.objects.get(union=county.mill, member=county.member).history.order_by("pgh_id").last()
        assert event.pgh_context["reason"] == "合并会员档案：本人到场核对"


def test_a_hint_leads_to_the_undo_of_its_merge(county: County, other: Member) -> None:
    officer = county["town_officer"]
    with acting_as(officer):
        [hint] = duplicates.look_for(actor=officer)
    before = checksums()
    merge(officer, county.member, other)
    with acting_as(officer):
        merging.undo_of_pair(actor=officer, obj=hint)
    assert checksums() == before
