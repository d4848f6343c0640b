from datetime import date

import pytest

from desk.papers.paper import Column, Fact, Letter, Section, Table


def test_facts_share_a_line_in_twos_and_wide_ones_stand_alone() -> None:
    facts = [Fact("一", ""), Fact("二", ""), Fact("三", ""), Fact("四", "", wide=True), Fact("五", ""), Fact("六", "")]
    lines = [[fact.label for fact in line] for line in Section("基本情况", facts).lines]
    assert lines == [["一", "二"], ["三"], ["四"], ["五", "六"]]


def test_a_section_without_facts_has_no_lines() -> None:
    assert Section("基本情况").lines == []


def test_columns_share_the_width() -> None:
    assert Table([Column("一", 1), Column("二", 3)], []).widths == ["25.000%", "75.000%"]


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Table([Column("一"), Column("二")], [["只有一格"]]).cells  # noqa: B018  # reading it is the test


@pytest.mark.parametrize(
    ("mark", "size"),
    [
        ("建德市总工会文件", "large"),
        ("建德市新安江街道总工会文件", "medium"),
        ("中国教育工会建德市委员会委员会文件", "small"),
    ],
)
def test_a_long_letterhead_is_drawn_smaller(mark: str, size: str) -> None:
    assert Letter(mark, "", [], "", date(2014, 1, 1)).mark_size == size
