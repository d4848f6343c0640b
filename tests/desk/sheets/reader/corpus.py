"""The 500 malformed, strange and merely unusual files of promises.md B1, the same ones every time.

`specimens()` gives them so that the first 60 are spread over all categories. A specimen knows how many rows its first
sheet has when a reader that loses nothing must find them, or that it has to be refused; for damaged bytes it knows
neither: there only a clean refusal or a clean reading is asked.
"""

import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import zip_longest

from tests.desk.sheets.reader import books, old
from tests.desk.sheets.reader.books import Raw, Value, formula, merges, pack, parts, sheet, workbook

HEADS = ("姓名", "身份证号", "性别", "出生日期", "手机", "用人单位", "入会日期")
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周𠮷䶮", "伟芳娜敏静丽强磊洋勇艳杰涛明超霞平刚玥喆昇堃"
REFUSED = -1


@dataclass(frozen=True)
class Specimen:
    """`rows` of its first sheet; REFUSED when it must be refused, None when either will do."""

    category: str
    number: int
    content: bytes
    rows: int | None

    def __str__(self) -> str:
        return f"{self.category}-{self.number}"


Made = tuple[bytes, int | None]


def people(chance: random.Random, count: int) -> list[list[Value]]:
    rows: list[list[Value]] = [list(HEADS)]
    for _ in range(count):
        born = date(1960, 1, 1) + timedelta(chance.randrange(14_000))
        number = f"330182{born:%Y%m%d}{chance.randrange(1000):03}{chance.choice('0123456789X')}"
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        mobile = f"138{chance.randrange(10**8):08}"
        rows.append([name, number, chance.choice("男女"), born, mobile, "钱塘纺织有限公司", date(2014, 1, 1)])
    return rows


def with_part(files: dict[str, str], name: str, content: str | bytes) -> bytes:
    return pack({**files, name: content})


# --- damaged bytes ----------------------------------------------------------------------------------------------------
def fuzzed(chance: random.Random, number: int) -> Made:
    content = bytearray(workbook(people(chance, 20)))
    if number % 2:  # inside the XML, packed properly again
        files = parts({"名册": sheet(people(chance, 20))})
        name = chance.choice(
            ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
        )
        return with_part(files, name, bytes(damage(chance, bytearray(files[name].encode()), number))), None
    return bytes(damage(chance, content, number)), None


def damage(chance: random.Random, content: bytearray, number: int) -> bytearray:
    for _ in range(chance.randrange(1, 9)):
        where = chance.randrange(len(content))
        if number % 3 == 0:
            content[where] ^= 1 << chance.randrange(8)
        elif number % 3 == 1:
            content[where:where] = chance.randbytes(chance.randrange(1, 9))
        else:
            del content[where : where + chance.randrange(1, len(content) // 4)]
    return content


# --- bombs ------------------------------------------------------------------------------------------------------------
def zip_bomb(chance: random.Random, number: int) -> Made:
    files: dict[str, str | bytes] = dict(parts({"名册": sheet(people(chance, 5))}))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            books.add(archive, name, content)
        match number % 5:
            case 0:
                books.add(archive, "xl/media/image1.xml", bytes((20 + number) << 20), level=9)
            case 1:
                books.add(archive, f"xl/inner{number}.zip", pack({"a.txt": "a"}))
            case 2:
                books.add(archive, "XL/WORKBOOK.XML", files["xl/workbook.xml"])
            case 3:
                books.add(archive, ("../../etc/passwd", "/etc/passwd", "xl\\..\\a", "C:/a.txt")[number % 4], "a")
            case _:
                for entry in range(2_001 + number):
                    archive.writestr(f"xl/{entry}", b"")
    return target.getvalue(), REFUSED


def xml_bomb(chance: random.Random, number: int) -> Made:
    files = parts({"名册": sheet(people(chance, 5))}, shared=["<si><t>a</t></si>"])
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>',
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/a.dtd"> %p;]>',
        f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 100_000}">]>',
    )[number % 4]
    name = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")[number // 4 % 4]
    content = files[name].replace(books.XML, books.XML + entities)
    if number >= 16:
        text = files["xl/worksheets/sheet1.xml"].replace("UTF-8", ("UTF-16", "UTF-7")[number % 2])
        return with_part(files, "xl/worksheets/sheet1.xml", text.encode(("utf-16", "utf-7")[number % 2])), REFUSED
    return with_part(files, name, content.replace("王", "&l9;")), REFUSED


def far(chance: random.Random, number: int) -> Made:
    rows = people(chance, 5)
    if number % 4 == 3:  # formatted empty rows below the data
        more = "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(7, 40_007))
        return pack(parts({"名册": sheet(rows).replace("</sheetData>", more + "</sheetData>")}), level=1), 6
    reference, row = (("XFD1048576", 1_048_576), ("A1048576", 1_048_576), ("XFD7", 7))[number % 4]
    cell = f'<row r="{row}"><c r="{reference}"><v>{number}</v></c></row>'
    return pack(parts({"名册": sheet(rows).replace("</sheetData>", cell + "</sheetData>")})), REFUSED


# --- unusual, and readable to the last row ----------------------------------------------------------------------------
def headed(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    titles: list[list[Value]] = [["会员名册"], ["填表单位：某某工会", None, "2014年"], []]
    match number % 5:
        case 0:
            rows[0] = [f"列{n}" for n in range(len(HEADS))]
        case 1:
            rows[0] = [*HEADS[:3], *HEADS[:3], None]
        case 2:
            rows = rows[1:]
        case 3:
            rows = titles[: number % 3 + 1] + rows
        case _:
            rows = [["姓名", "证件", None, "出生日期", "联系", None, "入会日期"], *rows]
            return workbook(rows, after=merges("A1:A2", "B1:C1", "E1:F1")), len(rows)
    return workbook(rows), len(rows)


def formulas(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    cells = (
        formula("1+1", 2),
        formula("1+1"),
        formula("MID(B2,7,8)", "19900101"),
        formula("[1]Sheet1!A1", "外部"),
        formula("cmd|'/c calc'!A0"),
        formula('HYPERLINK("http://127.0.0.1:9/","点我")', "点我"),
        Raw('<c r="{r}"><f t="shared" si="0"/><v>3</v></c>'),
        Raw('<c r="{r}"><f t="array" ref="A1:A2">SUM(B1:B2)</f></c>'),
    )
    for row in rows[1 : 2 + number % 9]:
        row[number % 7] = cells[number % len(cells)]
    if number % 3 == 0:
        rows.append([None] * 6 + [formula("SUM(A1:A9)")])
    return workbook(rows), len(rows)


def numbers(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    for row in rows[1:]:
        digits = str(row[1])[:17]
        row[1] = (int(digits + "0"), float(digits + "0"), f"{float(digits):.1E}", f" {digits}0 ")[number % 4]
        row[4] = 13_800_000_000 + number if number % 2 else Raw(f'<c r="{{r}}" s="3"><v>{digits}E1</v></c>')
    return workbook(rows), 11


def days(chance: random.Random, number: int) -> Made:
    written: tuple[Value, ...] = (
        "1990.1.1", "1990年1月", "1990-02-31", "0199-01-01", "19900101", "1990/1/1 0:00:00", "一九九〇年一月一日",
        Raw('<c r="{r}" s="1"><v>60</v></c>'), Raw('<c r="{r}" s="1"><v>-5</v></c>'), Raw('<c r="{r}" s="1"><v>99999999</v></c>'),
        Raw('<c r="{r}" s="2"><v>41640.75</v></c>'), Raw('<c r="{r}" t="d"><v>2014-01-02</v></c>'), 32874, 32874.5,
    )  # fmt: skip
    rows = people(chance, 10)
    for row in rows[1:]:
        row[3] = written[number % len(written)]
    settings = '<workbookPr date1904="1"/>' if number % 3 == 0 else ""
    return pack(parts({"名册": sheet(rows)}, settings=settings)), 11


def merged(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    ranges = (["F2:F11"], ["A3:C3"], ["A1:B1"], ["A1:A2"], ["D2:E5", "F6:G9"], ["A12:G12"])[number % 6]
    if number % 6 == 0:
        for row in rows[2:]:
            row[5] = None
    if number >= 24:
        return old.workbook(
            {"名册": [[v for v in row if not isinstance(v, date)] for row in rows]}, more=old.merged(1, 3, 0, 0)
        ), 11
    return workbook(rows, after=merges(*ranges)), 11


def hidden(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    filtered = '<autoFilter ref="A1:G11"/>'
    match number % 5:
        case 0:
            return workbook(rows, attributes={4: ' hidden="1"', 5: ' hidden="true"'}, after=filtered), 11
        case 1:
            return workbook(rows, before='<cols><col min="2" max="2" width="9" hidden="1"/></cols>'), 11
        case 2:
            states = {"名册": ("hidden", "veryHidden")[number % 2]}
            return pack(parts({"名册": sheet(rows), "说明": sheet([["说明"]])}, states=states)), 11
        case 3:
            return pack(parts({"名册": sheet(rows)}, charts=["图表"])), 11
        case _:
            return old.workbook({"名册": [["姓名"], ["张三"], [number]]}, more=old.hidden_row(1), charts=["图"]), 3


def stale(chance: random.Random, number: int) -> Made:
    count = chance.randrange(5, 300)
    claimed = ("A1:B3", "A1", "A1:XFD1048576", "C5:D6", "A1:G4")[number % 5]
    before = f'<dimension ref="{claimed}"/>'
    return workbook(people(chance, count), before=before), count + 1


def spaced(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    strange = ("\u200b", "\u3000", "\u202e", "\U0001f600", "\ufeff", "𠮷", "䶮", "\ue000", "\u00a0", "  ")
    for row in rows[1:]:
        row[0] = f"{strange[number % 10]}{row[0]}{strange[(number + 3) % 10]}"
    if number >= 27:
        rows[3][0] = Raw('<c r="{r}" t="str"><v>a&#0;b</v></c>')
        return workbook(rows), REFUSED
    return workbook(rows), 11


def repeated(chance: random.Random, number: int) -> Made:
    rows = people(chance, 10)
    return workbook([*rows, *rows[1 : 2 + number % 9]]), 11 + 1 + number % 9


def referring(chance: random.Random, number: int) -> Made:
    unions = ("不存在的工会", "已撤销的工会", "别的工会", "", "1.1.", "钱塘县总工会 ")
    return workbook([[*row, unions[number % 6]] for row in people(chance, 10)]), 11


# --- other kinds of files ---------------------------------------------------------------------------------------------
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5")


def text(chance: random.Random, number: int) -> Made:
    rows = [[str(value) for value in row] for row in people(chance, 12)]
    encoding = ENCODINGS[number % 5]
    if encoding == "big5":
        rows = [["姓名", "單位"], *[["陳國華", "臺灣紡織公司與員工聯誼會"] for _ in range(12)]]
    delimiter = ",;\t"[number % 3]
    lines = "\r\n".join(delimiter.join(f'"{value}"' if number % 2 else value for value in row) for row in rows)
    if number >= 25:
        return (lines + '\r\n"没有结束的引号,1').encode("utf-8" if encoding == "big5" else encoding), REFUSED
    return (lines + "\r\n").encode(encoding), 13


def other(chance: random.Random, number: int) -> Made:
    files: dict[str, str | bytes] = dict(parts({"名册": sheet(people(chance, 5))}))
    choices: tuple[Callable[[], Made], ...] = (
        lambda: (old.workbook({"名册": [["姓名", "工号"], ["张三", number], ["李四", ("=", 2.0)]]}), 3),
        lambda: (pack({"xl/workbook.bin": b"\x00", "[Content_Types].xml": "<Types/>"}), REFUSED),
        lambda: (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), REFUSED),
        lambda: ("<html><meta charset='gbk'><table><tr><td>姓名</td></tr></table></html>".encode("gbk"), REFUSED),
        lambda: (old.compound("EncryptedPackage", chance.randbytes(5000)), REFUSED),
        lambda: (pack({**files, "xl/vbaProject.bin": b"\xd0\xcf"}), 6),
        lambda: (old.workbook({"名册": [["姓名"]]}, password=True), REFUSED),
        lambda: (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", REFUSED),
        lambda: (pack({"word/document.xml": "<a/>"}), REFUSED),
        lambda: (b"", REFUSED),
    )
    return choices[number % len(choices)]()


CATEGORIES: dict[str, tuple[int, Callable[[random.Random, int], Made]]] = {
    "fuzzed": (60, fuzzed),
    "zip_bomb": (20, zip_bomb),
    "xml_bomb": (20, xml_bomb),
    "headed": (30, headed),
    "formulas": (40, formulas),
    "numbers": (40, numbers),
    "days": (40, days),
    "merged": (30, merged),
    "hidden": (30, hidden),
    "stale": (30, stale),
    "text": (30, text),
    "far": (20, far),
    "other": (20, other),
    "spaced": (30, spaced),
    "repeated": (30, repeated),
    "referring": (30, referring),
}


def specimens() -> Iterator[Specimen]:
    """All 500, one of each category in turn."""
    turns = zip_longest(*([(name, number) for number in range(count)] for name, (count, _) in CATEGORIES.items()))
    for name, number in (one for turn in turns for one in turn if one):
        # A seed of its own each, so that a specimen does not depend on the ones before it.
        content, rows = CATEGORIES[name][1](random.Random(f"{name} {number}"), number)
        yield Specimen(name, number, content, rows)
