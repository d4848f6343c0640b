"""What can be imported into the registers of the first floor. The services that pages use write the rows here too."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from desk.sheets.imports.by_service import ServiceWriter
from desk.sheets.resource import Complaint, SheetField, SheetResource, Values
from desk.sheets.widgets import Choice, CreditCode, Day, Identifier, IdNumber, Lookup, Mobile, Number, Text, YesNo
from unions.choices import CHILDREN, Employment, Gender, GrassrootsForm, Industry, OrgType, Post, UnitClass
from unions.models import Employer, Officer, UnionOrg
from unions.services import employers, records, terms, tree

POST_WORDS = {
    "工会主席": Post.CHAIR,
    "工会副主席": Post.VICE_CHAIR,
    "工会委员": Post.COMMITTEE_MEMBER,
    "经费审查委员会主任": Post.AUDIT_CHAIR,
    "经审主任": Post.AUDIT_CHAIR,
    "女职工委员会主任": Post.WOMEN_CHAIR,
    "女职委主任": Post.WOMEN_CHAIR,
    "财务": Post.FINANCE,
}


def standing_unions(actor: Any) -> QuerySet[UnionOrg]:
    """The unions a row may name: those of the branches of `actor` that were not closed."""
    found: QuerySet[UnionOrg] = UnionOrg.objects.visible_to(actor).standing()
    return found


def _union_column(label: str, example: str) -> SheetField:
    """The union a row belongs to: given when it is new, never changed by an import."""
    return SheetField(
        "union",
        label,
        Lookup(
            by=("name",),
            among=standing_unions,
            missing="您的管辖范围内没有这个名称的工会，或已撤并。请填写工会全称。",
        ),
        required=True,
        fixed=True,
        aliases=("工会", "工会名称", "所属工会"),
        example=example,
        help="填工会全称，须在您的管辖范围内。",
    )


def _parents(actor: Any) -> QuerySet[UnionOrg]:
    """The unions under which others may stand."""
    return standing_unions(actor).filter(org_type__in=[kind for kind, below in CHILDREN.items() if below])


def _same(name: str) -> str:
    """`name` as people read it: brackets are typed in two widths."""
    return name.replace("（", "(").replace("）", ")")


class UnionResource(SheetResource):
    """工会组织, known by the name under the parent: new ones are founded, of known ones the details are kept up to date.

    A sheet never renames, moves, merges or dissolves: those are acts with a day and a document, done on the union's page.
    """

    parent = SheetField(
        "parent",
        "上级工会",
        Lookup(
            by=("name",),
            among=_parents,
            missing="您的管辖范围内没有这个名称的上级工会，或它之下不能再设工会。请填写工会全称；上级也是新建的，先导入上级。",
        ),
        required=True,
        aliases=("上级", "上级工会名称", "隶属"),
        example="建德市新安江街道总工会",
        help="填工会全称，须在您的管辖范围内。调整隶属请在工会页面办理。",
    )
    name = SheetField(
        "name",
        "工会名称",
        Text(),
        required=True,
        aliases=("名称", "工会全称", "工会"),
        example="建德市江滨五金厂工会",
        help="填全称。与上级工会一起认定是哪一家；更名请在工会页面办理。",
    )
    org_type = SheetField(
        "org_type",
        "组织类型",
        Choice(OrgType.choices),
        required=True,
        fixed=True,
        example=str(OrgType.GRASSROOTS.label),
    )
    founded_on = SheetField(
        "founded_on", "成立日期", Day(), required=True, fixed=True, aliases=("建会日期",), example="2014-05-20"
    )
    short_name = SheetField("short_name", "简称", Text(), example="江滨五金工会")
    grassroots_form = SheetField(
        "grassroots_form",
        "建会形式",
        Choice(GrassrootsForm.choices),
        example=str(GrassrootsForm.SINGLE.label),
        help="只有基层工会才填；不填为单独建会。",
    )
    approval_doc_no = SheetField("approval_doc_no", "批复文号", Text(), example="新总工〔2014〕7号")
    approved_by = SheetField("approved_by", "批复单位", Text(), help="不填为上级工会。")
    region_code = SheetField("region_code", "区划代码", Identifier(), example="330182001", help="不填与上级工会相同。")
    stat_code = SheetField("stat_code", "统计编码", Identifier(), help="6 至 20 位数字。")
    industry = SheetField("industry", "所属行业", Choice(Industry.choices), example="制造业")
    unit_class = SheetField("unit_class", "单位类别", Choice(UnitClass.choices), example="私营企业")
    term_years = SheetField(
        "term_years",
        "届期（年）",
        Choice(((3, "三年"), (5, "五年")), {"3": 3, "5": 5, "3年": 3, "5年": 5}),
        example="三年",
    )
    worker_count = SheetField("worker_count", "职工人数", Number(), aliases=("职工数",), example="40")
    female_workers = SheetField("female_workers", "女职工", Number(), aliases=("女职工人数",), example="15")
    migrant_workers = SheetField("migrant_workers", "农民工", Number(), aliases=("农民工人数",), example="10")
    dispatched_workers = SheetField("dispatched_workers", "劳务派遣工", Number(), example="0")
    member_count = SheetField("member_count", "会员人数", Number(), aliases=("会员数",), example="38")
    female_members = SheetField("female_members", "女会员", Number(), aliases=("女会员人数",), example="14")
    migrant_members = SheetField("migrant_members", "农民工会员", Number(), aliases=("农民工会员人数",), example="10")
    address = SheetField("address", "地址", Text(), example="新安江街道白沙路 1 号")
    phone = SheetField("phone", "联系电话", Identifier(), aliases=("电话",), example="0571-64720000")
    has_party_org = SheetField("has_party_org", "建有党组织", YesNo(), example="否")
    bank_account_opened = SheetField("bank_account_opened", "已开立账户", YesNo(), example="否")
    books_kept = SheetField("books_kept", "已独立建账", YesNo(), example="否")

    writer = ServiceWriter(create=tree.found, change=records.change_union)

    class Meta:
        model = UnionOrg
        import_id_fields = ("name", "parent")

    def begin(self) -> None:
        """Which names are known, and under whom: a known one is not founded a second time by a slip of the pen."""
        self._known: defaultdict[str, dict[Any, tuple[str, str]]] = defaultdict(dict)
        rows = standing_unions(self.actor).values_list("name", "parent_id", "parent__name")
        for name, parent, parent_name in rows:
            self._known[_same(name)][parent] = name, parent_name or ""

    def existing(self) -> QuerySet[UnionOrg]:
        """Unions that were not closed: a closed one is history, and its name is free again."""
        return standing_unions(self.actor)

    def judge(self, values: Values) -> Iterable[Complaint]:
        """A name that stands elsewhere is no new union; parts are not more than the whole; nothing lies in the future."""
        known = self._known.get(_same(values.get("name", "")), {})
        if known and "parent" in values:
            here = known.get(values["parent"])
            if here is None:
                above = "、".join(sorted(parent for _, parent in known.values()))
                yield (
                    "parent",
                    f"同名的工会已在“{above}”之下。导入不能调整隶属；确是另一家同名工会的，请在工会页面建立。",
                )
            elif here[0] != values["name"]:
                yield "name", f"已登记的名称是“{here[0]}”，请按登记的写法填写；更名请在工会页面办理。"
        for whole, parts in _PARTS.items():
            for part in parts:
                if whole in values and values.get(part, 0) > values[whole]:
                    yield part, f"不能多于{'职工' if whole == 'worker_count' else '会员'}人数。"
        yield from _not_in_the_future(values, "founded_on")


_PARTS = {
    "worker_count": ("female_workers", "migrant_workers", "dispatched_workers"),
    "member_count": ("female_members", "migrant_members"),
}


class EmployerResource(SheetResource):
    """用人单位, known by the credit code."""

    union = _union_column("责任工会", "建德市新安江街道总工会")
    name = SheetField(
        "name", "单位名称", Text(), required=True, aliases=("企业名称", "名称"), example="建德市白沙化工有限公司"
    )
    uscc = SheetField(
        "uscc",
        "统一社会信用代码",
        CreditCode(),
        required=True,
        aliases=("信用代码", "社会信用代码"),
        example="91330182MA2AAAA01W",
        help="18 位。",
    )
    unit_class = SheetField("unit_class", "单位类别", Choice(UnitClass.choices), required=True, example="私营企业")
    industry = SheetField("industry", "所属行业", Choice(Industry.choices), required=True, example="制造业")
    is_above_scale = SheetField("is_above_scale", "规模以上", YesNo(), aliases=("规上",), example="是")
    is_two_new = SheetField("is_two_new", "两新组织", YesNo(), example="否", help="新经济组织、新社会组织。")
    headcount = SheetField("headcount", "职工人数", Number(), aliases=("职工数",), example="320")
    female_headcount = SheetField("female_headcount", "女职工", Number(), aliases=("女职工人数",), example="110")
    migrant_headcount = SheetField("migrant_headcount", "农民工", Number(), aliases=("农民工人数",), example="60")
    registered_on = SheetField("registered_on", "设立日期", Day(), aliases=("成立日期",), example="2003-05-12")
    contact = SheetField("contact", "联系人", Text(), example="方敏")
    phone = SheetField("phone", "联系电话", Identifier(), aliases=("电话",), example="0571-64720000")
    address = SheetField("address", "地址", Text(), aliases=("单位地址",), example="新安江街道白沙路 1 号")

    writer = ServiceWriter(create=employers.register_employer, change=employers.change_employer)
    elsewhere = "这个统一社会信用代码的单位已由其他工会登记，不能在这里导入。请联系上级工会。"

    class Meta:
        model = Employer
        import_id_fields = ("uscc",)

    def judge(self, values: Values) -> Iterable[Complaint]:
        """Parts are not more than the whole; nothing was set up in the future."""
        for part in ("female_headcount", "migrant_headcount"):
            if "headcount" in values and values.get(part, 0) > values["headcount"]:
                yield part, "不能多于职工人数。"
        yield from _not_in_the_future(values, "registered_on")


class OfficerResource(SheetResource):
    """工会干部, known by the identity number: officers in post are added, and their details kept up to date.

    Who changes posts or leaves is dealt with on the officer's page, where the days are kept: an import changes neither.
    """

    union = _union_column("工会", "建德市白沙化工有限公司工会")
    name = SheetField("name", "姓名", Text(), required=True, example="方敏")
    id_number = SheetField(
        "id_number",
        "身份证号",
        IdNumber(),
        required=True,
        aliases=("身份证号码", "证件号码"),
        example="330182198001010386",
    )
    gender = SheetField("gender", "性别", Choice(Gender.choices), example="女", help="不填时由身份证号得出。")
    phone = SheetField("phone", "手机", Mobile(), aliases=("手机号", "联系电话"), example="13900000002")
    post = SheetField(
        "post", "职务", Choice(Post.choices, POST_WORDS), required=True, fixed=True, example=str(Post.CHAIR.label)
    )
    employment = SheetField(
        "employment", "任职方式", Choice(Employment.choices), example=str(Employment.PART_TIME.label)
    )
    since = SheetField("since", "任职日期", Day(), required=True, example="2013-03-01")

    writer = ServiceWriter(create=terms.appoint_officer, change=terms.change_officer)
    elsewhere = "此人已登记过任职（在其他工会，或已离任），导入不能更改。请在干部页面办理。"

    class Meta:
        model = Officer
        import_id_fields = ("id_number",)

    def existing(self) -> QuerySet[Officer]:
        """Officers in post."""
        found: QuerySet[Officer] = Officer.objects.visible_to(self.actor).on(timezone.localdate())
        return found

    def judge(self, values: Values) -> Iterable[Complaint]:
        """The gender is that of the identity number; nobody took office in the future."""
        number = values.get("id_number", "")
        if "gender" in values and number[16:17].isdigit() and values["gender"] != _gender_in(number):
            yield "gender", "与身份证号不符，请核对。"
        yield from _not_in_the_future(values, "since")


def _gender_in(number: str) -> str:
    """The seventeenth place of an identity number is odd for men (GB 11643)."""
    return Gender.MALE if int(number[16]) % 2 else Gender.FEMALE


def _not_in_the_future(values: Values, name: str) -> Iterable[Complaint]:
    day = values.get(name)
    if isinstance(day, date) and day > timezone.localdate():
        yield name, "日期在今天之后，请核对。"
