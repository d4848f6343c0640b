"""A roster as a workbook, as large as wanted: synthetic people of the demo county's own unions and employers."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from stdnum.cn import ric

from members.choices import NATIONS, Education, EmploymentForm, Hukou, Politics, SkillGrade
from members.resources import MemberResource
from tests.bench._million import _GIVEN, _SURNAMES  # names as frequent as in life
from unions.models import Employer, UnionOrg

_FIRST = date(1960, 1, 1)
_LAST_JOINED = date(2014, 12, 31)


def write_roster(path: Path, count: int, *, start: int = 0) -> None:
    """A workbook of `count` people with all columns of the roster; those from `start` on are others than those before."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("名册")
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [column.column_name for column in MemberResource.columns()])
    for number, cells in enumerate(people(count, start=start), start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, days)  # type: ignore[arg-type]  # a day will do
            elif cell:
                sheet.write_string(number, column, cell)
    book.close()


def people(count: int, *, start: int = 0) -> Iterator[list[str | date]]:
    """The cells of `count` rows, in the order of the columns; the same in every run."""
    drawn = random.Random(start)
    places = list(
        Employer.objects.filter(union__in=UnionOrg.objects.standing().grassroots())
        .order_by("pk")
        .values_list("union__name", "name", "union__founded_on")
    )
    for number in range(start, start + count):
        union, employer, founded = drawn.choice(places)
        born = _FIRST + timedelta(days=number % 12_000)
        head = f"330182{born:%Y%m%d}{number // 12_000:03}"
        joined = founded + timedelta(days=drawn.randrange(max(1, (_LAST_JOINED - founded).days)))
        joined = max(joined, born + timedelta(days=16 * 366))
        yield [
            union,
            drawn.choice(_SURNAMES) + "".join(drawn.choices(_GIVEN, k=drawn.choice((1, 2, 2, 2)))),
            head + ric.calc_check_digit(head + "0"),  # it takes the whole number
            "男" if number // 12_000 % 2 else "女",
            born,
            drawn.choices(NATIONS, [9, *[0.02] * (len(NATIONS) - 1)])[0][1],
            drawn.choice(Education.labels),
            drawn.choice(Politics.labels),
            f"1{drawn.randrange(3, 10)}{drawn.randrange(10**9):09}",
            f"浙江省建德市新安江街道新安路{drawn.randrange(1, 900)}号{drawn.randrange(1, 30)}幢",
            drawn.choice(Hukou.labels),
            drawn.choice("是否"),
            drawn.choice("否否否是"),
            "否",
            employer,
            born + timedelta(days=drawn.randrange(6_600, 9_000)),
            drawn.choice(EmploymentForm.labels),
            f"G{number:06}",
            drawn.choice(("操作工", "质检员", "叉车司机", "会计", "电工", "客服")),
            drawn.choice(("", "工程师", "助理工程师", "会计师")),
            drawn.choice(SkillGrade.labels),
            drawn.choice("一二三四五") + "车间",
            joined,
            date(2014, 3, 1),
            "" if number % 3 else f"第{number}号",
        ]
