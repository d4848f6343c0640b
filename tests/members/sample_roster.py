"""The sample roster tests/data/roster_5000.xlsx, as the base officer of the plant would send it.

5,000 people of the plant under a title, a note on how to fill in, and a head of two rows with merged groups. 37 rows are
wrong, in twelve ways. All people are made up: their identity numbers are of a region that does not exist, and not of
the one that the demo county's people are of, so none of them is on file there.

    ./portal manage shell --command "from tests.members.sample_roster import FILE, write; write(FILE)"
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import xlsxwriter
from stdnum.cn import ric

from members.choices import Education, EmploymentForm, Hukou, Politics, SkillGrade
from members.demo.persons import Persons
from unions.choices import Gender

FILE = Path(__file__).parent.parent / "data" / "roster_5000.xlsx"
ROWS, FIRST_ROW = 5_000, 5  # of the sheet; above it stand the title, the note and the two rows of the head
SEED, REGION, SERIES = 37, "990184", "139006"
PLANT = "建德市白沙化工有限公司"
FIRST_DAY, LAST_DAY = date(2013, 3, 4), date(2015, 11, 30)
TITLE = f"{PLANT}工会会员花名册"
NOTE = "填表说明：1. 身份证号、手机按文本填写；2. 日期写作 2014-05-01；3. 是否一栏填“是”或“否”；4. 一人一行，不留空行。"
GROUPS = {
    "": ["序号"],
    "基本情况": ["姓名", "性别", "身份证号", "出生日期", "民族", "文化程度", "政治面貌"],
    "联系方式": ["手机号码", "居住地址", "户籍"],
    "用工情况": ["工作单位", "入职日期", "用工形式", "岗位", "技能等级", "是否农民工", "是否劳务派遣"],
    "会籍": ["工会小组", "入会时间", "同意采集日期"],
}
HEADS = [head for heads in GROUPS.values() for head in heads]
TEXTS = ("班组一", "班组二", "班组三", "机修班", "质检科", "办公室")


class Kind(StrEnum):
    """What is wrong with a row."""

    NUMBER_IN_ID = "身份证号是数字格式"
    CHECK_DIGIT = "身份证号校验位不符"
    NO_SUCH_BIRTHDAY = "身份证号中的生日不存在"
    FIFTEEN_DIGITS = "身份证号只有15位"
    TWICE = "身份证号在表中出现两次"
    NO_NAME = "没有姓名"
    OTHER_GENDER = "性别与身份证号不符"
    OTHER_BIRTHDAY = "出生日期与身份证号不符"
    FUTURE = "入会日期在将来"
    UNKNOWN_EDUCATION = "学历无法识别"
    SHORT_PHONE = "手机只有10位"
    FORMULA = "单元格是公式"


HOW_MANY = {
    Kind.NUMBER_IN_ID: 4,
    Kind.CHECK_DIGIT: 5,
    Kind.NO_SUCH_BIRTHDAY: 3,
    Kind.FIFTEEN_DIGITS: 3,
    Kind.TWICE: 4,
    Kind.NO_NAME: 3,
    Kind.OTHER_GENDER: 3,
    Kind.OTHER_BIRTHDAY: 2,
    Kind.FUTURE: 2,
    Kind.UNKNOWN_EDUCATION: 2,
    Kind.SHORT_PHONE: 3,
    Kind.FORMULA: 3,
}
COLUMN = {
    Kind.NO_NAME: "姓名",
    Kind.OTHER_GENDER: "性别",
    Kind.OTHER_BIRTHDAY: "出生日期",
    Kind.FUTURE: "入会时间",
    Kind.UNKNOWN_EDUCATION: "文化程度",
    Kind.SHORT_PHONE: "手机号码",
    Kind.FORMULA: "岗位",
}

Line = dict[str, Any]


@dataclass(frozen=True)
class Mistake:
    """A wrong cell: the row of the sheet, the head of its column, what stands there and what should."""

    row: int
    kind: Kind
    column: str
    wrong: Any
    right: Any


def good_lines() -> list[Line]:
    """The 5,000 rows as they should be, by head."""
    chance = random.Random(SEED)
    persons = Persons(chance, REGION, SERIES)
    return [_line(number, persons, chance) for number in range(1, ROWS + 1)]


def mistakes(lines: list[Line]) -> list[Mistake]:
    """The 37 wrong cells, one a row, from the top of the sheet down."""
    chance = random.Random(SEED + 1)
    kinds = [kind for kind, count in HOW_MANY.items() for _ in range(count)]
    chance.shuffle(kinds)
    places = sorted(chance.sample(range(50, ROWS), len(kinds)))
    return [_mistake(place, kind, lines) for place, kind in zip(places, kinds, strict=True)]


def lines_with_mistakes() -> list[Line]:
    """The rows as they stand in the file."""
    lines = good_lines()
    for mistake in mistakes(lines):
        lines[mistake.row - FIRST_ROW] |= {mistake.column: mistake.wrong}
    return lines


def write(path: Path) -> None:
    """Writes the workbook; the same bytes every time."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2015, 12, 1), "title": "花名册"})  # noqa: DTZ001  # Excel knows no zone
        sheet = book.add_worksheet("花名册")
        _write_head(book, sheet)
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, line in enumerate(lines_with_mistakes(), FIRST_ROW - 1):
            for column, head in enumerate(HEADS):
                _write_cell(sheet, row, column, line[head], text, day)


def _line(number: int, persons: Persons, chance: random.Random) -> Line:
    joined_on = FIRST_DAY + timedelta(days=chance.randint(0, (LAST_DAY - FIRST_DAY).days))
    person = persons.draw(joined_on)
    return {
        "序号": number,
        "姓名": person["name"],
        "性别": Gender(person["gender"]).label,
        "身份证号": person["id_number"],
        "出生日期": _as_somebody_writes(person["birthday"], chance),
        "民族": "汉" if person["nation"] == "01" else "畲族",
        "文化程度": Education(person["education"]).label,
        "政治面貌": Politics(person["politics"]).label,
        "手机号码": person["phone"],
        "居住地址": f"建德市新安江街道白沙路{chance.randint(1, 300)}号",
        "户籍": Hukou(person["hukou"]).label,
        "工作单位": PLANT,
        "入职日期": person["employed_from"],
        "用工形式": EmploymentForm(person["employment"]).label,
        "岗位": person["position"],
        "技能等级": SkillGrade(person["skill_grade"]).label if person["skill_grade"] else "",
        "是否农民工": "是" if person["is_migrant"] else "否",
        "是否劳务派遣": "是" if person["is_dispatched"] else "否",
        "工会小组": chance.choice(TEXTS),
        "入会时间": _as_somebody_writes(joined_on, chance),
        "同意采集日期": joined_on,
    }


def _as_somebody_writes(day: date, chance: random.Random) -> date | str:
    """Mostly a date cell, sometimes a text in one of the ways people write a day."""
    way = chance.random()
    if way < 0.9:
        return day
    if way < 0.95:
        return f"{day.year}.{day.month}.{day.day}"
    return f"{day.year}年{day.month}月{day.day}日"


def _mistake(place: int, kind: Kind, lines: list[Line]) -> Mistake:
    column = COLUMN.get(kind, "身份证号")
    right = lines[place][column]
    return Mistake(FIRST_ROW + place, kind, column, _wrong(kind, right, lines[place], lines), right)


def _wrong(kind: Kind, right: Any, line: Line, lines: list[Line]) -> Any:
    number = line["身份证号"]
    wrong: dict[Kind, Any] = {
        Kind.NUMBER_IN_ID: float(f"{number[:15]}000"),  # Excel keeps fifteen digits
        Kind.CHECK_DIGIT: number[:17] + ("1" if number[17] != "1" else "2"),
        Kind.NO_SUCH_BIRTHDAY: _with_check_digit(f"{number[:10]}0230{number[14:17]}"),
        Kind.FIFTEEN_DIGITS: number[:6] + number[8:17],
        Kind.TWICE: lines[line["序号"] // 2]["身份证号"],
        Kind.NO_NAME: "",
        Kind.OTHER_GENDER: "女" if right == "男" else "男",
        Kind.OTHER_BIRTHDAY: date(int(number[6:10]) - 1, 6, 15),
        Kind.FUTURE: date(2099, 1, 1),
        Kind.UNKNOWN_EDUCATION: "扫盲班",
        Kind.SHORT_PHONE: line["手机号码"][:10],
        Kind.FORMULA: '="班组"&"长"',
    }
    return wrong[kind]


def _with_check_digit(body: str) -> str:
    return f"{body}{ric.calc_check_digit(f'{body}0')}"  # it takes the whole number


def _write_head(book: Any, sheet: Any) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    note, head = book.add_format({"text_wrap": True}), book.add_format({"bold": True, "align": "center", "border": 1})
    last = len(HEADS) - 1
    sheet.merge_range(0, 0, 0, last, TITLE, title)
    sheet.merge_range(1, 0, 1, last, NOTE, note)
    for group, first, heads in _groups():
        if group:
            sheet.merge_range(2, first, 2, first + len(heads) - 1, group, head)
            sheet.write_row(3, first, heads, head)
        else:
            sheet.merge_range(2, first, 3, first, heads[0], head)
    sheet.freeze_panes(4, 2)
    sheet.set_column(0, last, 14)


def _groups() -> Iterator[tuple[str, int, list[str]]]:
    first = 0
    for group, heads in GROUPS.items():
        yield group, first, heads
        first += len(heads)


def _write_cell(sheet: Any, row: int, column: int, value: Any, text: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value.startswith("="):
        sheet.write_formula(row, column, value, text, "班组长")
    else:
        sheet.write_string(row, column, value, text)
