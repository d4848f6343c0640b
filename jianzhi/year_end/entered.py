"""The figures of the annual review, in printed order, as an officer enters them until a register holds their records.

F01 to F60 are those of the federation's review of 2014 (domain.md §1.2), with its own units. A register that comes to
hold the records of one declares an Indicator of the same code in its app; the catalogue then takes that one.
"""

from desk.registers.indicators import AddsUp, Indicator, Nature

FLOW, STOCK, CUMULATIVE, RATIO = Nature.FLOW, Nature.STOCK, Nature.CUMULATIVE, Nature.RATIO
MONEY = "万元"
# The year after the review's plans: from then on it is told what became of them.
PLANS_SINCE = 2015

# Code, name, unit, nature, code of the whole it is a part of, definition; by chapter.
_Row = tuple[str, str, str, Nature, str, str]
_REVIEW: dict[str, tuple[_Row, ...]] = {
    "R1": (
        ("F01", "征集革新、发明、创造、设计等意见建议", "条", FLOW, "", "报告期内征集到的合理化建议。"),
        ("F02", "优秀“金点子”", "个", FLOW, "", "报告期内评出的优秀“金点子”。"),
        ("F03", "选树市级以上“工人先锋号”", "个", FLOW, "", "报告期内获市级以上命名的“工人先锋号”集体。"),
        ("F04", "命名本级以上“创新工作室”", "个", FLOW, "", "报告期内由本级以上命名的“创新工作室”。"),
        ("F05", "职工先进操作法", "项", FLOW, "", "报告期内总结命名的职工先进操作法。"),
        ("F06", "职工技术服务队技术攻关活动", "次", FLOW, "", "职工技术服务队在报告期内开展的技术攻关活动。"),
        ("F07", "帮助企业解决技术难题", "个", FLOW, "", "报告期内帮助企业解决的技术难题。"),
        ("F08", "累计资助优秀农民工免费上大学", "名", CUMULATIVE, "", "自项目开始到报告期末资助上大学的优秀农民工。"),
        ("F09", "举办市级职业技能大赛", "项", FLOW, "", "报告期内举办的市级职业技能大赛。"),
        ("F10", "参赛职工", "人次", FLOW, "", "报告期内参加职业技能大赛的职工，一人参加几项计几次。"),
        ("F11", "授予技术能手称号", "人", FLOW, "", "报告期内授予技术能手称号的职工。"),
        ("F12", "实现技能晋级", "人", FLOW, "", "报告期内技能等级晋级的职工。"),
    ),
    "R2": (
        ("F13", "创建全国“职工书屋”", "家", FLOW, "", "报告期内建成命名的全国“职工书屋”。"),
        ("F14", "创建省级“职工书屋”", "家", FLOW, "", "报告期内建成命名的省级“职工书屋”。"),
        ("F15", "创建“新杭州人文化家园”", "家", FLOW, "", "报告期内建成的“新杭州人文化家园”。"),
        ("F16", "杭州市“职工之家”示范单位", "家", FLOW, "", "报告期内获评的杭州市“职工之家”示范单位。"),
        ("F17", "赠书出资", MONEY, FLOW, "", "报告期内为职工书屋赠书的出资。"),
        ("F18", "受赠“新杭州人文化家园”职工书屋", "家", FLOW, "", "报告期内受赠图书的“新杭州人文化家园”职工书屋。"),
        ("F19", "赠送新书", "册", FLOW, "", "报告期内赠送给职工书屋的新书。"),
        ("F20", "“送文化进企业”活动", "场", FLOW, "", "报告期内开展的“送文化进企业”活动。"),
        ("F21", "首届“五一”杯气排球比赛队伍", "支", FLOW, "", "参加首届“五一”杯气排球比赛的队伍。"),
        ("F22", "气排球参赛职工", "名", FLOW, "", "参加气排球比赛的职工。"),
        ("F23", "“职业道德大讲堂”", "场", FLOW, "", "报告期内举办的“职业道德大讲堂”。"),
    ),
    "R3": (
        ("F24", "规模以上企业（和谐劳动关系）达标", "家", STOCK, "", "期末创建和谐劳动关系达标的规模以上企业。"),
        ("F25", "参与杭州市第三轮企业社会责任建设", "家", FLOW, "", "参与杭州市第三轮企业社会责任建设的企业。"),
        ("F26", "参与率", "%", RATIO, "", "参与企业社会责任建设的企业占应参与企业的百分比，由各级自填。"),
        ("F27", "达到C级以上标准", "家", FLOW, "F25", "企业社会责任建设评估达到C级以上标准的企业。"),
        ("F28", "达到A级标准", "家", FLOW, "F27", "企业社会责任建设评估达到A级标准的企业。"),
        ("F29", "签订集体合同企业", "家", STOCK, "", "期末集体合同在有效期内的企业，按企业计，不按合同份数计。"),
        ("F30", "工资集体协商示范企业", "家", FLOW, "", "报告期内评出的工资集体协商示范企业。"),
        ("F31", "工资集体协商示范区域", "个", FLOW, "", "报告期内评出的工资集体协商示范区域。"),
        ("F32", "工资集体协商示范行业", "个", FLOW, "", "报告期内评出的工资集体协商示范行业。"),
        ("F33", "完成网上劳动保护分级自评申报企业", "家", FLOW, "", "报告期内在网上完成劳动保护分级自评申报的企业。"),
    ),
    "R4": (
        ("F34", "慰问各类困难职工", "户", FLOW, "", "报告期内慰问的各类困难职工家庭。"),
        ("F35", "发放慰问金", MONEY, FLOW, "", "报告期内发放给困难职工的慰问金。"),
        ("F36", "参加女职工团体安康保险", "名", FLOW, "", "报告期内参加女职工团体安康保险的女职工。"),
        ("F37", "其中困难女职工免费办理", "名", FLOW, "F36", "参加女职工团体安康保险的女职工中免费办理的困难女职工。"),
        ("F38", "获安康保险补助女职工", "名", FLOW, "F36", "报告期内获得安康保险补助的女职工。"),
        ("F39", "安康保险补助金", MONEY, FLOW, "", "报告期内发放的安康保险补助金。"),
        ("F40", "“小候鸟”暑期班", "期", FLOW, "", "报告期内举办的“小候鸟”暑期班。"),
        ("F41", "参加暑期班留守儿童", "名", FLOW, "", "参加“小候鸟”暑期班的儿童。"),
        ("F42", "一线职工免费疗休养", "名", FLOW, "", "报告期内参加免费疗休养的一线职工。"),
        ("F43", "夏季慰问高温作业一线职工", "万名", FLOW, "", "夏季慰问的高温作业一线职工。"),
        ("F44", "参加首期职工医疗互助", "名", FLOW, "", "参加首期职工医疗互助的职工。"),
        ("F45", "获互助保障金职工", "名", FLOW, "F44", "报告期内获得医疗互助保障金的职工。"),
        ("F46", "发放互助保障金", MONEY, FLOW, "", "报告期内发放的医疗互助保障金。"),
        ("F47", "补助困难劳模", "人次", FLOW, "", "报告期内对困难劳模的补助，一人补助几次计几次。"),
        ("F48", "劳模补助金额", MONEY, FLOW, "", "报告期内发给困难劳模的补助。"),
        ("F49", "接待来访咨询", "人次", FLOW, "", "报告期内接待的来访和咨询。"),
        ("F50", "调解、仲裁、诉讼法律援助案件", "件", FLOW, "", "报告期内办理的调解、仲裁、诉讼法律援助案件。"),
        ("F51", "避免和挽回经济损失", MONEY, FLOW, "", "报告期内通过法律援助为职工避免和挽回的经济损失。"),
        ("F52", "法律宣传咨询服务", "场", FLOW, "", "报告期内开展的法律宣传咨询服务。"),
        ("F53", "法律宣传接待职工", "人次", FLOW, "", "法律宣传咨询服务中接待的职工。"),
    ),
    "R5": (
        ("F54", "新增基层工会", "家", FLOW, "", "报告期内新成立的基层工会。"),
        ("F55", "新增会员", "名", FLOW, "", "报告期内新入会的会员。"),
        ("F56", "招录乡镇（街道）总工会工作者", "名", FLOW, "", "报告期内为乡镇（街道）总工会招录的社会化工会工作者。"),
        ("F57", "工会干部业务培训", "人次", FLOW, "", "报告期内参加业务培训的工会干部，一人参加几次计几次。"),
    ),
}
# What became of the plans; in the review of 2014 they have no figure of their own.
_OUTCOMES: tuple[_Row, ...] = (
    ("S01", "资助优秀外来务工人员上大学", "名", FLOW, "", "报告期内资助上大学的优秀外来务工人员，不含往年。"),
    ("S02", "培养一线高技能人才", "名", FLOW, "", "报告期内培养的一线高技能人才。"),
    ("S03", "免费职业技能培训", "名", FLOW, "", "报告期内参加免费职业技能培训的职工。"),
)
_PLANS = (
    ("F58", "计划资助优秀外来务工人员上大学", "下一年度计划资助上大学的优秀外来务工人员。", "S01"),
    ("F59", "计划培养一线高技能人才", "下一年度计划培养的一线高技能人才。", "S02"),
    ("F60", "计划免费职业技能培训", "下一年度计划参加免费职业技能培训的职工。", "S03"),
)


def _indicator(chapter: str, row: _Row, since: int = 0) -> Indicator:
    code, name, unit, nature, part_of, definition = row
    return Indicator(
        code,
        name,
        unit,
        chapter=chapter,
        nature=nature,
        definition=definition,
        # Of what a rate is a rate is not always said (domain.md N2), so nobody can work it out from those below.
        adds_up=AddsUp.LAST if nature == RATIO else AddsUp.SUM,
        part_of=part_of,
        decimals=2 if unit in {MONEY, "%", "万名"} else 0,
        since=since,
    )


ENTERED: tuple[Indicator, ...] = (
    *(_indicator(chapter, row) for chapter, rows in _REVIEW.items() for row in rows),
    *(_indicator("R1", row, since=PLANS_SINCE) for row in _OUTCOMES),
    *(
        Indicator(code, name, "名", chapter="O1", nature=Nature.TARGET, definition=definition, aims_at=outcome)
        for code, name, definition, outcome in _PLANS
    ),
)
