"""The roster as a file: equal to the screen, and no name in it executes (promises.md B10; experience.md, Export)."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.test import Client
from openpyxl.utils.escape import unescape as without_escapes

from desk.registers import services, tasks
from desk.registers.address import Address
from desk.vault import scope
from members.registers import MemberRegister
from tests.county import County, add_member
from tests.desk.registers.test_tasks import carry_out, opened
from tests.desk.sheets.payloads import PAYLOADS
from unions.models import User

pytestmark = pytest.mark.django_db

STORABLE = [payload for payload in PAYLOADS if "\0" not in payload]  # PostgreSQL keeps no NUL
SURNAMES = "王李张刘陈杨黄赵吴周"


@pytest.fixture
def roster(county: County) -> None:
    """Members whose names and notes are what a spreadsheet program would execute, and plain ones."""
    with scope.everything("tests"):
        for number, payload in enumerate(STORABLE):
            add_member(county.plant, payload[:40], _id_number(number), note=payload, phone=f"139{number:08}")
        for number, surname in enumerate(SURNAMES, 100):
            add_member(county.plant, f"{surname}小明", _id_number(number), is_migrant=bool(number % 2))


def exported(actor: User, query: str, form: str) -> bytes:
    with scope.acting_as(actor):
        batch = services.make_batch(actor=actor, register="members", purpose=form, address=Address.parse(query))
    return opened(carry_out(tasks.export_kind(MemberRegister), batch, actor))


@pytest.mark.usefixtures("roster")
def test_no_name_and_no_note_executes_in_a_workbook_and_all_come_back_unchanged(base_officer: User) -> None:
    worksheet = openpyxl.load_workbook(io.BytesIO(exported(base_officer, "columns=name,note", "xlsx"))).active
    cells = [cell for row in worksheet.iter_rows() for cell in row if cell.value is not None]  # type: ignore[union-attr]  # it has a sheet

    assert len(STORABLE) == 39
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell for cell in cells if cell.hyperlink] == []
    back = {(without_escapes(name), without_escapes(note)) for name, note in _pairs(worksheet)}
    assert {(payload[:40], payload) for payload in STORABLE} <= back


@pytest.mark.usefixtures("roster")
def test_no_name_and_no_note_executes_in_a_csv_file_and_all_come_back_unchanged(base_officer: User) -> None:
    text = exported(base_officer, "columns=name,note", "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]

    assert {(payload[:40], payload) for payload in STORABLE} <= {
        (name.removeprefix("'"), note.removeprefix("'")) for name, note in rows
    }
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"[\s\0\u200b\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]", cell)


@pytest.mark.usefixtures("roster")
@pytest.mark.parametrize(
    "query",
    [
        "columns=name,id_number,gender,birthday,union,phone,is_migrant,joined_on,state&sort=-name",
        "q=小明&sort=name&columns=name,is_migrant,joined_on",
        "is_migrant=true&sort=joined_on",
    ],
)
def test_the_workbook_is_the_screen_cell_by_cell(
    base_officer: User, sign_in: Callable[[Any], Client], query: str
) -> None:
    page = sign_in(base_officer).get(f"/members/?{query}&size=100").content.decode()
    worksheet = openpyxl.load_workbook(io.BytesIO(exported(base_officer, query, "xlsx"))).active
    head, *rows = [[_said(cell) for cell in row] for row in worksheet.iter_rows(min_row=4)]  # type: ignore[union-attr]  # it has a sheet

    assert head == [_plain(label) for label in re.findall(r"<th\b(?! class=\"pick\")[^>]*>(.*?)</th>", page, re.DOTALL)]
    on_screen = [
        [_plain(cell) for cell in re.findall(r"<td data-label[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)[1:]
    ]
    assert len(rows) > 4
    assert rows == on_screen
    title, *notes = [str(worksheet.cell(row, 1).value) for row in (1, 2, 3)]  # type: ignore[union-attr]  # it has a sheet
    assert title == "会员"
    assert "范围：建德市白沙化工有限公司工会" in notes[0]
    assert re.search(r"数据截止：\d{4}-\d\d-\d\d \d\d:\d\d", notes[1])
    assert notes[1].endswith(f"共 {len(rows)} 行")
    for pill in re.findall(r'<span class="pill-label">(.*?)</span>', page):
        assert _plain(pill).rstrip("：:") in notes[0]


def _pairs(worksheet: Any) -> list[tuple[str, str]]:
    rows = worksheet.iter_rows(min_row=5, values_only=True)
    return [(name or "", note or "") for name, note in rows]


def _said(cell: Any) -> str:
    value = f"{cell.value:%Y-%m-%d}" if isinstance(cell.value, datetime) else without_escapes(str(cell.value or ""))
    return " ".join(value.split())


def _plain(html: str) -> str:
    text = " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL)).split())
    return "" if text == "—" else text


def _id_number(number: int) -> str:
    body = f"33018219850{1 + number // 28 % 9}{1 + number % 28:02}{number:03}"
    rest = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11
    return body + "10X98765432"[rest]
