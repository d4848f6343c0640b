"""The head is found under titles and notes, in one row or in several that are merged."""

import pytest

from desk.sheets.reader import Head, Merge, head, is_blank, plain
from desk.sheets.reader.cells import Row

KNOWN = ("姓名", "身份证号", "手机", "居住地址", "入会日期")
PERSON: Row = ["张三", "330182199001010017", "13800000000", "某村1号", "2014-01-01"]


def test_a_head_in_the_first_row_is_found() -> None:
    rows: list[Row] = [[*KNOWN], PERSON, PERSON]
    assert head(rows, KNOWN) == Head(row=0, first_row=1, last_row=2, labels=KNOWN, blank=0)


def test_a_head_under_titles_and_notes_is_found_with_marks_spaces_and_full_width_signs() -> None:
    rows: list[Row] = [
        ["某某工会会员名册", None, None, None, None],
        [None] * 5,
        ["填表单位:某某工会", None, "填表日期", None, "2014-01-01"],
        ["姓 名*", "身份证号(必填)", "手机:", "居住地址", "入会\n日期"],
        PERSON,
    ]
    found = head(rows, KNOWN)
    assert (found.row, found.first_row, found.last_row) == (3, 4, 4)
    assert found.labels == ("姓 名*", "身份证号(必填)", "手机:", "居住地址", "入会 日期")
    assert [plain(label) for label in found.labels] == list(KNOWN)


def test_a_head_of_two_merged_rows_is_joined() -> None:
    rows: list[Row] = [
        ["会员名册", None, None, None, None],
        ["姓名", "身份证号", "联系方式", None, "入会日期"],
        [None, None, "手机", "居住地址", None],
        PERSON,
    ]
    merges = [Merge(0, 0, 0, 4), Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4)]
    labels = ("姓名", "身份证号", "联系方式/手机", "联系方式/居住地址", "入会日期")
    assert head(rows, KNOWN, merges) == Head(2, 3, 3, labels, 0)
    # The same without merges downwards, as many people leave it.
    assert head(rows, KNOWN, [Merge(0, 0, 0, 4), Merge(1, 2, 1, 3)]) == Head(2, 3, 3, labels, 0)


def test_a_lower_row_that_holds_more_labels_takes_its_groups_along() -> None:
    rows: list[Row] = [["本人", None, "联系方式", None], ["姓名", "身份证号", "手机", "居住地址"], PERSON[:4]]
    found = head(rows, KNOWN, [Merge(0, 0, 0, 1), Merge(0, 2, 0, 3)])
    assert found.labels == ("本人/姓名", "本人/身份证号", "联系方式/手机", "联系方式/居住地址")
    assert found.first_row == 2


def test_a_title_merged_over_the_table_is_no_part_of_the_head() -> None:
    rows: list[Row] = [["会员名册", None, None], ["姓名", "身份证号", "手机"], PERSON[:3]]
    assert head(rows, KNOWN, [Merge(0, 0, 0, 2)]).labels == ("姓名", "身份证号", "手机")


def test_the_row_the_owner_chose_is_taken() -> None:
    rows: list[Row] = [["姓名", "身份证号", "手机"], ["甲", "乙", "丙"], PERSON[:3]]
    assert head(rows, KNOWN, at=1) == Head(1, 2, 2, ("甲", "乙", "丙"), 0)


def test_where_no_label_is_known_the_row_with_most_texts_is_taken() -> None:
    assert head([["标题"], ["甲列", "乙列", "丙列"], [1, 2, 3]], KNOWN).row == 1


def test_blank_rows_are_counted_also_behind_the_last_filled_one() -> None:
    rows: list[Row] = [["姓名", "手机"], ["张三", None], [None, None], ["  ", None], ["李四", "1"], [None, " "], []]
    assert head(rows, KNOWN) == Head(0, 1, 4, ("姓名", "手机"), blank=4)


@pytest.mark.parametrize(("row", "blank"), [([], True), ([None, "\u3000 "], True), ([0], False), ([False], False)])
def test_a_row_is_blank_that_holds_nothing_but_white_space(row: Row, blank: bool) -> None:
    assert is_blank(row) is blank


def test_an_empty_sheet_and_one_with_a_head_only_have_no_data() -> None:
    assert head([], KNOWN) == Head(0, 1, 0, (), 0)
    assert head([["姓名"]], KNOWN) == Head(0, 1, 0, ("姓名",), 0)
