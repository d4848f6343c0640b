"""The five matters of the census: how a union stands, and how the county does."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base, add_union
from unions.choices import CommitteeKind, Health, Matter, OrgStatus, OrgType, Post, RegistrationState
from unions.demo.codes import credit_code
from unions.models import Committee, Coverage, Employer, LegalPersonRegistration, Officer, Term, UnionOrg
from unions.services import census

DAY = date(2014, 6, 30)
IN_ORDER = {
    "approval_doc_no": "新总工〔2013〕1号",
    "worker_count": 100,
    "member_count": 90,
    "female_workers": 40,
    "female_members": 25,
    "bank_account_opened": True,
    "books_kept": True,
    "status": OrgStatus.ACTIVE,
}


@pytest.fixture
def union(county: County) -> UnionOrg:
    """A union that is in order in all five matters on DAY."""
    with everything("test"):
        made = add_base(county.meicheng, "样板工会", **IN_ORDER)
        employer = Employer.objects.create(
            union=made, name="样板厂", uscc=credit_code("91", 9), unit_class="170", industry="C"
        )
        Coverage.objects.create(union=made, employer=employer, held=span(date(2013, 3, 1)))
        Term.objects.create(union=made, number=1, elected_on=date(2013, 3, 1), ends_on=date(2016, 3, 1))
        Officer.objects.create(union=made, name="钱江", post=Post.CHAIR, held=span(date(2013, 3, 1)))
        for kind in CommitteeKind:
            Committee.objects.create(union=made, kind=kind, held=span(date(2013, 3, 1)))
        LegalPersonRegistration.objects.create(
            union=made,
            legal_rep="钱江",
            address="乙",
            state=RegistrationState.ISSUED,
            uscc=credit_code("81", 9),
            cert_no="证9",
            issued_on=date(2013, 5, 1),
            valid_until=date(2016, 3, 1),
        )
    return made


def healths(union: UnionOrg, day: date = DAY) -> dict[str, str]:
    with everything("test"):
        return {f.label: f.health.label for f in census.health_card(union, day)}


def test_a_union_in_order(union: UnionOrg) -> None:
    with everything("test"):
        card = census.health_card(union, DAY)
    assert [(f.label, f.health.label, f.tone, f.evidence) for f in card] == [
        ("组建", "正常", "green", "正常，批复文号 新总工〔2013〕1号，有在营的涵盖单位。"),
        ("入会", "正常", "green", "会员 90 人，职工 100 人，入会率 90.0%（目标 90%）。"),
        ("法人登记", "正常", "green", "证书有效期至 2016-03-01。"),
        ("财务建账", "正常", "green", "已开立账户，已独立建账。"),
        ("队伍建设", "正常", "green", "主席在任，本届 2016-03-01 届满，有经审委，有女工委（女会员 25 人）。"),
    ]


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"approval_doc_no": ""}, "组建", "需关注"),
    ({"status": OrgStatus.PREPARING}, "组建", "缺失"),
    ({"member_count": 89}, "入会", "需关注"),
    ({"member_count": 101}, "入会", "需关注"),
    ({"member_count": 0, "female_members": 0}, "入会", "缺失"),
    ({"bank_account_opened": False}, "财务建账", "需关注"),
    ({"books_kept": False}, "财务建账", "需关注"),
    ({"bank_account_opened": False, "books_kept": False}, "财务建账", "缺失"),
]


@pytest.mark.parametrize(("facts", "matter", "health"), CASES)
def test_what_its_record_says(union: UnionOrg, facts: dict[str, Any], matter: str, health: str) -> None:
    with everything("test"):
        UnionOrg.objects.filter(pk=union.pk).update(**facts)
    assert {m: h for m, h in healths(union).items() if h != "正常"} == {matter: health}


@pytest.mark.parametrize(
    ("matter", "day", "health"),
    [
        ("法人登记", date(2015, 12, 2), "正常"),  # 90 days before the certificate ends
        ("法人登记", date(2015, 12, 3), "需关注"),
        ("队伍建设", date(2016, 2, 29), "正常"),
        ("队伍建设", date(2016, 3, 1), "需关注"),  # the term ends
    ],
)
def test_what_ends_is_seen_on_its_day(union: UnionOrg, matter: str, day: date, health: str) -> None:
    assert healths(union, day)[matter] == health


def test_what_stands_beside_its_record(union: UnionOrg) -> None:
    before = date(2014, 6, 1)
    with everything("test"):
        Employer.objects.filter(union=union).update(deregistered_on=before)
        Committee.objects.filter(union=union, kind=CommitteeKind.WOMEN).delete()
        LegalPersonRegistration.objects.filter(union=union).delete()
        LegalPersonRegistration.objects.create(
            union=union, legal_rep="甲", address="乙", state=RegistrationState.SUBMITTED
        )
    assert healths(union) == {
        "组建": "缺失",
        "入会": "正常",
        "法人登记": "需关注",
        "财务建账": "正常",
        "队伍建设": "需关注",
    }
    with everything("test"):
        UnionOrg.objects.filter(pk=union.pk).update(female_members=24)  # fewer than 25 need no committee
        LegalPersonRegistration.objects.filter(union=union).delete()
    assert healths(union) == {
        "组建": "缺失",
        "入会": "正常",
        "法人登记": "缺失",
        "财务建账": "正常",
        "队伍建设": "正常",
    }
    with everything("test"):
        Officer.objects.filter(union=union).update(held=span(date(2013, 3, 1), before))
    assert healths(union)["队伍建设"] == "缺失"


def test_a_federation_is_as_its_unions_are(county: County, union: UnionOrg) -> None:
    with everything("test"):
        card = census.health_card(county.meicheng, DAY)
        assert (card[0].health, card[0].evidence) == (
            Health.ATTENTION,
            "下属基层工会 2 家：正常 1，需关注 1，缺失 0。",
        )
        add_union(county.plant, "一车间分工会", OrgType.SUB_UNION)
        assert census.health_card(UnionOrg.objects.get(name="一车间分工会"), DAY) == []


def test_the_overview_counts_each_branch_once(county: County, union: UnionOrg) -> None:
    with everything("test"):
        add_base(county.federation, "市直属工会")
    officer = county["county_officer"]
    with acting_as(officer):
        rows = census.county_overview(actor=officer, day=DAY)
        assert [(row.union.name, row.unions) for row in rows] == [
            ("建德市总工会", 1),
            ("建德市新安江街道总工会", 2),
            ("建德市梅城镇总工会", 2),
            ("建德市教育工会", 1),
        ]
        meicheng = rows[2].matters
        assert {m.label: (c.ok, c.attention, c.missing) for m, c in meicheng.items()} == {
            "组建": (1, 1, 0),
            "入会": (1, 1, 0),
            "法人登记": (1, 0, 1),
            "财务建账": (1, 0, 1),
            "队伍建设": (1, 0, 1),
        }
        assert tuple(meicheng) == census.MATTERS == tuple(Matter)


def test_it_shows_the_own_branch_alone(county: County) -> None:
    officer = county["town_officer"]
    with everything("a scope that is wider than the person's own"):
        rows = census.county_overview(actor=officer, day=DAY)
        assert [(row.union, row.unions) for row in rows] == [(county.xinanjiang, 2)]
    with acting_as(county["stranger"]), pytest.raises(PermissionDenied):
        census.county_overview(actor=county["stranger"])


@pytest.mark.parametrize("more", [0, 20])
def test_it_takes_two_queries_however_many_unions(county: County, more: int) -> None:
    officer = county["county_officer"]
    with everything("test"):
        for number in range(more):
            add_base(county.meicheng, f"工会{number}")
    officer.current_appointments()
    with acting_as(officer), CaptureQueriesContext(connection) as queries:
        census.county_overview(actor=officer, day=DAY)
    assert len(queries) == 2


def test_card_and_overview_agree(county: County, union: UnionOrg) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        (row,) = [r for r in census.county_overview(actor=officer, day=DAY) if r.union == county.meicheng]
        cards = [census.health_card(u, DAY) for u in UnionOrg.objects.within(county.meicheng).grassroots()]
    for matter, counts in row.matters.items():
        found = [f.health for card in cards for f in card if f.matter == matter]
        assert (counts.ok, counts.attention, counts.missing) == tuple(found.count(health) for health in Health)
