"""What would be written, before anything is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.imports.steps import BAD, checked, line


@pytest.mark.django_db
def test_the_preview_adds_up_and_opens_with_the_errors(county: County, town_client: Client) -> None:
    page = text(town_client.get(checked(town_client, line(1), line(2, **BAD), [None] * 7, line(3))))

    assert "4 行 = 新增 2 + 更新 0 + 无变化 0 + 错误 1 + 不导入 1" in page
    assert '<td class="num" data-label="行号">4</td>' in page
    assert "<strong>职工人数</strong>" in page
    assert "F 列" in page
    assert "应为不小于 0 的整数。" in page


@pytest.mark.django_db
@pytest.mark.parametrize("foot", ["合 计", "小计", "制表人：徐芳", "填报单位：新安江街道"])
def test_the_foot_of_a_list_is_no_row_with_errors(county: County, town_client: Client, foot: str) -> None:
    page = text(town_client.get(checked(town_client, line(1), [foot, None, None, None, None, 11, None])))

    assert "2 行 = 新增 1 + 更新 0 + 无变化 0 + 错误 0 + 不导入 1" in page


@pytest.mark.django_db
def test_an_employer_whose_name_begins_like_a_foot_is_a_row(county: County, town_client: Client) -> None:
    page = text(town_client.get(checked(town_client, line(1, name="合计量具厂"), line(2, name="制表机械厂"))))

    assert "2 行 = 新增 2 + 更新 0 + 无变化 0 + 错误 0 + 不导入 0" in page


@pytest.mark.django_db
def test_a_change_is_shown_with_before_and_after(county: County, town_client: Client) -> None:
    works = county.chemical_works
    same = {
        "name": works.name,
        "uscc": works.uscc,
        "union": "建德市白沙化工有限公司工会",
        "unit_class": "私营企业",
        "headcount": 333,
    }
    page = text(town_client.get(checked(town_client, line(1, **same))))

    assert "<del>320</del>" in page
    assert "<ins>333</ins>" in page


@pytest.mark.django_db
def test_the_rows_that_follow_are_a_page_away(
    county: County, town_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.registers.views.imports.ROWS", 2)
    page = checked(town_client, *(line(number) for number in range(5)))
    first = text(town_client.get(page))
    after = text(town_client.get(f"{page}?only=created&after=4"))

    assert f'href="{page}?only=created&amp;after=4#rows"' in first
    assert '<td class="num" data-label="行号">5</td>' in after
    assert '<td class="num" data-label="行号">4</td>' not in after
    assert "新增共 5 行" in after


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_takes_the_same_queries_for_one_row_and_for_three(
    county: County, town_client: Client, rows: int
) -> None:
    page = checked(town_client, *(line(number) for number in range(rows)))
    town_client.get(page)
    with CaptureQueriesContext(connection) as taken:
        town_client.get(page)

    # Session, person and appointments, the scope and the history around them, the bell: 13. The page asks for the import.
    assert len(taken) == 14


@pytest.mark.django_db
def test_an_outcome_that_is_none_is_not_found(county: County, town_client: Client) -> None:
    assert town_client.get(f"{checked(town_client, line(1))}?only=all").status_code == 404
