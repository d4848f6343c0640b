"""The opening paragraph of a chapter, written from the figures there are.

Each sentence has a lead and clauses; a clause stands when its figure is known, not nought and not doubtful, a sentence
when one of its clauses does. What comes out is a text with places such as {F01}, which an officer may then write anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jianzhi.year_end.report import PLACE, Line, Report


@dataclass(frozen=True)
class Sentence:
    """`clauses` are joined by 「，」 after `lead`, which ends as the sentence needs it."""

    lead: str
    clauses: Sequence[str]


WITHOUT_FIGURES = {
    "R1": "围绕中心工作，动员职工立足岗位、创先争优，开展劳动竞赛和技能提升。",
    "R2": "以职工需求为导向，丰富职工文化生活，建设职工文化阵地。",
    "R3": "从源头维护职工权益，推进和谐劳动关系、集体协商和劳动保护。",
    "R4": "坚持普惠服务与重点帮扶并举，做好慰问、互助保障和法律援助。",
    "R5": "推进工会组建和规范化建设，加强干部队伍，夯实基层基础。",
    "O1": "下一年度，继续服务中心大局，把下列计划落到实处。",
}

SENTENCES: dict[str, tuple[Sentence, ...]] = {
    "R1": (
        Sentence("开展合理化建议征集，", ("收到各类意见建议{F01}", "评出优秀“金点子”{F02}")),
        Sentence("选树先进，", ("有市级以上“工人先锋号”{F03}", "本级以上“创新工作室”{F04}", "职工先进操作法{F05}")),
        Sentence("职工技术服务队", ("组织技术攻关{F06}", "为企业解决技术难题{F07}")),
        Sentence("实施蓝领素质提升工程，", ("累计资助优秀农民工免费上大学{F08}", "举办市级职业技能大赛{F09}")),
        Sentence("技能大赛中，", ("参赛职工{F10}", "授予技术能手称号{F11}", "实现技能晋级{F12}")),
    ),
    "R2": (
        Sentence("新建", ("全国“职工书屋”{F13}", "省级“职工书屋”{F14}", "“新杭州人文化家园”{F15}")),
        Sentence("创建杭州市“职工之家”示范单位", ("{F16}",)),
        Sentence("开展赠书，", ("出资{F17}", "向“新杭州人文化家园”职工书屋{F18}", "赠送新书{F19}")),
        Sentence("举办", ("“送文化进企业”活动{F20}", "“职业道德大讲堂”{F23}")),
        Sentence("首届“五一”杯气排球比赛", ("有代表队{F21}", "参赛职工{F22}")),
    ),
    "R3": (
        Sentence("创建和谐劳动关系，", ("达标的规模以上企业{F24}",)),
        Sentence(
            "推进第三轮企业社会责任建设，",
            ("参与企业{F25}", "参与率{F26}", "达到C级以上标准{F27}", "其中达到A级标准{F28}"),
        ),
        Sentence("推行集体协商，", ("签订集体合同的企业{F29}",)),
        Sentence("培育工资集体协商典型，", ("有示范企业{F30}", "示范区域{F31}", "示范行业{F32}")),
        Sentence("完成网上劳动保护分级自评申报的企业", ("{F33}",)),
    ),
    "R4": (
        Sentence("慰问困难职工", ("{F34}", "发放慰问金{F35}")),
        Sentence("参加团体安康保险的女职工", ("{F36}", "其中困难女职工免费办理{F37}")),
        Sentence("获安康保险补助的女职工", ("{F38}", "补助金{F39}")),
        Sentence("关爱职工子女，", ("举办“小候鸟”暑期班{F40}", "参加的留守儿童{F41}")),
        Sentence("关心一线职工，", ("安排免费疗休养{F42}", "夏季慰问高温作业职工{F43}")),
        Sentence("启动医疗互助，", ("参加首期的职工{F44}", "已获互助保障金的职工{F45}", "发放互助保障金{F46}")),
        Sentence("补助困难劳模", ("{F47}", "金额{F48}")),
        Sentence("提供法律援助，", ("接待来访咨询{F49}", "办理调解、仲裁、诉讼案件{F50}", "避免和挽回经济损失{F51}")),
        Sentence("开展法律宣传咨询服务", ("{F52}", "接待职工{F53}")),
    ),
    "R5": (
        Sentence("全年", ("新增基层工会{F54}", "新增会员{F55}")),
        Sentence("充实干部队伍，", ("为乡镇（街道）总工会招录工作者{F56}", "培训工会干部{F57}")),
    ),
    "O1": (
        Sentence("", ("计划资助优秀外来务工人员上大学{F58}", "培养一线高技能人才{F59}", "开展免费职业技能培训{F60}")),
    ),
}
MOST_OTHERS = 6  # figures of registers that no sentence names


def opening(report: Report, chapter: str) -> str:
    """The opening of `chapter` for the union of `report`, with places for the figures.

    "" for a union without others below it that has no figure there. Raises KeyError for no chapter.
    """
    lines = {line.code: line for line in report.lines if line.definition.chapter == chapter}
    sentences = SENTENCES[chapter]
    named = {place for sentence in sentences for clause in sentence.clauses for place in PLACE.findall(clause)}
    others = [
        line for code, line in lines.items() if (code, "") not in named and line.value and not line.cell.is_doubtful
    ]
    written = [text for sentence in sentences if (text := _written(sentence, lines))]
    lead = WITHOUT_FIGURES[chapter] if report.below else ""
    return "".join((lead, *written, *_others(others[:MOST_OTHERS], alone=not written)))


def _written(sentence: Sentence, lines: dict[str, Line]) -> str:
    clauses = [_compared(clause, lines) for clause in sentence.clauses if _is_known(clause, lines)]
    return f"{sentence.lead}{'，'.join(clauses)}。" if clauses else ""


def _is_known(clause: str, lines: dict[str, Line]) -> bool:
    """A doubtful figure is left to the tables, where its doubt is told beside it."""
    found = [lines.get(code) for code, _ in PLACE.findall(clause)]
    return all(line is not None and line.value and not line.cell.is_doubtful for line in found)


def _compared(clause: str, lines: dict[str, Line]) -> str:
    """`clause` with the change against last year behind a figure that comes from records and can be compared."""
    code = PLACE.findall(clause)[-1][0]
    line = lines[code]
    return f"{clause}（{{{code}同比}}）" if line.definition.is_computed and line.change is not None else clause


def _others(lines: Iterable[Line], *, alone: bool) -> Iterator[str]:
    """A sentence with the figures that the others do not name."""
    if clauses := [f"{line.name}{{{line.code}}}" for line in lines]:
        yield f"{'' if alone else '另据登记，'}{'，'.join(clauses)}。"
