"""A small county of plain data: what the services make of the records, without a record.

Three townships and eight grass-roots unions with every figure of the review of 2014 (F01–F60), two figures of the end
of the year, and the year before. `county` makes a large one of the same kind.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import accumulate
from pathlib import Path

from desk.registers.indicators import AddsUp, Nature
from jianzhi import year_end
from jianzhi.year_end.choices import Closeness, Origin
from jianzhi.year_end.report import Cell, Cube, Definition, Node, Term

FIGURES = Path(year_end.__path__[0]) / "demo" / "figures_2014.csv"
HEAD = 1
COMPUTED = {"F01": "proposals", "F02": "proposals", "F54": "unions", "F55": "members"}
EXTRA = (("U01", "年末基层工会", "家", "R5"), ("M01", "年末会员", "名", "R5"))
CLOSENESS = {"余": Closeness.MORE, "多": Closeness.MANY, "": Closeness.EXACT}
TOWNSHIPS = ("新安江街道", "梅城镇", "寿昌镇")
# Characters beyond the basic plane and of its extension A, as they stand in the names of people and works.
BASES = ("建德市𠮷祥纺织有限公司", "䶮山化工有限公司", "㛃兰家纺有限公司", "新安江水电厂", "梅城食品厂", "严州中学")
BASES += ("寿昌机械有限公司", "长林林场")
TEXTS = {
    "R1": "全年征集职工意见建议{F01}，评出优秀“金点子”{F02}；举办职业技能大赛{F09}，参赛职工{F10}。",
    "R2": "全年创建省级“职工书屋”{F14}，赠送新书{F19}。",
    "R3": "年末签订集体合同的企业{F29}。",
    "R4": "全年慰问各类困难职工{F34}，发放慰问金{F35}。",
    "R5": "全年新增基层工会{F54}，新增会员{F55}。",
    "O1": "计划资助优秀外来务工人员上大学{F58}，免费职业技能培训{F60}。",
}


@cache
def figures() -> tuple[Mapping[str, str], ...]:
    """The rows of the review's figures as they stand in the demo's file."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _places(value: str) -> int:
    return len(value.partition(".")[2])


@cache
def definitions() -> tuple[Definition, ...]:
    """F01–F60 in the order of the review, and two of the end of the year after those of their chapter."""
    found = [
        Definition(
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            chapter=row["chapter"],
            nature=row["nature"],
            adds_up=str(AddsUp.LAST if row["unit"] == "%" else AddsUp.SUM),
            definition=f"报告期内{row['name']}。",
            decimals=2 if row["unit"] in {"万元", "%"} else 0,
            part_of=row["part_of"],
            is_computed=row["code"] in COMPUTED,
            register=COMPUTED.get(row["code"], ""),
        )
        for row in figures()
    ]
    extra = [
        Definition(code, name, unit, chapter, str(Nature.STOCK), str(AddsUp.SUM), f"期末{name}。", 0, is_computed=True)
        for code, name, unit, chapter in EXTRA
    ]
    plans = next(place for place, definition in enumerate(found) if definition.chapter == "O1")
    return (*found[:plans], *extra, *found[plans:])


def term(year: int = 2014) -> Term:
    """A calendar year."""
    last = date(year, 12, 31)
    return Term(f"{year} 年", "自然年度", year, date(year, 1, 1), last, last)


def nodes(bases: Sequence[Sequence[str]], townships: Sequence[str]) -> list[Node]:
    """The county, each township, and below it its unions, in the order of the tree."""
    found = [Node(HEAD, "建德市总工会", "市总工会", None, "1.", "county", "330182000001", "330182")]
    pk = 100
    for number, (township, names) in enumerate(zip(townships, bases, strict=True), start=1):
        town = Node(
            10 + number, f"{township}总工会", township, HEAD, f"1.{10 + number}.", "township", f"3301820{number:05}"
        )
        found.append(town)
        for name in names:
            pk += 1
            path = f"{town.path}{pk}."
            label = name.removesuffix("有限公司")
            found.append(Node(pk, f"{name}工会", label, town.pk, path, "base", f"33018{pk:07}", counts_as_base=True))
    return found


def _entered(row: Mapping[str, str]) -> Cell:
    value = Decimal(row["value"])
    return Cell(
        value,
        Origin.ENTERED,
        before=None if row["nature"] == "target" else (value * Decimal("0.8")).quantize(Decimal(row["value"])),
        closeness=CLOSENESS[row["printed_as_more_than"]],
        is_doubtful=bool(row["doubtful"]),
        wording=row["wording"],
        source="市总工会办公室",
        basis=row["basis"],
        note=row["note"],
    )


def _shares(total: int, parts: int) -> list[int]:
    """`total` in so many uneven parts, without a remainder."""
    weights = [1 + (7 * place) % 5 for place in range(parts)]
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights[:-1]]
    return [*shares, total - sum(shares)]


def _counted(tree: Sequence[Node], code: str, total: int) -> dict[int, Cell]:
    """`total` records of a computed figure, dealt out to the grass-roots unions and summed up the tree."""
    bases = [node for node in tree if node.counts_as_base]
    places = {node.path: node.pk for node in tree}
    values: dict[int, int] = {}
    for node, share in zip(bases, _shares(total, len(bases)), strict=True):
        for above in accumulate(f"{step}." for step in node.path.split(".")[:-1]):
            values[places[above]] = values.get(places[above], 0) + share
    return {
        pk: Cell(
            Decimal(value),
            before=Decimal(value * 3 // 4),
            target=Decimal(2000) if code == "F01" else None,
            evidence=value,
        )
        for pk, value in values.items()
        if value
    }


def county(
    *, townships: Sequence[str] = TOWNSHIPS, bases: Sequence[Sequence[str]] | None = None, year: int = 2014
) -> Cube:
    """A county of these townships and unions; the small one when nothing is said. The figures of 2014 in every year."""
    tree = nodes(bases or (BASES[:4], BASES[4:6], BASES[6:]), townships)
    cells: dict[int, dict[str, Cell]] = {node.pk: {} for node in tree}
    for row in figures():
        code = row["code"]
        if code in COMPUTED:
            for pk, cell in _counted(tree, code, int(row["value"])).items():
                cells[pk][code] = cell
        else:
            cells[HEAD][code] = _entered(row)
    for code, total in (("U01", len([node for node in tree if node.counts_as_base])), ("M01", 68_000)):
        for pk, cell in _counted(tree, code, total).items():
            cells[pk][code] = cell
    for number, town in enumerate(node for node in tree if node.parent == HEAD):
        for code, value in (("F34", 20 + 7 * number), ("F57", 40 + number)):
            cells[town.pk][code] = Cell(Decimal(value), Origin.ENTERED, source=town.label, basis="年报表")
    return Cube(term(year), tree, definitions(), {pk: row for pk, row in cells.items() if row}, TEXTS)


def large(unions: int = 1300, townships: int = 16) -> Cube:
    """A county of so many grass-roots unions."""
    names = [
        [f"第{town}镇第{number}企业有限公司" for number in range(unions // townships)] for town in range(townships)
    ]
    names[-1] += [f"余{number}企业有限公司" for number in range(unions % townships)]
    return county(townships=[f"第{town}镇" for town in range(townships)], bases=names)
