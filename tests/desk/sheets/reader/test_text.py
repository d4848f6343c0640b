"""CSV files: no wrong name in any encoding, no lost record, and a refusal where nobody can know (promises.md B5)."""

import csv
import io
import random

import pytest

from desk.sheets.reader import FileRefused, Limits
from desk.sheets.writer import csv_text
from tests.desk.sheets.payloads import PAYLOADS
from tests.desk.sheets.reader.corpus import GIVEN, SURNAMES
from tests.desk.sheets.reader.reading import read_here, rows_of

HEAD = ["姓名", "身份证号", "用人单位"]
SIMPLIFIED = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16")
# The characters that the two character sets share are written alike in both; these are the Taiwanese ones.
TAIWAN = [
    ["姓名", "身分證號", "單位"],
    ["陳國華", "A123", "臺灣紡織公司"],
    ["林淑芬", "B123", "員工聯誼會"],
    ["張炳炎", "C1", "縣總工會"],
]


def written(rows: list[list[str]], encoding: str, delimiter: str = ",") -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def test_of_200_files_in_all_encodings_no_name_is_read_wrongly() -> None:
    for number in range(200):
        chance, encoding = random.Random(number), SIMPLIFIED[number % 5]
        surnames = SURNAMES.replace("𠮷", "").replace("䶮", "") if encoding == "gbk" else SURNAMES
        names = [chance.choice(surnames) + "".join(chance.choices(GIVEN, k=2)) for _ in range(chance.randrange(1, 60))]
        rows = [HEAD, *[[name, "330182199001010017", "钱塘纺织有限公司"] for name in names]]
        assert rows_of(written(rows, encoding, ",;\t"[number % 3])) == rows, (number, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_rare_names_arrive_in_every_encoding_that_has_them(encoding: str) -> None:
    rows = [HEAD, ["𠮷田", "1", ""], ["䶮某", "2", ""], ["㛃某", "3", "某厂"]]
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    read_rows = read_here(mark + written(rows, encoding)).sheets[0].rows
    assert [row[0] for row in read_rows] == ["姓名", "𠮷田", "䶮某", "㛃某"]


def test_the_encoding_taken_is_told() -> None:
    book = read_here(written([HEAD, ["张三", "1", "某厂"]], "gbk"))
    assert book.encoding == "gb18030"
    assert book.notes == ["按 GB18030（GBK） 编码读取，请核对姓名中的生僻字。"]


def test_what_is_clearly_big5_is_read_as_big5() -> None:
    book = read_here(written(TAIWAN, "big5"))
    assert book.encoding == "big5"
    assert book.sheets[0].rows == TAIWAN


@pytest.mark.parametrize(
    "content",
    [
        written([HEAD, ["张三", "1", "某厂"]], "utf-16-le"),  # without mark
        written([["姓名"], ["王"]], "gbk") + b"\xff\xff",
        "name\r\nJosé\r\n".encode(),  # as right in GB18030
        "ﾃｽﾄ,テスト\r\n".encode("shift-jis"),
        b"\xef\xbb\xbf" + "姓名".encode("gbk"),
        b"\xff\xfe\x00",
        b"\x00\x01\x02 something else",
    ],
    ids=["UTF-16 without mark", "no encoding", "ambiguous", "Shift-JIS", "false mark", "half a character", "binary"],
)
def test_where_nobody_can_know_the_encoding_the_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="没有改动"):
        read_here(content)


def test_nothing_is_ever_replaced() -> None:
    for encoding in SIMPLIFIED:
        whole = written([HEAD, ["张三", "330182199001010017", "钱塘纺织有限公司"]] * 9, encoding)
        for position in range(3, len(whole), 7):
            try:
                rows = rows_of(whole[:position] + b"\xff" + whole[position:])
            except FileRefused:
                continue
            assert not any("\ufffd" in str(cell) for row in rows for cell in row)


def test_quoted_line_ends_delimiters_and_quotes_are_part_of_a_cell() -> None:
    rows = [["姓名", "备注"], ["张三", "第一行\n第二行"], ["李四", '说"好",走了'], ["王五", ""]]
    assert rows_of(written(rows, "utf-8")) == [*rows[:3], ["王五", None]]
    assert rows_of('姓名;备注\r\n张三;"a;b"\r\n'.encode()) == [["姓名", "备注"], ["张三", "a;b"]]


def test_blank_lines_in_between_stay_and_those_at_the_end_go() -> None:
    assert rows_of("姓名,号\n\n张三,1\n\n,\n\n".encode()) == [["姓名", "号"], [None, None], ["张三", "1"]]
    assert rows_of("姓名,号\r张三,1".encode()) == [["姓名", "号"], ["张三", "1"]]


@pytest.mark.parametrize(
    "text", ['姓名,尺寸\n张三,5"\n李四,7"\n', '姓名,号\n"张三,1\n李四,2\n', '姓名\n张三"\n', '姓名\n"张三"丰,"\n']
)
def test_quotes_that_do_not_match_are_refused_before_they_swallow_rows(text: str) -> None:
    with pytest.raises(FileRefused, match="引号"):
        read_here(text.encode())


def test_a_quote_that_closes_hundreds_of_rows_later_is_refused() -> None:
    rows = "\n".join(f"某人{n},330182199001010017,钱塘纺织有限公司" for n in range(2_000))
    with pytest.raises(FileRefused, match="引号"):
        read_here(f'姓名,号,单位\n"{rows}\n"'.encode())


def test_text_stays_text_whatever_it_looks_like() -> None:
    assert rows_of("号\n330182199001010017\n1.1E+17\n007\n=1+1\n".encode()) == [
        ["号"], ["330182199001010017"], ["1.1E+17"], ["007"], ["=1+1"],
    ]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_our_own_export_protected_comes_back_unchanged(payload: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([["姓名"], [csv_text(payload)], ["完"]])
    assert rows_of(target.getvalue().encode("utf-8-sig"))[1] == [payload]


def test_an_apostrophe_before_digits_is_the_owners() -> None:
    assert rows_of("号\n'330182199001010017\n".encode()) == [["号"], ["'330182199001010017"]]


def test_too_many_rows_or_columns_are_refused() -> None:
    with pytest.raises(FileRefused, match="行"):
        read_here(b"1\n" * 71, Limits(rows=20))
    assert len(read_here(b"1\n" * 70, Limits(rows=20)).sheets[0].rows) == 70
    with pytest.raises(FileRefused, match="列超过 200 列"):
        read_here(b"1," * 200 + b"1\n")
