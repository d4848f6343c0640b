"""Ideas as a file: what anybody may type at the public door does not execute at an officer's desk (promises.md B10)."""

import csv
import io
import re

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from competitions.registers import ProposalRegister
from desk.registers import services, tasks
from desk.registers.address import Address
from desk.vault import scope
from tests.competitions.ideas import add_proposal
from tests.county import County
from tests.desk.registers.test_tasks import carry_out, opened
from tests.desk.sheets.payloads import PAYLOADS
from unions.models import User

STORABLE = [payload for payload in PAYLOADS if "\0" not in payload]  # PostgreSQL keeps no NUL
TYPED = {(payload, payload[:40], payload) for payload in STORABLE}
QUERY = "columns=title,name,problem"


@pytest.fixture
def county_with_hostile_ideas(county: County) -> County:
    with scope.everything("tests"):
        for payload in STORABLE:
            named = {"title": payload, "name": payload[:40], "problem": payload}
            add_proposal(county.plant, county.record("campaigns"), **named)
    return county


def exported(actor: User, form: str) -> bytes:
    with scope.acting_as(actor):
        batch = services.make_batch(actor=actor, register="proposals", purpose=form, address=Address.parse(QUERY))
    return opened(carry_out(tasks.export_kind(ProposalRegister), batch, actor))


def test_no_idea_executes_in_a_workbook_and_all_come_back_unchanged(county_with_hostile_ideas: County) -> None:
    content = exported(county_with_hostile_ideas["county_officer"], "xlsx")
    worksheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert worksheet is not None
    cells = [cell for row in worksheet.iter_rows() for cell in row if cell.value is not None]
    assert len(STORABLE) == 39
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell for cell in cells if cell.hyperlink] == []
    rows = worksheet.iter_rows(min_row=5, values_only=True)
    back = {tuple(unescape(str(value or "")) for value in row) for row in rows}
    assert back >= TYPED


def test_no_idea_executes_in_a_csv_file_and_all_come_back_unchanged(county_with_hostile_ideas: County) -> None:
    content = exported(county_with_hostile_ideas["county_officer"], "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert {tuple(cell.removeprefix("'") for cell in row) for row in rows} >= {
        tuple(cell.removeprefix("'") for cell in row) for row in TYPED
    }
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"[\s\0\u200b\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]", cell)
