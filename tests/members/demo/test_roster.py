"""The members of the demo county: as many as was promised, true to every check, and some of them twice."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Max, Min

from desk.registers.checks import check_id_number, check_mobile
from members.choices import Began, HintState, MemberState, TransferState
from members.demo.places import PLANT
from members.models import DuplicateHint, Member, Membership, Transfer
from members.services import duplicates
from members.services.checks import derived_from
from unions.models import Employer, Officer, UnionOrg, User

pytestmark = pytest.mark.usefixtures("demo_county")


def test_there_are_twenty_thousand_files() -> None:
    assert Member.objects.count() == 20_000


def test_exactly_5328_joined_for_the_first_time_in_2014_and_about_as_many_the_year_before() -> None:
    assert Membership.objects.joined_in(date(2014, 1, 1), date(2014, 12, 31)).count() == 5_328
    assert Membership.objects.joined_in(date(2013, 1, 1), date(2013, 12, 31)).count() == 4_973


def test_everybody_joined_a_union_that_stood_in_working_age() -> None:
    joined = Member.objects.aggregate(first=Min("joined_on"), last=Max("joined_on"))
    assert (joined["first"].year, joined["last"].year) == (1988, 2015)
    assert 6_000 < Member.objects.filter(joined_on__lt=date(2013, 1, 1)).count() < 8_000
    assert not Membership.objects.filter(held__startswith__lt=F("union__founded_on")).exists()
    for born, joined_on in Member.objects.values_list("birthday", "joined_on"):
        assert 17 < (joined_on - born).days / 365.25 < 58
        assert (date(2015, 12, 31) - born).days / 365.25 < 61


def test_what_became_of_members_is_on_record_from_2013_on() -> None:
    ended = Membership.objects.exclude(ended="").values_list("held__endswith", flat=True)
    assert {day.year for day in ended} == {2013, 2014, 2015}
    assert not Member.objects.filter(consent_on__lt=date(2013, 1, 4)).exists()


def test_the_identity_numbers_are_valid_belong_to_nobody_and_agree_with_birthday_and_gender() -> None:
    officers = set(Officer.objects.filter(name__in=("徐芳", "叶青")).values_list("name", flat=True))
    assert officers == {"徐芳", "叶青"}
    regions = Counter()
    for member in Member.objects.only("id", "id_number", "birthday", "gender").iterator():
        check_id_number(member.id_number)
        assert derived_from(member.id_number) == (member.birthday, member.gender)
        regions[member.id_number[:6]] += 1
    assert regions == {"990183": 19_998, "990182": 2}  # the two chairs of the cast, as they stand among the officers


def test_the_telephones_are_valid_and_no_two_people_share_one() -> None:
    phones = Counter(Member.objects.values_list("phone", flat=True))
    for phone in phones:
        check_mobile(phone)
    assert sum(count - 1 for count in phones.values()) == 10  # ten of the second files have the telephone of the first


def test_who_has_an_employer_has_one_of_the_own_union() -> None:
    at_union = dict(Employer.objects.values_list("pk", "union_id"))
    with_one = Member.objects.exclude(employer=None).values_list("employer_id", "union_id")
    assert not [employer for employer, union in with_one if at_union[employer] != union]
    assert Member.objects.filter(employer=None).count() < 1_000


def test_some_have_left_are_retained_or_moved_on() -> None:
    states = Counter(Member.objects.values_list("state", flat=True))
    assert states == {
        MemberState.ACTIVE: 19_503,
        MemberState.RETAINED: 220,
        MemberState.WITHDRAWN: 240,
        MemberState.DECEASED: 25,
        MemberState.EXPELLED: 12,
    }
    moved = Membership.objects.filter(began=Began.TRANSFERRED)
    assert moved.count() == 400
    assert not moved.filter(predecessor__union=F("union")).exists()
    assert not moved.exclude(member__union=F("union")).exists()
    assert Transfer.objects.filter(state=TransferState.DONE).count() == 400


def test_everybody_on_the_roster_has_one_membership_today_and_nobody_else_has() -> None:
    today = Membership.objects.valid().on(date(2026, 11, 22)).values("member").annotate(n=Count("pk"))
    assert {row["n"] for row in today} == {1}
    assert today.count() == Member.objects.on_the_roster().count() == 19_723


def test_the_plant_of_the_base_officer_has_a_roster_worth_showing() -> None:
    plant = UnionOrg.objects.get(name=PLANT)
    members = Member.objects.filter(union=plant)
    assert 295 <= members.count() <= 315
    assert members.filter(name="徐芳", position="工会主席").count() == 1
    assert members.exclude(union_group="").count() > 290
    assert DuplicateHint.objects.filter(union=plant).count() == 11


def test_thirty_seven_people_have_two_files_and_all_are_on_the_review_list() -> None:
    hints = DuplicateHint.objects.all()
    assert hints.count() == 37
    assert Counter(hints.values_list("grounds", flat=True)) == {
        "姓名和出生日期相同": 21,
        "姓名和手机相同": 10,
        "姓名同音，出生日期和工会相同": 6,
    }
    assert set(hints.values_list("state", flat=True)) == {HintState.OPEN}
    assert hints.values("union").distinct().count() > 10


def test_something_waits_on_the_desk_of_the_base_officer() -> None:
    plant = UnionOrg.objects.get(name=PLANT)
    assert Counter(plant.applications.values_list("state", flat=True)) == {"new": 4, "refused": 1}
    assert (plant.transfers_in.open().count(), plant.transfers_out.open().count()) == (2, 1)


def test_another_search_finds_nothing_new() -> None:
    assert duplicates.look_for(actor=User.objects.get(username="county_officer")) == []
