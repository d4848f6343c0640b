"""Printing."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from desk.registers.views import paper
from tests.county import County
from tests.desk.registers.conftest import text
from unions.models import Employer

pytestmark = pytest.mark.django_db


def test_the_printed_list_equals_the_screen(county_client: Client) -> None:
    page = text(county_client.get("/trial/print/?is_above_scale=true&sort=-headcount&columns=name,headcount,phone"))

    rows = re.findall(r"<tr>(<td.*?)</tr>", page)
    assert [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows] == [
        ["建德市白沙化工有限公司", "320", "139****0001"],
        ["建德市江滨五金厂", "210", ""],
    ]
    assert "条件：规模以上：是" in page
    assert "共 2 条" in page


@pytest.mark.parametrize(
    ("columns", "lies"),
    [("name,headcount,phone", False), ("name,uscc,union,unit_class,headcount,registered_on,phone", True)],
)
def test_a_list_of_many_columns_lies_on_the_paper(county_client: Client, columns: str, lies: bool) -> None:
    """Upright, the roster ran over the edge of the sheet and broke its names and days."""
    page = county_client.get(f"/trial/print/?columns={columns}").content.decode()
    assert ('class="sheet sheet-wide"' in page) is lies
    assert (page.count('<th scope="col"') > 5) is lies


def test_too_long_a_list_is_not_printed(
    county_client: Client, add: Callable[..., Employer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "PRINTED_AT_MOST", 3)

    response = county_client.get("/trial/print/?q=建德", follow=True)

    assert "一次最多打印 3 条，没有打印。" in text(response)
    assert response.redirect_chain[0][0] == "/trial/?q=%E5%BB%BA%E5%BE%B7"


def test_a_record_is_printed_with_its_sections_and_masks(county: County, county_client: Client) -> None:
    page = text(county_client.get(f"/trial/{county.chemical_works.pk}/print/"))

    assert "<dt>职工人数</dt><dd>320</dd>" in page
    assert "<dd>139****0001</dd>" in page
    assert "13900000001" not in page


def test_a_record_as_pdf_names_nobody_in_its_file_name(county: County, county_client: Client) -> None:
    response = county_client.get(f"/trial/{county.chemical_works.pk}/paper/")

    content = PdfReader(io.BytesIO(response.content)).pages[0].extract_text().replace("\n", "")
    assert response["Content-Disposition"] == f'attachment; filename="trial-{county.chemical_works.pk}.pdf"'
    assert "建德市白沙化工有限公司" in content
    assert "13900000001" not in content


def test_without_the_right_nothing_is_printed(county: County, sign_in: Callable[[Any], Client]) -> None:
    client = sign_in(county["auditor"])

    assert client.get("/trial/print/").status_code == 403
    assert client.get(f"/trial/{county.mill_company.pk}/print/").status_code == 403
    assert client.get(f"/trial/{county.mill_company.pk}/paper/").status_code == 403
