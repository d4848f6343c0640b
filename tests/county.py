"""The small county that the cast lives in."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from desk.cases.choices import By, EntryKind
from desk.jobs.models import Job
from desk.notices.models import Notice
from desk.registers.choices import Approval
from desk.registers.dated import span
from desk.registers.models import Batch
from desk.sheets.choices import ImportState
from desk.sheets.models import ImportRun
from members.choices import MemberState, SkillGrade, TransferState
from members.models import (
    ApplicationEntry,
    DuplicateHint,
    Member,
    Membership,
    MembershipApplication,
    Merge,
    Transfer,
    TransferEntry,
)
from tests.competitions.ideas import add_campaign, add_proposal
from tests.jianzhi.year_end.reporting import add_figure, add_period, add_return
from unions.choices import Gender, GrassrootsForm, Industry, OrgType, Post, Role, ShellKind, UnitClass
from unions.models import (
    Announcement,
    Appointment,
    Coverage,
    Employer,
    LegalPersonRegistration,
    Officer,
    ShellFlag,
    Standing,
    Term,
    UnionOrg,
    User,
)

FOUNDED = date(2013, 3, 1)


@dataclass
class County:
    """Its unions by short names, and the people of the cast."""

    federation: UnionOrg
    xinanjiang: UnionOrg
    meicheng: UnionOrg
    education: UnionOrg
    plant: UnionOrg
    mill: UnionOrg
    quarry: UnionOrg
    school: UnionOrg
    chemical_works: Employer
    mill_company: Employer
    quarry_company: Employer
    uncovered_company: Employer
    member: Member  # at the plant
    quarryman: Member
    people: dict[str, User] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        """The person of the cast with this name."""
        return self.people[name]

    def record(self, register: str) -> Any:
        """The plant's record in the register with this slug."""
        return self.records[register]

    @property
    def job(self) -> Job:
        """A job that the officer of the plant's union asked for."""
        job: Job = self.records["jobs"]
        return job


CAST: dict[str, tuple[str, str | None, str]] = {
    # name: (role, the attribute of County it is held at, full name)
    "county_officer": (Role.COUNTY_OFFICER, "federation", "方敏"),
    "county_leader": (Role.COUNTY_LEADER, "federation", "赵银"),
    "town_officer": (Role.TOWN_OFFICER, "xinanjiang", "胡建"),
    "base_officer": (Role.BASE_OFFICER, "plant", "徐芳"),
    "other_base_officer": (Role.BASE_OFFICER, "quarry", "叶青"),
    "auditor": (Role.AUDITOR, "federation", "沈静"),
    "security_admin": (Role.SECURITY_ADMIN, "federation", "邵磊"),
    "system_admin": (Role.SYSTEM_ADMIN, "federation", "吴涛"),
    "stranger": ("", None, "过客"),
}


PASSWORD = "Qiantang-2014-River"


@cache
def hashed(password: str) -> str:
    """Argon2 is slow on purpose; the cast shares one password, hashed once."""
    return make_password(password)


def add_union(parent: UnionOrg | None, name: str, org_type: str, **fields: Any) -> UnionOrg:
    """A union with its path and its standing; past the services, for tests of what stands on them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('unions_unionorg', 'id'))")
        pk = cursor.fetchone()[0]
    fields = {"founded_on": FOUNDED, "region_code": "330182", **fields}
    path = f"{parent.path if parent else ''}{pk}."
    union = UnionOrg.objects.create(id=pk, parent=parent, path=path, name=name, org_type=org_type, **fields)
    Standing.objects.create(union=union, parent=parent, name=name, held=span(union.founded_on))
    return union


def add_base(parent: UnionOrg, name: str, **fields: Any) -> UnionOrg:
    """A grass-roots union of the single form."""
    return add_union(parent, name, OrgType.GRASSROOTS, grassroots_form=GrassrootsForm.SINGLE, **fields)


def add_employer(union: UnionOrg, name: str, uscc: str, *, covered: bool = True, **fields: Any) -> Employer:
    """An employer at the desk of `union`; covered by it unless said otherwise."""
    fields = {"unit_class": UnitClass.PRIVATE, "industry": Industry.C, **fields}
    employer = Employer.objects.create(union=union, name=name, uscc=uscc, **fields)
    if covered:
        Coverage.objects.create(union=union, employer=employer, held=span(FOUNDED))
    return employer


def add_member(union: UnionOrg, name: str, id_number: str, **fields: Any) -> Member:
    """A member of `union` since the founding of the county, past the services."""
    fields = {"joined_on": FOUNDED, **fields}
    member = Member.objects.create(union=union, name=name, id_number=id_number, **fields)
    Membership.objects.create(union=union, member=member, held=span(fields["joined_on"]))
    return member


def add_transfer(member: Member, to_union: UnionOrg, state: str = TransferState.ASKED_IN, **fields: Any) -> Transfer:
    """A transfer of `member` to `to_union`, asked for by the union that is left, past the services."""
    fields = {"asked_on": date(2014, 6, 1), "due_on": date(2014, 7, 1), **fields}
    names = {"name": member.name, "union_name": member.union.name, "to_union_name": to_union.name}
    return Transfer.objects.create(union=member.union, to_union=to_union, member=member, state=state, **names, **fields)


def add_hint(one: Member, other: Member) -> DuplicateHint:
    """Two files of one union that look like one person's."""
    first, second = sorted((one, other), key=lambda member: member.pk)
    return DuplicateHint.objects.create(union=one.union, one=first, other=second, grounds="姓名相同")


def add_person(username: str, role: str, union: UnionOrg | None, full_name: str) -> User:
    """An account, with an open-ended appointment when a union is given."""
    user = User.objects.create(username=username, full_name=full_name, password=hashed(PASSWORD))
    if union is not None:
        Appointment.objects.create(user=user, union=union, role=role, held=span(FOUNDED))
    return user


def build_county() -> County:
    """Two townships, an industrial union, four grass-roots unions, four employers and the cast."""
    federation = add_union(None, "建德市总工会", OrgType.COUNTY_FEDERATION, term_years=5)
    xinanjiang = add_union(
        federation, "建德市新安江街道总工会", OrgType.TOWNSHIP_FEDERATION, region_code="330182001", term_years=5
    )
    meicheng = add_union(
        federation, "建德市梅城镇总工会", OrgType.TOWNSHIP_FEDERATION, region_code="330182104", term_years=5
    )
    education = add_union(federation, "建德市教育工会", OrgType.INDUSTRIAL_UNION, term_years=5)
    plant = add_base(
        xinanjiang,
        "建德市白沙化工有限公司工会",
        worker_count=320,
        female_workers=110,
        member_count=300,
        female_members=100,
    )
    mill = add_base(xinanjiang, "建德市新安江纺织有限公司工会", worker_count=150, female_workers=120, member_count=120)
    quarry = add_base(meicheng, "建德市严州石材有限公司工会", worker_count=40, member_count=35)
    school = add_base(education, "建德市新安江中学工会", worker_count=90, female_workers=60, member_count=90)
    chemical_works = add_employer(
        plant,
        "建德市白沙化工有限公司",
        "91330182MA2AAAA01W",
        is_above_scale=True,
        headcount=320,
        contact="徐芳",
        phone="13900000001",
    )
    county = County(
        federation=federation,
        xinanjiang=xinanjiang,
        meicheng=meicheng,
        education=education,
        plant=plant,
        mill=mill,
        quarry=quarry,
        school=school,
        chemical_works=chemical_works,
        mill_company=add_employer(mill, "建德市新安江纺织有限公司", "91330182MA2AAAA020", headcount=150),
        quarry_company=add_employer(quarry, "建德市严州石材有限公司", "91330182MA2AAAA033", headcount=40),
        uncovered_company=add_employer(
            xinanjiang, "建德市江滨五金厂", "91330182MA2AAAA046", covered=False, is_above_scale=True, headcount=210
        ),
        member=add_member(
            plant,
            "陈晓燕",
            "330182198503150020",
            gender=Gender.FEMALE,
            birthday=date(1985, 3, 15),
            phone="13900000003",
            employer=chemical_works,
            skill_grade=SkillGrade.SENIOR,
            consent_on=FOUNDED,
        ),
        quarryman=add_member(
            quarry, "叶建国", "330182197901010133", gender=Gender.MALE, birthday=date(1979, 1, 1), is_migrant=True
        ),
    )
    for username, (role, at, full_name) in CAST.items():
        county.people[username] = add_person(username, role, getattr(county, at) if at else None, full_name)
    term = Term.objects.create(union=plant, number=1, elected_on=FOUNDED, ends_on=date(2016, 3, 1))
    chair = Officer.objects.create(
        union=plant,
        term=term,
        name="徐芳",
        gender="2",
        post=Post.CHAIR,
        id_number="330182198001010044",
        phone="13900000002",
        held=span(FOUNDED),
    )
    county.records = {
        "unions": plant,
        "employers": county.chemical_works,
        "officers": chair,
        "registrations": LegalPersonRegistration.objects.create(
            union=plant, legal_rep="徐芳", address="建德市新安江街道"
        ),
        "shells": ShellFlag.objects.create(union=plant, kind=ShellKind.EMPTY_SHELL, found_on=FOUNDED),
        "accounts": county["base_officer"],
        "members": county.member,
        "transfers": add_transfer(
            add_member(plant, "王伟", "330182199005200114", gender=Gender.MALE, birthday=date(1990, 5, 20)), mill
        ),
        "applications": MembershipApplication.objects.create(
            union=plant,
            name="何平",
            id_number="330182199203040035",
            phone="13900000004",
            employer_name="建德市白沙化工有限公司",
            consent_at=timezone.now(),
            code_digest="the digest of nobody's code",
        ),
        "duplicates": add_hint(county.member, add_member(plant, "陈晓燕", "330182198503150004")),
        "approvals": Batch.objects.create(
            register="members",
            owner=county["base_officer"],
            purpose="xlsx",
            reveal=True,
            reason="核对入会登记表，需要完整号码",
            persons=501,
            approval=Approval.WAITING,
            scope=[plant.path],
        ),
        "imports": {
            slug: ImportRun.objects.create(
                owner=county["base_officer"],
                register=slug,
                scope=[plant.path],
                kind="xlsx",
                state=ImportState.DISCARDED,
            )
            for slug in ("members", "employers", "officers", "unions", "proposals", "entered")
        },
        "jobs": Job.objects.create(
            kind="tests.nothing", title="测试任务", owner=county["base_officer"], scope=[plant.path]
        ),
        "notices": Notice.objects.create(
            to=county["base_officer"],
            topic="tests.nothing",
            subject="测试通知",
            key="tests:in_site",
            state="sent",
            sent_at=timezone.now(),
        ),
        "outbox": Notice.objects.create(
            channel="sms",
            address="13900000005",
            topic="tests.nothing",
            subject="测试短信",
            key="tests:sms",
            state="failed",
            attempts=6,
            last_error="短信网关没有应答。",
        ),
    }
    county.records["announcements"] = Announcement.objects.create(
        union=federation,
        kind="publicity",
        title="优秀金点子公示",
        body="对公示内容有不同意见的，请向工会反映。",
        published_on=date(2014, 12, 1),
    )
    period = add_period()  # a statistical year, beside the calendar years that tests open
    county.records |= {
        "periods": period,
        "returns": add_return(period, plant),
        "entered": add_figure(period, plant),
    }
    campaign = add_campaign(federation)
    county.records |= {"campaigns": campaign, "proposals": add_proposal(plant, campaign, phone="13900000006")}
    gone = add_member(plant, "吴亮", "330182198807070038", state=MemberState.MERGED, merged_into=county.member)
    gone.memberships.update(is_void=True)
    Merge.objects.create(
        union=plant,
        kept=county.member,
        gone=gone,
        gone_state=MemberState.ACTIVE,
        reason="同一人",
        done_by=county["town_officer"],
    )
    message = {"kind": EntryKind.MESSAGE, "by": By.VISITOR, "text": "请问办到哪一步了？", "is_public": True}
    ApplicationEntry.objects.create(case=county.record("applications"), **message)
    TransferEntry.objects.create(case=county.record("transfers"), **message)
    return county
