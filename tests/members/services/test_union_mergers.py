"""What becomes of the members when their union ends: merged, they come along; with members it is not dissolved."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from members.choices import ApplicationState, MemberState, TransferState
from members.models import Member, Membership, MembershipApplication
from members.services import applications, standing, transfers
from tests.county import County, add_member, add_transfer
from tests.desk.sheets.imports.rosters import identity
from tests.unions.services.refusals import refused
from unions.models import UnionOrg, User
from unions.services import tree

pytestmark = pytest.mark.django_db

DAY = date(2014, 9, 1)
JOINED = date(2013, 3, 1)


@pytest.fixture
def county(county: County) -> County:
    """The small county; nobody waits at the plant for an answer."""
    with everything("tests"):
        applications.refuse(
            actor=county["base_officer"], obj=county.record("applications"), answer="您的劳动关系在另一家单位"
        )
        transfers.lapse(date(2014, 8, 1))
    return county


def asked_to_join(union: UnionOrg) -> MembershipApplication:
    """An application that came in, past the services."""
    with everything("tests"):
        asked: MembershipApplication = MembershipApplication.objects.create(
            union=union,
            name="何平",
            id_number="330182199203040035",
            phone="13900000004",
            employer_name="建德市白沙化工有限公司",
            consent_at=timezone.now(),
            code_digest="the digest of nobody else's code",
        )
    return asked


def merge(county: County, day: date = DAY, into: UnionOrg | None = None) -> None:
    with acting_as(county["county_officer"]):
        tree.merge(actor=county["county_officer"], obj=county.plant, into=into or county.mill, day=day)


def rows(member: Member) -> list[tuple[Any, ...]]:
    with everything("tests"):
        found = Membership.objects.filter(member=member).order_by("held")
        return [(r.union.name, r.first_day, r.last_day, r.began, r.ended, r.is_retained) for r in found]


def stored(member: Member) -> Member:
    with everything("tests"):
        return Member.objects.get(pk=member.pk)


def on_roster(union: UnionOrg) -> int:
    with everything("tests"):
        return Member.objects.filter(union=union).on_the_roster().count()


PLANT, MILL = "建德市白沙化工有限公司工会", "建德市新安江纺织有限公司工会"


class TestMerge:
    def test_the_members_are_members_of_the_other_union_from_that_day_on(self, county: County) -> None:
        before = on_roster(county.plant)
        merge(county)

        assert before == 3
        assert (on_roster(county.plant), on_roster(county.mill)) == (0, 3)
        assert rows(county.member) == [
            (PLANT, JOINED, date(2014, 8, 31), "joined", "merged", False),
            (MILL, DAY, None, "merged", "", False),
        ]
        with everything("tests"):
            new = Membership.objects.get(member=county.member, union=county.mill)
            assert (new.predecessor.union, new.predecessor.reason) == (county.plant, f"并入{MILL}")

    def test_their_work_comes_along_with_the_employer(self, county: County) -> None:
        merge(county)

        member = stored(county.member)
        with everything("tests"):
            assert (member.union, member.employer) == (county.mill, county.chemical_works)
            assert member.employer.union == county.mill
        assert member.version == county.member.version + 1

    def test_who_retains_the_membership_goes_on_retaining_it(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            standing.retain(actor=officer, obj=county.member, day=date(2014, 3, 1))

        merge(county)

        assert rows(county.member)[-1] == (MILL, DAY, None, "merged", "", True)
        assert stored(county.member).state == MemberState.RETAINED

    def test_who_had_left_stays_on_file_where_that_was(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            standing.withdraw(actor=officer, obj=county.member, day=date(2014, 3, 1))
        before = rows(county.member)

        merge(county)

        assert rows(county.member) == before
        assert stored(county.member).union_id == county.plant.pk

    def test_a_past_day_keeps_its_members(self, county: County) -> None:
        def on(day: date) -> dict[str, int]:
            with everything("tests"):
                found = Membership.objects.valid().on(day)
                return {u.name: found.filter(union=u).count() for u in (county.plant, county.mill)}

        before = on(date(2014, 8, 31))
        merge(county)

        assert on(date(2014, 8, 31)) == before == {PLANT: 3, MILL: 0}
        assert on(DAY) == {PLANT: 0, MILL: 3}

    def test_open_transfers_from_and_to_the_union_end(self, county: County) -> None:
        with everything("tests"):
            out = add_transfer(county.member, county.quarry)
            into = add_transfer(county.quarryman, county.plant, TransferState.ASKED_OUT)

        merge(county)

        with everything("tests"):
            for transfer in (out, into):
                transfer.refresh_from_db()
                assert transfer.state == TransferState.WITHDRAWN
                assert transfer.answer == f"“{PLANT}”并入“{MILL}”，接转终止。"
                assert transfer.decided_by == county["county_officer"]

    def test_a_membership_that_began_later_forbids_the_day_and_nothing_is_changed(self, county: County) -> None:
        with everything("tests"):
            Membership.objects.filter(member=county.member).update(held=span(date(2014, 9, 1)))

        with pytest.raises(ValidationError) as error:
            merge(county)

        assert refused(error) == {"day": ["有自2014年9月1日起的会籍，日期须晚于这一天。"]}
        assert on_roster(county.plant) == 3

    def test_who_waits_for_an_answer_is_answered_by_the_other(self, county: County) -> None:
        asked = asked_to_join(county.plant)

        merge(county)

        with everything("tests"):
            now = MembershipApplication.objects.get(pk=asked.pk)
            assert (now.union, now.state, now.version) == (county.mill, ApplicationState.NEW, asked.version + 1)

    def test_an_answered_application_stays_where_it_was_answered(self, county: County) -> None:
        merge(county)

        with everything("tests"):
            assert [each.union for each in MembershipApplication.objects.all()] == [county.plant]

    def test_what_comes_along_is_told_before(self, county: County) -> None:
        with acting_as(county["county_officer"]):
            effects = tree.merge_effects(actor=county["county_officer"], obj=county.plant, into=county.mill)

        assert list(effects.coming_along) == ["3 名在会会员（含保留会籍）"]
        assert effects.obstacles == []

    def test_hundred_members_take_no_more_statements_than_three(self, county: County) -> None:
        def statements(union: UnionOrg) -> int:
            with acting_as(county["county_officer"]), CaptureQueriesContext(connection) as asked:
                tree.merge(actor=county["county_officer"], obj=union, into=county.school, day=DAY)
            return len(asked)

        with everything("tests"):
            for serial in range(100):
                add_member(county.quarry, "张三", identity(serial))

        assert statements(county.quarry) == statements(county.plant)
        assert on_roster(county.school) == 104


class TestDissolve:
    def test_a_union_with_members_is_not_dissolved(self, county: County, county_officer: User) -> None:
        with everything("tests"):
            county.chemical_works.coverages.all().delete()
            type(county.chemical_works).objects.filter(union=county.plant).update(deregistered_on=DAY)

        with acting_as(county_officer), pytest.raises(ValidationError) as error:
            tree.dissolve(actor=county_officer, obj=county.plant, day=DAY)

        assert refused(error) == {"__all__": ["还有 3 名在会会员（含保留会籍），请先办理接转或会籍变动。"]}

    def test_nor_is_one_that_owes_an_answer(self, county: County, county_officer: User) -> None:
        asked_to_join(county.school)

        with acting_as(county_officer), pytest.raises(ValidationError) as error:
            tree.dissolve(actor=county_officer, obj=county.school, day=DAY)

        assert refused(error) == {"__all__": ["还有 1 份待审核的入会申请，请先答复。"]}

    def test_once_all_have_left_it_is(self, county: County, county_officer: User) -> None:
        with everything("tests"):
            add_member(county.school, "张三", identity(1))
        with acting_as(county_officer):
            (member,) = Member.objects.filter(union=county.school)
            standing.withdraw(actor=county_officer, obj=member, day=date(2014, 3, 1))

            tree.dissolve(actor=county_officer, obj=county.school, day=DAY)

        with everything("tests"):
            assert UnionOrg.objects.get(pk=county.school.pk).status == "dissolved"
