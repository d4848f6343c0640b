"""The sample roster is what it says it is: 5,000 rows, 37 of them wrong in twelve ways, nobody of the demo county."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from desk.registers.checks import check_id_number, check_mobile
from members.demo import roster
from tests.members import sample_roster
from tests.members.sample_roster import FILE, FIRST_ROW, HEADS, Kind, good_lines, lines_with_mistakes, mistakes


def test_writing_it_again_gives_the_same_file(tmp_path: Path) -> None:
    sample_roster.write(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == FILE.read_bytes()


def test_it_holds_five_thousand_people_under_a_title_a_note_and_a_head_of_two_rows() -> None:
    rows = list(load_workbook(FILE, read_only=True).active.iter_rows(values_only=True))
    assert len(rows) == 5_004
    assert rows[0][0] == "建德市白沙化工有限公司工会会员花名册"
    assert rows[1][0].startswith("填表说明")
    assert [cell for cell in rows[2] if cell] == ["序号", "基本情况", "联系方式", "用工情况", "会籍"]
    assert rows[3][1:4] == ("姓名", "性别", "身份证号")
    assert rows[4][0] == 1
    assert rows[-1][0] == 5_000


def test_thirty_seven_rows_are_wrong_in_twelve_ways() -> None:
    found = mistakes(good_lines())
    assert len({mistake.row for mistake in found}) == 37
    assert Counter(mistake.kind for mistake in found) == {
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


def test_the_wrong_cells_stand_in_the_file_where_the_list_says() -> None:
    sheet = load_workbook(FILE).active
    for mistake in mistakes(good_lines()):
        value = sheet.cell(mistake.row, HEADS.index(mistake.column) + 1).value
        assert _same(value, mistake.wrong), mistake


def _same(value: object, wrong: object) -> bool:
    if isinstance(value, datetime):
        return value.date() == wrong
    return value == wrong or (value is None and wrong == "")


def test_the_right_values_would_all_pass() -> None:
    for line in good_lines():
        check_id_number(line["身份证号"])
        check_mobile(line["手机号码"])
    assert len({line["身份证号"] for line in good_lines()}) == 5_000


def test_a_number_that_is_wrong_as_text_is_refused_by_the_check() -> None:
    wrong = [
        m.wrong
        for m in mistakes(good_lines())
        if m.kind in {Kind.CHECK_DIGIT, Kind.NO_SUCH_BIRTHDAY, Kind.FIFTEEN_DIGITS}
    ]
    assert len(wrong) == 11
    for number in wrong:
        with pytest.raises(ValidationError):
            check_id_number(number)


def test_a_number_that_stands_twice_stands_first_in_a_row_that_is_right() -> None:
    lines, found = lines_with_mistakes(), mistakes(good_lines())
    wrong_rows = {mistake.row for mistake in found}
    numbers = [line["身份证号"] for line in lines]
    for mistake in found:
        if mistake.kind is Kind.TWICE:
            first = FIRST_ROW + numbers.index(mistake.wrong)
            assert first < mistake.row
            assert first not in wrong_rows


def test_none_of_its_people_can_be_on_file_in_the_demo_county() -> None:
    assert {line["身份证号"][:6] for line in good_lines()} == {"990184"}
    assert roster.REGION == "990183"
