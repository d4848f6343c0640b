"""Code sets of the real-name roster (domain.md §3.3). The same word in model, address, template and test."""

from django.db.models import TextChoices


class MemberState(TextChoices):
    """会籍状态: where a person stands."""

    ACTIVE = "active", "在会"
    RETAINED = "retained", "保留会籍"
    WITHDRAWN = "withdrawn", "已退会"
    EXPELLED = "expelled", "已除名"
    DECEASED = "deceased", "已去世"
    MERGED = "merged", "已并档"


# 保留会籍 keeps the person on the union's roster; the other states end the membership (中国工会章程 §5 to §7).
ON_THE_ROSTER = (MemberState.ACTIVE, MemberState.RETAINED)


class Began(TextChoices):
    """How a membership began."""

    JOINED = "joined", "入会"
    TRANSFERRED = "transferred", "转入"
    RETAINED = "retained", "转为保留会籍"
    RESUMED = "resumed", "恢复会籍"
    REJOINED = "rejoined", "重新入会"
    MERGED = "merged", "随工会合并转入"


class Ended(TextChoices):
    """Why a membership ended."""

    TRANSFERRED = "transferred", "转出"
    RETAINED = "retained", "转为保留会籍"
    RESUMED = "resumed", "恢复会籍"
    WITHDRAWN = "withdrawn", "退会"
    EXPELLED = "expelled", "除名"
    DECEASED = "deceased", "去世"
    MERGED = "merged", "随工会合并转出"


class TransferState(TextChoices):
    """会籍接转: who has to act."""

    ASKED_OUT = "asked_out", "待转出工会同意"
    ASKED_IN = "asked_in", "待转入工会同意"
    DONE = "done", "已接转"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "逾期失效"


OPEN_TRANSFERS = (TransferState.ASKED_OUT, TransferState.ASKED_IN)


class ApplicationState(TextChoices):
    """入会申请."""

    NEW = "new", "待审核"
    ACCEPTED = "accepted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "本人撤回"


class HintState(TextChoices):
    """疑似重复: what was decided about two files."""

    OPEN = "open", "待核对"
    NOT_SAME = "not_same", "不是同一人"
    MERGED = "merged", "已并档"


class Hukou(TextChoices):
    """户籍."""

    LOCAL_URBAN = "local_urban", "本地城镇"
    LOCAL_RURAL = "local_rural", "本地农村"
    OTHER_URBAN = "other_urban", "外地城镇"
    OTHER_RURAL = "other_rural", "外地农村"


class Education(TextChoices):
    """学历, GB/T 4658 in its first digit."""

    POSTGRADUATE = "1", "研究生"
    BACHELOR = "2", "大学本科"
    COLLEGE = "3", "大学专科"
    SECONDARY_VOCATIONAL = "4", "中等职业教育"
    SENIOR_HIGH = "6", "普通高中"
    JUNIOR_HIGH = "7", "初中"
    PRIMARY = "8", "小学"
    OTHER = "9", "其他"


class Politics(TextChoices):
    """政治面貌, GB/T 4762."""

    PARTY = "01", "中共党员"
    PROBATIONARY = "02", "中共预备党员"
    LEAGUE = "03", "共青团员"
    DEMOCRATIC = "04", "民主党派"
    NO_PARTY = "12", "无党派人士"
    MASSES = "13", "群众"


class EmploymentForm(TextChoices):
    """用工形式."""

    CONTRACT = "contract", "合同制"
    ESTABLISHED = "established", "在编"
    DISPATCHED = "dispatched", "劳务派遣"
    PART_TIME = "part_time", "非全日制"
    NEW_FORM = "new_form", "新就业形态"
    OTHER = "other", "其他"


class SkillGrade(TextChoices):
    """技能等级, 新八级工 (人社部发〔2022〕14号)."""

    APPRENTICE = "1", "学徒工"
    JUNIOR = "2", "初级工"
    INTERMEDIATE = "3", "中级工"
    SENIOR = "4", "高级工"
    TECHNICIAN = "5", "技师"
    SENIOR_TECHNICIAN = "6", "高级技师"
    SPECIAL_TECHNICIAN = "7", "特级技师"
    CHIEF_TECHNICIAN = "8", "首席技师"


# 民族, GB/T 3304: code → name.
_NATIONS = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
NATIONS = tuple((f"{number:02}", f"{name}族") for number, name in enumerate(_NATIONS, 1))
