"""B6: what must not be opened is refused before it is opened, in a second and little memory."""

import io
import random
import resource
import struct
import time
import zipfile
from functools import cache
from typing import Any

import pytest

from desk.sheets.reader import FileRefused, Limits, check_before_opening, read
from desk.sheets.reader.limits import MIB
from tests.desk.sheets.reader import old
from tests.desk.sheets.reader.books import XML, add, pack, parts, sheet, workbook

LIMITS = Limits()
FILES = parts({"名册": sheet([["姓名"], ["张三"]])})
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def with_declaration(name: str, declaration: str) -> bytes:
    return pack({**FILES, name: FILES[name].replace(XML, XML + declaration)})


def with_a_lie_about_its_size() -> bytes:
    """A sheet of 20 MiB that its directory says to be 1,000 bytes."""
    content = bytearray(
        pack({**FILES, "xl/worksheets/sheet1.xml": FILES["xl/worksheets/sheet1.xml"] + " " * (20 * MIB)})
    )
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            if struct.unpack_from("<I", content, at + offset)[0] > MIB:
                struct.pack_into("<I", content, at + offset, 1_000)
    return bytes(content)


def with_two_of_a_name() -> bytes:
    target = io.BytesIO(pack(FILES))
    with zipfile.ZipFile(target, "a") as archive:
        add(archive, "XL/workbook.xml", FILES["xl/workbook.xml"])
    return target.getvalue()


@cache
def made(name: str) -> tuple[bytes, str]:
    make, said = BOMBS[name]
    return make(), said


def many_small_columns() -> bytes:
    return workbook([["姓名"], ["甲"] * 201])


BOMBS = {
    "larger than allowed": (lambda: bytes(40 * MIB + 1), "超过 40 MB"),
    "unpacks to 205 MiB": (lambda: pack({**FILES, **{f"xl/{n}.xml": bytes(41 * MIB) for n in range(5)}}, level=1), "展开后有 205 MB"),
    "packed 1,000 times": (lambda: pack({**FILES, "xl/media/image1.png": bytes(20 * MIB)}), "100 倍"),
    "2,001 parts": (lambda: pack({**FILES, **{f"xl/{n}": "" for n in range(2_001)}}), "2,000 个"),
    "a zip inside": (lambda: pack({**FILES, "xl/inner.zip": pack({"a": "a"})}), "嵌着"),
    "a workbook inside": (lambda: pack({**FILES, "xl/embeddings/1.xlsx": pack(FILES)}), "嵌着"),
    "two parts of one name": (with_two_of_a_name, "重名"),
    "a path upwards": (lambda: pack({**FILES, "../../etc/passwd": "a"}), "路径"),
    "an absolute path": (lambda: pack({**FILES, "/etc/passwd": "a"}), "路径"),
    "a path of Windows": (lambda: pack({**FILES, "xl\\..\\..\\a": "a"}), "路径"),
    "a billion laughs": (lambda: with_declaration("xl/worksheets/sheet1.xml", f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'), "声明"),
    "a billion laughs in the list of sheets": (lambda: with_declaration("xl/workbook.xml", f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'), "声明"),
    "a file of the server": (lambda: with_declaration("xl/styles.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "声明"),
    "a declaration across blocks": (lambda: pack({**FILES, "xl/theme.xml": " " * (MIB - 4) + "<!DOCTYPE x>"}, level=0), "声明"),
    "XML in UTF-16": (lambda: pack({**FILES, "xl/worksheets/sheet1.xml": FILES["xl/worksheets/sheet1.xml"].replace("UTF-8", "UTF-16").encode("utf-16")}), "UTF-8"),
    "XML in UTF-7": (lambda: pack({**FILES, "xl/worksheets/sheet1.xml": FILES["xl/worksheets/sheet1.xml"].replace("UTF-8", "UTF-7").encode("utf-7")}), "UTF-8"),
    "a lie about the size": (with_a_lie_about_its_size, "声明的大"),
    "a cell in the farthest corner": (lambda: pack({**FILES, "xl/worksheets/sheet1.xml": FILES["xl/worksheets/sheet1.xml"].replace("</sheetData>", FAR)}), "行超过 100,000 行"),
    "201 columns": (many_small_columns, "列超过 200 列"),
    "a password": (lambda: old.compound("EncryptedPackage", b"x" * 5_000), "密码"),
    "a web page": (lambda: "<html><head><meta charset=gbk></head><table><tr><td>姓名".encode("gbk"), "网页"),
    "XML of Excel 2003": (lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
    "xlsb": (lambda: pack({"xl/workbook.bin": b"\x00"}), "xlsb"),
    "ods": (lambda: pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "ods"),
    "an ordinary zip": (lambda: pack({"名册.txt": "a"}), "压缩包"),
    "half a workbook": (lambda: pack(FILES)[:-100], "损坏"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "图片"),
    "nothing": (lambda: b"", "空的"),
    "white space": (lambda: b"\xef\xbb\xbf \r\n", "空的"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_within_a_second_and_100_mib_in_a_sentence_that_says_what_was_kept(name: str) -> None:
    content, said = made(name)
    before = used()
    with pytest.raises(FileRefused, match=said) as caught:
        read(content, limits=Limits(memory=100 * MIB))
    assert used() - before < 1
    assert "您的文件没有改动，系统里也没有写入任何内容。" in str(caught.value)
    assert str(caught.value).endswith("。")


def used() -> float:
    """Seconds of processor taken so far, by this process and the children it waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


BEFORE_OPENING = [
    name for name in BOMBS
    if not any(word in name for word in ("laughs", "file of", "declaration", "XML in", "lie", "corner", "columns"))
]  # fmt: skip


@pytest.mark.parametrize("name", BEFORE_OPENING)
def test_most_are_refused_without_unpacking_anything(name: str) -> None:
    content, said = made(name)
    started = time.process_time()
    with pytest.raises(FileRefused, match=said):
        check_before_opening(io.BytesIO(content), LIMITS)
    assert time.process_time() - started < 1


def test_a_roster_of_a_whole_county_is_not_too_large() -> None:
    """100,000 members in 25 columns take 15 MiB as xlsx and 35 as CSV; the nightly import reads them."""
    workbook = pack({**FILES, "xl/worksheets/sheet2.xml": random.Random(1).randbytes(15 * MIB)}, level=0)
    assert check_before_opening(workbook, LIMITS).name == "xlsx"
    assert check_before_opening(b"a,b\n" * 9 * MIB, LIMITS).name == "csv"


def test_the_kind_is_judged_by_content() -> None:
    assert check_before_opening(pack(FILES), LIMITS).name == "xlsx"
    assert check_before_opening(old.workbook({"名册": [["姓名"]]}), LIMITS).name == "xls"
    assert check_before_opening("姓名,身份证号\n".encode("gbk"), LIMITS).name == "csv"


def test_a_million_empty_formatted_rows_stay_within_the_limits() -> None:
    rows = "".join(f'<row r="{n}" s="{n % 7}"><c r="A{n}" s="1"/></row>' for n in range(3, 1_000_003))
    text = FILES["xl/worksheets/sheet1.xml"].replace("</sheetData>", rows + "</sheetData>")
    book = read(pack({**FILES, "xl/worksheets/sheet1.xml": text}, level=1), limits=Limits(memory=200 * MIB))
    assert book.sheets[0].rows == [["姓名"], ["张三"]]


def test_the_limits_can_be_raised_in_the_settings(settings: Any) -> None:
    settings.SHEET_LIMITS = {"columns": 201, "rows": 500_000}
    assert read(many_small_columns()).sheets[0].column_count == 201
