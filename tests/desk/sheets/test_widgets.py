"""What a cell may hold."""

from datetime import date, datetime, time
from typing import Any

import pytest

from desk.sheets.widgets import Choice, Day, IdNumber, Mobile, Number, Text, Widget, YesNo

ID = "33018219850601001X"


def refusal(widget: Widget, value: Any) -> str:
    with pytest.raises(ValueError) as refused:
        widget.clean(value)
    return str(refused.value)


class TestText:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("  张三 ", "张三"),
            ("\u200b张\u200d三\ufeff", "张三"),
            ("\u202e张三\u202c", "张三"),
            ("新安路 12 号", "新安路 12 号"),
            ("𠮷田䶮", "𠮷田䶮"),
            (17, "17"),
            (17.0, "17"),
            (1.5, "1.5"),
            (True, "是"),
        ],
    )
    def test_what_cannot_be_seen_is_dropped_and_a_number_is_taken_as_written(self, cell: Any, text: str) -> None:
        assert Text().clean(cell) == text

    @pytest.mark.parametrize("cell", ["张\x00三", "张\x07三", "张\ue000三", "张\ufffd三", "\ud83d"])
    def test_what_no_other_computer_can_show_is_refused(self, cell: str) -> None:
        assert "无法识别的字符" in refusal(Text(), cell)

    def test_a_mask_that_comes_back_does_not_overwrite_what_it_hides(self) -> None:
        assert "掩码" in refusal(Text(), "建德市新安江街道******")


class TestIdentifier:
    @pytest.mark.parametrize(
        "cell",
        [
            "33018219850601001x",
            " 33018219850601001X ",
            "330182 19850601 001X",
            "３３０１８２１９８５０６０１００１Ｘ",
            "３３０１８２１９８５０６０１００１ｘ",
            "33018219850601001X\u200b",
            "\ufeff330182\u200d19850601001X",
            "330182\u00a019850601001X",
            "\u202d33018219850601001X\u202c",
        ],
    )
    def test_text_is_taken_with_spaces_full_width_digits_a_small_x_and_zero_width_characters(self, cell: str) -> None:
        assert IdNumber().clean(cell) == ID

    def test_ten_thousand_numbers_in_number_cells_are_all_refused_and_none_is_repaired(self) -> None:
        numbers: list[Any] = [330182198506010000 + n for n in range(5_000)] + [
            float(13_900_000_000 + n) for n in range(5_000)
        ]
        widget, said = IdNumber(), set()
        for number in numbers:
            said.add(refusal(widget, number))
        assert len(numbers) == 10_000
        assert [("列格式请改为文本" in text, "33018" in text, "139" in text) for text in said] == [(True, False, False)]

    @pytest.mark.parametrize("cell", ["3.30182E+17", "3.30182198506010E17", "１.１E+17", "3.3e+17"])
    def test_what_excel_wrote_in_scientific_notation_is_refused(self, cell: str) -> None:
        assert "科学计数法" in refusal(IdNumber(), cell)

    def test_a_masked_number_is_refused(self) -> None:
        assert "掩码" in refusal(Mobile(), "139****0001")

    def test_a_mobile_number_is_text_too(self) -> None:
        assert Mobile().clean("139 0000 0001") == "13900000001"
        assert "列格式请改为文本" in refusal(Mobile(), 13900000001)


class TestChoice:
    widget = Choice([("1", "男"), ("2", "女")], {"先生": "1"})

    @pytest.mark.parametrize(("cell", "value"), [("男", "1"), (" 女 ", "2"), ("女\u200b", "2"), ("先生", "1")])
    def test_labels_and_other_words_for_them_are_taken(self, cell: str, value: str) -> None:
        assert self.widget.clean(cell) == value

    def test_anything_else_is_refused_with_the_labels(self) -> None:
        assert refusal(self.widget, "男性们") == "没有这个选项。请填：男、女。"

    def test_of_many_labels_those_are_named_that_look_alike(self) -> None:
        nations = Choice([(str(n), f"{n}族") for n in range(20)] + [("99", "维吾尔族")])
        assert refusal(nations, "维吾尔") == "没有这个选项。是不是：维吾尔族？"

    def test_a_value_is_shown_by_its_label(self) -> None:
        assert self.widget.render("2") == "女"

    @pytest.mark.parametrize(
        ("cell", "value"),
        [("是", True), ("√", True), ("y", True), (1, True), (True, True), ("否", False), ("无", False), (0.0, False)],
    )
    def test_yes_and_no_have_many_words(self, cell: Any, value: bool) -> None:
        assert YesNo().clean(cell) is value


class TestDay:
    @pytest.mark.parametrize(
        "cell",
        [
            "1990-01-31",
            "1990/1/31",
            "1990.1.31",
            "1990年1月31日",
            "1990年01月31",
            "19900131",
            19900131,
            "１９９０－１－３１",
            " 1990-1-31 00:00:00 ",
            date(1990, 1, 31),
            datetime(1990, 1, 31),  # noqa: DTZ001  # as a workbook holds it
        ],
    )
    def test_a_day_may_be_written_in_many_ways(self, cell: Any) -> None:
        assert Day().clean(cell) == date(1990, 1, 31)

    @pytest.mark.parametrize("cell", ["1990-02-31", "1990年13月1日", "19900230", "2015-02-29"])
    def test_a_day_that_is_in_no_calendar_is_refused(self, cell: str) -> None:
        assert refusal(Day(), cell) == "日历上没有这一天，请核对。"

    @pytest.mark.parametrize("cell", ["1990-01", "1990年1月", "90-1-31", "昨天", 32874, 1.5, "1990-1/31", "31-01-1990"])
    def test_what_is_no_whole_day_is_refused(self, cell: Any) -> None:
        assert "年、月、日都要有" in refusal(Day(), cell)

    @pytest.mark.parametrize("cell", ["0199-01-31", "1899-12-31", date(1899, 12, 31)])
    def test_a_day_before_1900_is_refused(self, cell: Any) -> None:
        assert refusal(Day(), cell) == "日期早于 1900 年，请核对年份。"

    def test_a_day_with_a_time_is_refused(self) -> None:
        assert "带有时间" in refusal(Day(), datetime.combine(date(1990, 1, 31), time(8)))


class TestNumber:
    @pytest.mark.parametrize(("cell", "number"), [(17, 17), ("17", 17), (17.0, 17), ("1,700", 1700), ("１７", 17)])
    def test_a_count_is_taken(self, cell: Any, number: int) -> None:
        assert Number().clean(cell) == number

    @pytest.mark.parametrize("cell", ["-1", -1, 1.5, "多", True, "1e3"])
    def test_anything_else_is_refused(self, cell: Any) -> None:
        assert refusal(Number(), cell) == "应为不小于 0 的整数。"
