"""Code sets of the union register (domain.md §2, §4). The same word in model, address, template and test."""

from django.db.models import IntegerChoices, TextChoices


class OrgType(TextChoices):
    """What an organisation in the tree is."""

    COUNTY_FEDERATION = "county_federation", "县（市）总工会"
    TOWNSHIP_FEDERATION = "township_federation", "乡镇（街道）总工会"
    INDUSTRIAL_UNION = "industrial_union", "产业（局）工会"
    PARK_UNION = "park_union", "开发区（园区）工会"
    WORK_COMMITTEE = "work_committee", "工会工作委员会"
    REGIONAL_JOINT = "regional_joint", "区域性工会联合会"
    SECTORAL_JOINT = "sectoral_joint", "行业性工会联合会"
    VILLAGE_UNION = "village_union", "村（社区）工会"
    GRASSROOTS = "grassroots", "基层工会"
    SUB_UNION = "sub_union", "分工会"
    UNION_GROUP = "union_group", "工会小组"


_JOINT = {OrgType.REGIONAL_JOINT, OrgType.SECTORAL_JOINT}
_BASE = {OrgType.VILLAGE_UNION, OrgType.GRASSROOTS}

# Which child may stand under which parent (工会法 §11, §12; 《企业工会工作条例》 for sub-unions and groups).
CHILDREN: dict[OrgType, set[OrgType]] = {
    OrgType.COUNTY_FEDERATION: {
        OrgType.TOWNSHIP_FEDERATION,
        OrgType.INDUSTRIAL_UNION,
        OrgType.PARK_UNION,
        OrgType.WORK_COMMITTEE,
        *_JOINT,
        OrgType.GRASSROOTS,
    },
    OrgType.TOWNSHIP_FEDERATION: {OrgType.WORK_COMMITTEE, *_JOINT, *_BASE},
    OrgType.INDUSTRIAL_UNION: {OrgType.WORK_COMMITTEE, OrgType.SECTORAL_JOINT, OrgType.GRASSROOTS},
    OrgType.PARK_UNION: {*_JOINT, *_BASE},
    OrgType.WORK_COMMITTEE: {*_JOINT, *_BASE},
    OrgType.REGIONAL_JOINT: _BASE,
    OrgType.SECTORAL_JOINT: {OrgType.GRASSROOTS},
    OrgType.VILLAGE_UNION: {OrgType.GRASSROOTS, OrgType.UNION_GROUP},
    OrgType.GRASSROOTS: {OrgType.SUB_UNION, OrgType.UNION_GROUP},
    OrgType.SUB_UNION: {OrgType.UNION_GROUP},
    OrgType.UNION_GROUP: set(),
}

# The organisations that count as 基层工会 in statistics.
COUNTED_AS_GRASSROOTS = (OrgType.GRASSROOTS, OrgType.VILLAGE_UNION)


class GrassrootsForm(TextChoices):
    """Item 904 of the ACFTU survey."""

    SINGLE = "single", "单独基层工会"
    JOINT = "joint", "联合基层工会"


class OrgStatus(TextChoices):
    """Where an organisation stands in its life."""

    PREPARING = "preparing", "筹备"
    ACTIVE = "active", "正常"
    MERGED = "merged", "已并入"
    DISSOLVED = "dissolved", "已撤销"


class UnitClass(TextChoices):
    """单位类别 of the union information form."""

    STATE_OWNED = "110", "国有企业"
    COLLECTIVE = "120", "集体企业"
    SHARE_COOPERATIVE = "130", "股份合作企业"
    JOINT_OPERATION = "140", "联营企业"
    STATE_SOLE = "151", "国有独资公司"
    OTHER_LIMITED = "159", "其他有限责任公司"
    STATE_HELD = "161", "国有控股股份公司"
    OTHER_SHARES = "169", "其他股份有限公司"
    PRIVATE = "170", "私营企业"
    OTHER_DOMESTIC = "190", "其他内资企业"
    HK_MACAO_TAIWAN = "200", "港澳台商投资企业"
    FOREIGN = "300", "外商投资企业"
    INSTITUTION = "400", "事业单位"
    GOVERNMENT = "500", "机关"
    INDIVIDUAL = "600", "个体经济组织"
    PRIVATE_NON_ENTERPRISE = "700", "民办非企业单位"


# 非公有制企业: neither state nor collective owned, and an enterprise.
NON_PUBLIC = (
    UnitClass.OTHER_LIMITED,
    UnitClass.OTHER_SHARES,
    UnitClass.PRIVATE,
    UnitClass.OTHER_DOMESTIC,
    UnitClass.HK_MACAO_TAIWAN,
    UnitClass.FOREIGN,
)


class Industry(TextChoices):
    """国民经济行业分类 GB/T 4754-2017, the 20 门类."""

    A = "A", "农、林、牧、渔业"
    B = "B", "采矿业"
    C = "C", "制造业"
    D = "D", "电力、热力、燃气及水生产和供应业"
    E = "E", "建筑业"
    F = "F", "批发和零售业"
    G = "G", "交通运输、仓储和邮政业"
    H = "H", "住宿和餐饮业"
    I = "I", "信息传输、软件和信息技术服务业"  # noqa: E741  # the standard's own letter
    J = "J", "金融业"
    K = "K", "房地产业"
    L = "L", "租赁和商务服务业"
    M = "M", "科学研究和技术服务业"
    N = "N", "水利、环境和公共设施管理业"
    O = "O", "居民服务、修理和其他服务业"  # noqa: E741  # the standard's own letter
    P = "P", "教育"
    Q = "Q", "卫生和社会工作"
    R = "R", "文化、体育和娱乐业"
    S = "S", "公共管理、社会保障和社会组织"
    T = "T", "国际组织"


class Gender(TextChoices):
    """性别, GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"


class Post(TextChoices):
    """An officer's post."""

    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    COMMITTEE_MEMBER = "committee_member", "委员"
    AUDIT_CHAIR = "audit_chair", "经审委主任"
    WOMEN_CHAIR = "women_chair", "女工委主任"
    ORGANISER = "organiser", "组织员"
    FINANCE = "finance", "财务人员"


class Employment(TextChoices):
    """How an officer works for the union."""

    FULL_TIME = "full_time", "专职"
    PART_TIME = "part_time", "兼职"
    CONTRACTED = "contracted", "社会化工会工作者"


class CommitteeKind(TextChoices):
    """A committee beside the union committee (工会法 §11, §45)."""

    AUDIT = "audit", "经费审查委员会"
    WOMEN = "women", "女职工委员会"


class ChangeKind(TextChoices):
    """What happened to an organisation in the tree."""

    FOUNDED = "founded", "成立"
    RENAMED = "renamed", "更名"
    MOVED = "moved", "调整隶属"
    MERGED = "merged", "并入"
    DISSOLVED = "dissolved", "撤销"


class RegistrationKind(TextChoices):
    """What is asked of the register of legal persons (总工办发〔2020〕20号)."""

    FIRST = "first", "设立登记"
    CHANGE = "change", "变更登记"
    RENEW = "renew", "到期换领"
    REISSUE = "reissue", "遗失补领"
    CANCEL = "cancel", "注销登记"
    AGENCY_CODE = "agency_code", "派出机关领码"


class RegistrationState(TextChoices):
    """Where a registration stands."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    SUPPLEMENT = "supplement", "待补正"
    APPROVED = "approved", "已核准"
    ISSUED = "issued", "已发证"
    CANCELLED = "cancelled", "已注销"


class ShellKind(TextChoices):
    """数字工会、牌子工会、空壳工会: the article names them, no source defines them; the rules are configurable."""

    NUMERIC_ONLY = "numeric_only", "数字工会"
    NAMEPLATE_ONLY = "nameplate_only", "牌子工会"
    EMPTY_SHELL = "empty_shell", "空壳工会"


class ShellState(TextChoices):
    """From suspicion to a working union, or to none."""

    SUSPECTED = "suspected", "疑似"
    VERIFYING = "verifying", "核查中"
    CONFIRMED = "confirmed", "已确认"
    CLEARED = "cleared", "已排除"
    RECTIFYING = "rectifying", "整改中"
    REACTIVATED = "reactivated", "已恢复"
    CANCELLED = "cancelled", "已注销"


class Matter(TextChoices):
    """The five matters of the census of organisations (the article, line 83)."""

    FORMATION = "formation", "组建"
    JOINING = "joining", "入会"
    REGISTRATION = "registration", "法人登记"
    FINANCE = "finance", "财务建账"
    TEAM = "team", "队伍建设"


class Health(IntegerChoices):
    """How a matter stands; the larger, the worse."""

    OK = 0, "正常"
    ATTENTION = 1, "需关注"
    MISSING = 2, "缺失"


class Duty(IntegerChoices):
    """三员分立: business and the three administrations exclude each other."""

    BUSINESS = 0, "业务"
    SYSTEM = 1, "系统管理"
    SECURITY = 2, "安全保密管理"
    AUDIT = 3, "安全审计"


class Role(TextChoices):
    """What somebody is appointed as at a union. The rights of each stand in unions/access.py."""

    COUNTY_OFFICER = "county_officer", "县级工会干部"
    COUNTY_LEADER = "county_leader", "领导（查阅）"
    TOWN_OFFICER = "town_officer", "乡镇（产业）工会干部"
    BASE_OFFICER = "base_officer", "基层工会干部"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全保密管理员"
    AUDITOR = "auditor", "安全审计员"


class Proof(TextChoices):
    """What somebody proves with that an account is theirs. Failures are counted for each apart: else a known
    password would clear the count of guessed codes."""

    PASSWORD = "password", "密码"
    CODE = "code", "验证码"


class LoginEventKind(TextChoices):
    """What the sign-in log tells."""

    SIGNED_IN = "signed_in", "登录"
    SIGNED_OUT = "signed_out", "退出"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "账号锁定"
    UNLOCKED = "unlocked", "解除锁定"
    PASSWORD_CHANGED = "password_changed", "更改密码"
    PASSWORD_RESET = "password_reset", "重置密码"
    FACTOR_ADDED = "factor_added", "启用两步验证"
    FACTOR_REMOVED = "factor_removed", "停用两步验证"
    FACTOR_RESET = "factor_reset", "重置两步验证"
    SESSIONS_ENDED = "sessions_ended", "结束会话"


# At which organisations a role may be held.
PLACES: dict[Role, set[OrgType]] = {
    Role.COUNTY_OFFICER: {OrgType.COUNTY_FEDERATION},
    Role.COUNTY_LEADER: {OrgType.COUNTY_FEDERATION},
    Role.TOWN_OFFICER: {
        OrgType.TOWNSHIP_FEDERATION,
        OrgType.INDUSTRIAL_UNION,
        OrgType.PARK_UNION,
        OrgType.WORK_COMMITTEE,
        *_JOINT,
    },
    Role.BASE_OFFICER: _BASE,
    Role.SYSTEM_ADMIN: {OrgType.COUNTY_FEDERATION},
    Role.SECURITY_ADMIN: {OrgType.COUNTY_FEDERATION},
    Role.AUDITOR: {OrgType.COUNTY_FEDERATION},
}


class AnnouncementKind(TextChoices):
    """What a union makes public: something to know, or something to object to within some days."""

    NOTICE = "notice", "公告"
    PUBLICITY = "publicity", "公示"
