"""The first page of an import: template, file, what was imported before."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.county import County
from tests.desk.registers.conftest import hidden, text
from tests.desk.registers.imports.steps import act, checked, line, run_jobs, upload, uploads, workbook
from unions.resources import EmployerResource


@pytest.mark.django_db
def test_the_list_leads_to_the_import_for_who_may(county: County, town_client: Client, base_client: Client) -> None:
    assert 'href="/employers/import/"' in text(town_client.get("/employers/"))
    assert 'href="/employers/import/"' not in text(base_client.get("/employers/"))


@pytest.mark.django_db
def test_the_first_page_says_what_the_file_must_hold(county: County, town_client: Client) -> None:
    page = text(town_client.get("/employers/import/"))

    assert "<strong>统一社会信用代码</strong>" in page
    assert 'href="/employers/import/template/"' in page
    assert "以往的导入" in page


@pytest.mark.django_db
def test_the_template_is_that_of_the_register(county: County, town_client: Client) -> None:
    response = town_client.get("/employers/import/template/")
    sheet = load_workbook(io.BytesIO(b"".join(response)))["数据"]

    assert [cell.value for cell in sheet[1]][:3] == ["责任工会*", "单位名称*", "统一社会信用代码*"]


@pytest.mark.django_db
def test_the_template_uploaded_as_it_is_holds_nothing_but_its_example(county: County, town_client: Client) -> None:
    template = b"".join(town_client.get("/employers/import/template/"))
    page = upload(town_client, template)["Location"]
    found = re.findall(r'name="(column-\d+)">.*?<option value="(\w+)" selected>', text(town_client.get(page)))
    act(town_client, page, "confirm", sheet="0", head_row="1", **dict(found))
    run_jobs()

    assert len(found) == len(EmployerResource.columns())
    assert "1 行 = 新增 0 + 更新 0 + 无变化 0 + 错误 0 + 不导入 1" in text(town_client.get(page))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "文件是空的"), (b"%PDF-1.4 no table", "没有改动"), (b"PK\x03\x04 cut off", "没有改动")],
    ids=["empty", "a PDF", "a broken workbook"],
)
def test_what_is_no_workbook_is_refused_in_words(
    county: County, town_client: Client, content: bytes, said: str
) -> None:
    response = upload(town_client, content)

    assert response.status_code == 200
    assert said in text(response)
    assert not uploads(county).exists()


@pytest.mark.django_db
def test_without_a_file_the_page_asks_for_one(county: County, town_client: Client) -> None:
    key = hidden(town_client.get("/employers/import/"), "once")

    assert "没有收到文件" in text(town_client.post("/employers/import/", {"once": key}))


@pytest.mark.django_db
def test_a_file_sent_twice_is_one_import_and_another_file_is_another(county: County, town_client: Client) -> None:
    one, other = workbook(line(1)), workbook(line(2))
    where = [
        town_client.post("/employers/import/", {"once": "one", "file": SimpleUploadedFile("a.xlsx", content)})
        for content in (one, one, other)
    ]

    assert where[0]["Location"] == where[1]["Location"] != where[2]["Location"]
    assert uploads(county).count() == 2


@pytest.mark.django_db
def test_earlier_imports_are_listed_with_their_counts(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, uscc="123"))
    listed = text(town_client.get("/employers/import/"))

    assert f'href="{page}"' in listed
    assert "待写入" in listed
