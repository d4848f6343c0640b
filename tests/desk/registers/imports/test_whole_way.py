"""From the upload to the undoing, by plain forms."""

import pytest
from django.test import Client

from desk.jobs.models import Job
from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.imports.steps import (
    COLUMNS,
    act,
    checked,
    employers,
    line,
    run_jobs,
    the_run,
    upload,
    workbook,
)


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_from_the_upload_to_its_undoing_without_a_script(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1), line(2)))["Location"]
    assert "已按列名对应好" in text(town_client.get(page))

    act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    assert "可以离开本页" in text(town_client.get(page))
    run_jobs()

    assert "2 行 = 新增 2 + 更新 0 + 无变化 0 + 错误 0 + 不导入 0" in text(town_client.get(page))
    assert employers() == []
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()

    assert "已写入" in text(town_client.get(page))
    assert [(e.name, e.headcount) for e in employers()] == [
        ("建德市新安江第1五金厂", 11),
        ("建德市新安江第2五金厂", 12),
    ]
    act(town_client, page, "undo")
    run_jobs()

    assert "已撤销。" in text(town_client.get(page))
    assert employers() == []
    assert Job.objects.latest("pk").message == "已撤销：新增的 2 条已删除，更新的 0 条已恢复原样。"


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_has_nothing_to_write(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()

    again = text(town_client.get(checked(town_client, line(1))))

    assert "1 行 = 新增 0 + 更新 0 + 无变化 1 + 错误 0 + 不导入 0" in again
    assert "不需要写入" in again
    assert "写入全部" not in again
