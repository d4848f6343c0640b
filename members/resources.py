"""The roster as a workbook: what 会员 are imported from (《工会会员基本信息采集表》, domain.md §3.3)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from desk.registers.dated import span
from desk.sheets.imports.copying import Companion, CopyWriter, New
from desk.sheets.imports.loading import Column, Same
from desk.sheets.resource import Complaint, SheetField, SheetResource, Values
from desk.sheets.widgets import Candidate, Choice, Day, IdNumber, Lookup, Mobile, Text, YesNo
from members.choices import (
    NATIONS,
    ON_THE_ROSTER,
    Began,
    Education,
    EmploymentForm,
    Hukou,
    MemberState,
    Politics,
    SkillGrade,
)
from members.models import Member, Membership
from members.services.checks import check_agreement, check_days, check_union, derived_from
from unions.choices import Gender
from unions.models import Employer, UnionOrg

RIGHT = "members.import_member"
NO_UNION = "没有这家工会，或它不在您的管辖范围内、不是基层工会、已撤并。请填写工会全称。"
NO_EMPLOYER = "所属工会没有覆盖这家单位。请填写单位全称或统一社会信用代码，或先在“用人单位”中登记。"
WHICH_UNION = "您管辖的基层工会不止一家，请填写所属工会。"
ELSEWHERE = "此人的会籍在其他工会，请办理会籍接转。"

NATION_WORDS = {name.removesuffix("族"): code for code, name in NATIONS}
EDUCATION_WORDS = {
    "博士": Education.POSTGRADUATE,
    "博士研究生": Education.POSTGRADUATE,
    "硕士": Education.POSTGRADUATE,
    "硕士研究生": Education.POSTGRADUATE,
    "本科": Education.BACHELOR,
    "大专": Education.COLLEGE,
    "专科": Education.COLLEGE,
    "中专": Education.SECONDARY_VOCATIONAL,
    "职高": Education.SECONDARY_VOCATIONAL,
    "技校": Education.SECONDARY_VOCATIONAL,
    "高中": Education.SENIOR_HIGH,
    "初级中学": Education.JUNIOR_HIGH,
}
POLITICS_WORDS = {
    "党员": Politics.PARTY,
    "中国共产党党员": Politics.PARTY,
    "预备党员": Politics.PROBATIONARY,
    "团员": Politics.LEAGUE,
    "共青团员": Politics.LEAGUE,
    "无党派": Politics.NO_PARTY,
}
EMPLOYMENT_WORDS = {"合同工": EmploymentForm.CONTRACT, "派遣": EmploymentForm.DISPATCHED}
GRADE_WORDS = {"初级": SkillGrade.JUNIOR, "中级": SkillGrade.INTERMEDIATE, "高级": SkillGrade.SENIOR}


class UnionLookup(Lookup):
    """A grass-roots union that the importer may import into, by name or code."""

    def __init__(self) -> None:
        super().__init__(by=("name", "short_name", "uscc", "stat_code"), among=open_unions, missing=NO_UNION)

    def candidates(self, texts: Collection[str], actor: Any) -> Iterable[Candidate]:
        """Those of the branches in which `actor` holds the right to import: a branch may be open for reading alone."""
        found = {candidate.pk: candidate for candidate in super().candidates(texts, actor)}
        for union in UnionOrg.objects.filter(pk__in=found):
            if actor.has_perm(RIGHT, union):
                yield found[union.pk]


def open_unions(actor: Any) -> Any:
    """The unions of the branches of `actor` that take members."""
    return UnionOrg.objects.visible_to(actor).standing().grassroots()


def employers(actor: Any) -> Any:
    """The employers in the branches of `actor`."""
    return Employer.objects.visible_to(actor)


def first_memberships(new: New) -> Mapping[str, Column]:
    """The membership each new member begins with."""
    return {
        "member": new.keys,
        "union": new["union"],
        "held": [span(day) for day in new["joined_on"]],
        "began": Same(Began.JOINED.value),
    }


class MemberResource(SheetResource):
    """A roster. A new person gets a file and the first membership; a known one of the same union is brought up to date.

    Where somebody belongs is not changed by a roster: that is 会籍接转.
    """

    union = SheetField(
        "union",
        "所属工会",
        UnionLookup(),
        aliases=("工会名称", "工会", "组织名称", "基层工会", "所在工会"),
        example="建德市白沙化工有限公司工会",
        help="基层工会的全称；只管一家基层工会时可以不填",
    )
    name = SheetField("name", "姓名", Text(), required=True, aliases=("会员姓名", "职工姓名"), example="徐芳")
    id_number = SheetField(
        "id_number",
        "身份证号",
        IdNumber(),
        required=True,
        aliases=("身份证号码", "身份证", "公民身份号码", "证件号码", "证件号"),
        example="330182198001010044",
        help="18 位；单元格格式须为文本",
    )
    gender = SheetField("gender", "性别", Choice(Gender.choices), example="女", help="不填则按身份证号")
    birthday = SheetField(
        "birthday", "出生日期", Day(), aliases=("出生年月日", "生日"), example="1980-01-01", help="不填则按身份证号"
    )
    nation = SheetField("nation", "民族", Choice(NATIONS, NATION_WORDS), example="汉族")
    education = SheetField(
        "education", "学历", Choice(Education.choices, EDUCATION_WORDS), aliases=("文化程度",), example="大学本科"
    )
    politics = SheetField("politics", "政治面貌", Choice(Politics.choices, POLITICS_WORDS), example="群众")
    phone = SheetField(
        "phone",
        "手机",
        Mobile(),
        aliases=("手机号", "手机号码", "联系电话", "电话", "移动电话"),
        example="13900000001",
        help="11 位；单元格格式须为文本",
    )
    address = SheetField("address", "居住地址", Text(), aliases=("住址", "家庭住址", "现住址"), example="新安江街道")
    hukou = SheetField("hukou", "户籍", Choice(Hukou.choices), aliases=("户籍类型", "户口性质"), example="本地城镇")
    is_migrant = SheetField("is_migrant", "农民工", YesNo(), aliases=("是否农民工",), example="否")
    is_dispatched = SheetField(
        "is_dispatched", "劳务派遣", YesNo(), aliases=("是否劳务派遣", "劳务派遣工"), example="否"
    )
    is_new_form = SheetField(
        "is_new_form", "新就业形态", YesNo(), aliases=("新就业形态劳动者", "是否新就业形态"), example="否"
    )
    employer = SheetField(
        "employer",
        "用人单位",
        Lookup(by=("uscc", "name"), among=employers, within="union", missing=NO_EMPLOYER),
        aliases=("工作单位", "单位名称", "单位"),
        example="建德市白沙化工有限公司",
        help="所属工会覆盖的单位：全称或统一社会信用代码",
    )
    employed_from = SheetField(
        "employed_from", "入职日期", Day(), aliases=("参加工作日期", "入职时间"), example="2010-07-01"
    )
    employment = SheetField(
        "employment", "用工形式", Choice(EmploymentForm.choices, EMPLOYMENT_WORDS), example="合同制"
    )
    work_no = SheetField("work_no", "工号", Text(), aliases=("职工编号", "员工编号"), example="A0017")
    position = SheetField("position", "岗位", Text(), aliases=("职务", "岗位名称"), example="操作工")
    title = SheetField("title", "职称", Text(), aliases=("技术职称", "专业技术职称"), example="工程师")
    skill_grade = SheetField(
        "skill_grade", "技能等级", Choice(SkillGrade.choices, GRADE_WORDS), aliases=("职业技能等级",), example="高级工"
    )
    union_group = SheetField("union_group", "工会小组", Text(), aliases=("小组",), example="一车间")
    joined_on = SheetField(
        "joined_on",
        "入会日期",
        Day(),
        required=True,
        fixed=True,
        aliases=("入会时间", "加入工会日期"),
        example="2013-05-01",
        help="第一次加入工会的日期",
    )
    consent_on = SheetField(
        "consent_on", "同意采集日期", Day(), aliases=("采集日期", "授权日期"), example="2014-03-01", help="本人同意之日"
    )
    note = SheetField("note", "备注", Text())

    writer = CopyWriter(Companion(Membership, first_memberships))
    elsewhere = ELSEWHERE
    asked_of_existing = ("state",)

    class Meta:
        model = Member
        import_id_fields = ("id_number",)

    def begin(self) -> None:
        """The unions rows can belong to, and the one that is meant where a row names none."""
        self._today = timezone.localdate()
        self._unions = {union.pk: union for union in open_unions(self.actor)}
        own = list(self._unions.values())
        self._only = own[0].pk if len(own) == 1 and self.actor.has_perm(RIGHT, own[0]) else None

    def complete(self, values: Values) -> None:
        """Birthday and gender from the identity number, the union where there is only one to think of."""
        if self._only is not None:
            values.setdefault("union", self._only)
        self._derived = derived_from(values["id_number"]) if "id_number" in values else None
        if self._derived is not None:
            values.setdefault("birthday", self._derived.birthday)
            values.setdefault("gender", self._derived.gender)

    def judge(self, values: Values) -> Iterable[Complaint]:
        """The rules of members.services.checks, which hold for forms too."""
        derived = self._derived  # of this row: each is completed, then judged
        yield from check_agreement(values, derived)
        yield from check_days(values, derived.birthday if derived else values.get("birthday"), self._today)
        if "union" in values:
            yield from check_union(self._unions[values["union"]], values.get("joined_on"))
        else:
            yield "union", WHICH_UNION

    def judge_change(self, before: Values, values: Values) -> Iterable[Complaint]:
        """Only a member of the same union; the others in one sentence, whether their union can be seen or not."""
        if before["union"] != values.get("union"):
            yield "id_number", ELSEWHERE
        elif before["state"] not in ON_THE_ROSTER:
            state = MemberState(before["state"]).label
            yield "id_number", f"此人的会籍状态是“{state}”，不能用导入更改。请在会员档案中办理。"
