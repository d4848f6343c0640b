"""The demo county: as large as was promised, true to its checks, the same every time."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max, Min

from desk.registers.checks import check_credit_code, check_id_number, check_mobile, check_union_credit_code
from desk.vault.scope import acting_as
from unions.choices import ChangeKind, OrgStatus, OrgType, RegistrationState, ShellState
from unions.demo.accounts import CAST, PASSWORD, SINCE, table
from unions.demo.codes import credit_code, id_number
from unions.demo.county import is_empty
from unions.demo.federations import townships
from unions.models import (
    Appointment,
    Coverage,
    Employer,
    LegalPersonRegistration,
    Officer,
    OrgChange,
    ShellFlag,
    Standing,
    Term,
    UnionOrg,
    User,
)
from unions.services import census, tree

UNTIL = date(2026, 11, 22)

pytestmark = pytest.mark.usefixtures("demo_county")


def test_it_holds_what_was_promised() -> None:
    by_type = dict(UnionOrg.objects.values_list("org_type").annotate(n=Count("pk")).order_by())
    assert (by_type["county_federation"], by_type["township_federation"], by_type["industrial_union"]) == (1, 16, 8)
    assert UnionOrg.objects.grassroots().standing().count() == 1300
    assert Employer.objects.count() == 1600
    # Those who judge ideas, in the townships and beside the county officer, come with the ideas.
    assert User.objects.exclude(username__regex=r"^town_\d|^county_reviewer$").count() == 9


def test_exactly_fifty_unions_were_founded_in_2014() -> None:
    assert UnionOrg.objects.grassroots().founded_in(date(2014, 1, 1), date(2014, 12, 31)).count() == 50
    assert UnionOrg.objects.founded_in(date(2014, 1, 1), date(2014, 12, 31)).count() == 50


def test_its_unions_were_founded_over_thirty_years_and_about_as_many_in_2013_as_in_2014() -> None:
    years = Counter(day.year for day in UnionOrg.objects.grassroots().values_list("founded_on", flat=True))
    assert (min(years), years[2013], years[2014], years[2015], max(years)) == (1985, 46, 50, 40, 2015)
    assert max(number for year, number in years.items() if year < 2013) < 200
    assert set(range(1985, 2016)) <= set(years)
    assert not UnionOrg.objects.filter(founded_on__lt=F("parent__founded_on")).exists()
    assert not Employer.objects.filter(union__in=UnionOrg.objects.grassroots(), registered_on=None).exists()
    assert not Employer.objects.filter(coverages__held__startswith__lt=F("registered_on")).exists()
    assert not Coverage.objects.filter(held__startswith__lt=F("union__founded_on")).exists()


def test_what_happened_is_on_record_from_2013_on_and_who_was_in_office_then() -> None:
    happened = OrgChange.objects.exclude(kind=ChangeKind.FOUNDED).aggregate(a=Min("day"), b=Max("day"))
    assert happened == {"a": date(2014, 3, 1), "b": date(2015, 12, 30)}
    assert not Term.objects.filter(ends_on__lte=SINCE).exists()
    standing = UnionOrg.objects.grassroots().filter(founded_on__lte=SINCE).exclude(terms=None)
    first = standing.annotate(first=Min("terms__elected_on"), number=Min("terms__number"))
    assert not first.filter(first__gt=SINCE + timedelta(days=21)).exists()
    assert first.filter(number__gte=5).exists()
    assert not Officer.objects.filter(held__startswith__lt=date(2008, 1, 4)).exists()
    assert not Officer.objects.filter(held__startswith__lt=F("union__founded_on")).exists()
    assert set(Appointment.objects.values_list("held__startswith", flat=True)) == {SINCE}


def test_its_sixteen_townships_carry_their_codes() -> None:
    found = dict(UnionOrg.objects.filter(org_type=OrgType.TOWNSHIP_FEDERATION).values_list("short_name", "region_code"))
    assert len(found) == 16
    assert found["新安江街道总工会"] == "330182001"
    assert found["梅城镇总工会"] == "330182104"
    assert found["钦堂乡总工会"] == "330182202"
    assert "330182103" not in townships().values()


def test_its_past_differs_from_its_present() -> None:
    officer = User.objects.get(username="county_officer")
    park = UnionOrg.objects.get(name="建德经济开发区工会")
    county = UnionOrg.objects.get(parent=None)
    days = (date(2014, 2, 28), date(2014, 3, 1), date(2014, 6, 1), date(2014, 7, 1))
    counts = [tree.grassroots_on(actor=officer, union=park, day=day) for day in days]
    assert [later - counts[0] for later in counts[1:]] >= [1, 2, 3]
    kinds = (
        OrgChange.objects.exclude(kind=ChangeKind.FOUNDED).values_list("kind").annotate(n=Count("pk")).order_by("kind")
    )
    assert dict(kinds) == {"dissolved": 2, "merged": 3, "moved": 3, "renamed": 6}
    for day in (date(2013, 12, 31), date(2014, 12, 31), UNTIL):
        assert (
            tree.grassroots_on(actor=officer, union=county, day=day)
            == UnionOrg.objects.grassroots().existing_on(day).count()
        )


def test_every_code_passes_its_check_and_is_nobodys() -> None:
    for code in Employer.objects.values_list("uscc", flat=True):
        check_credit_code(code)
    for code in UnionOrg.objects.exclude(uscc="").values_list("uscc", flat=True):
        check_union_credit_code(code)
    officers = list(Officer.objects.all())
    numbers = [officer.id_number for officer in officers]
    for officer in officers:
        check_id_number(officer.id_number)
        check_mobile(officer.phone)
        assert int(officer.id_number[16]) % 2 == (1 if officer.gender == "1" else 0)
    assert {number[:6] for number in numbers} == {"990182"}
    assert len(set(numbers)) == len(numbers)
    assert {officer.phone[:7] for officer in officers} == {"1390000"}


def test_rows_that_were_written_in_bulk_are_as_the_services_would_have_them() -> None:
    for union in UnionOrg.objects.select_related("parent").order_by("?")[:60]:
        union.full_clean()
    for model in (Employer, Officer, LegalPersonRegistration, Term):
        for row in model.objects.order_by("?")[:40]:
            row.full_clean()
    standing = Standing.objects.open().values_list("union_id", "name", "parent_id")
    assert set(standing) == set(UnionOrg.objects.standing().values_list("pk", "name", "parent_id"))
    assert not Coverage.objects.open().exclude(employer__union=F("union")).exists()
    assert not Coverage.objects.open().filter(union__closed_on__isnull=False).exists()


def test_its_troubles_are_there_and_rare() -> None:
    assert Employer.objects.above_scale().uncovered().count() == 24
    assert UnionOrg.objects.grassroots().reelection_due(UNTIL).count() == 60
    rules = {item["rule"] for evidence in ShellFlag.objects.values_list("evidence", flat=True) for item in evidence}
    assert len(rules) == 10  # every rule finds something
    assert 100 <= ShellFlag.objects.values("union").distinct().count() <= 200
    assert set(ShellFlag.objects.values_list("state", flat=True)) == set(ShellState) - {ShellState.CANCELLED}
    states = set(LegalPersonRegistration.objects.values_list("state", flat=True))
    assert states >= {
        RegistrationState.DRAFT,
        RegistrationState.SUBMITTED,
        RegistrationState.SUPPLEMENT,
        RegistrationState.APPROVED,
    }
    assert UnionOrg.objects.filter(status=OrgStatus.MERGED).count() == 3


def test_the_union_of_the_base_officer_is_in_order() -> None:
    union = UnionOrg.objects.get(name="建德市白沙化工有限公司工会")
    assert (union.founded_on, union.worker_count) == (date(2013, 3, 1), 320)
    assert [finding.health.label for finding in census.health_card(union, date(2015, 12, 31))][:1] == ["正常"]
    assert Officer.objects.get(union=union, post="chair").name == "徐芳"


def test_everybody_of_the_cast_can_sign_in_and_sees_the_own_branch() -> None:
    sees = {}
    for person in CAST:
        user = User.objects.get(username=person.username)
        assert check_password(PASSWORD, user.password)
        validate_password(PASSWORD, User(username=person.username, full_name=person.full_name))
        with acting_as(user):
            sees[person.username] = UnionOrg.objects.visible_to(user).count()
    whole = UnionOrg.objects.count()
    town = UnionOrg.objects.within(UnionOrg.objects.get(name="建德市新安江街道总工会")).count()
    assert sees["county_officer"] == sees["county_leader"] == whole
    assert sees["town_officer"] == town > 140
    assert sees["base_officer"] >= 1
    assert sees["other_base_officer"] == 1
    assert sees["stranger"] == 0


def test_the_accounts_are_printed_as_a_table() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["登录名", "姓名", "角色", "工会"]
    assert lines[1].split() == ["county_officer", "方敏", "县级工会干部", "建德市总工会"]
    assert lines[-1] == f"密码（全部账号相同）：{PASSWORD}"
    assert out.getvalue().strip() == table()


def test_it_goes_into_an_empty_database_only() -> None:
    assert not is_empty()
    call_command("seed_demo", if_empty=True, skip_checks=True)
    assert Employer.objects.count() == 1600
    with pytest.raises(CommandError, match="库中已有工会或账号"):
        call_command("seed_demo", skip_checks=True)


def test_numbers_are_made_as_the_standards_say() -> None:
    assert credit_code("91", 1) == "91330182MA200001" + credit_code("91", 1)[16:]
    check_credit_code(credit_code("91", 99_999))
    assert id_number(date(1980, 1, 1), 4, is_woman=True)[:17] == "99018219800101008"
    with pytest.raises(ValidationError):
        check_id_number(id_number(date(1980, 1, 1), 4, is_woman=True)[:-1] + "Y")
