"""An import as a person does it, form by form; and what comes of it."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.sheets.models import ImportRun
from desk.vault import scope
from tests.county import County
from tests.desk.registers.conftest import credit_code, hidden
from unions.models import Employer

HEAD = ["单位名称", "统一社会信用代码", "责任工会", "单位类别", "所属行业", "职工人数", "备忘"]
UNION = "建德市新安江街道总工会"
COLUMNS = ("name", "uscc", "union", "unit_class", "industry", "headcount")


def line(number: int, **changed: Any) -> list[Any]:
    """A good row of the file; `changed` says what is different in it."""
    cells = {
        "name": f"建德市新安江第{number}五金厂",
        "uscc": credit_code(500 + number),
        "union": UNION,
        "unit_class": "私营企业",
        "industry": "制造业",
        "headcount": 10 + number,
        "memo": "自己的备注",
    }
    return list({**cells, **changed}.values())


def workbook(*rows: list[Any], title: bool = True) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    if title:
        sheet.append(["新安江街道用人单位"])
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, content: bytes, name: str = "单位.xlsx") -> Any:
    key = hidden(client.get("/employers/import/"), "once")
    return client.post("/employers/import/", {"once": key, "file": SimpleUploadedFile(name, content)})


def act(client: Client, page: str, verb: str, **answers: Any) -> Any:
    """Post the form of `page` that leads to `verb`."""
    key = hidden(client.get(page), "once")
    return client.post(f"{page}{verb}/", {"once": key, **answers})


def run_jobs() -> None:
    for job in Job.objects.filter(state="waiting", kind__contains=".import.").order_by("pk"):
        execute(job.pk)


def checked(client: Client, *rows: list[Any]) -> str:
    """The page of an import of `rows`, uploaded, confirmed and checked."""
    page: str = upload(client, workbook(*rows))["Location"]
    mapping = {f"column-{index}": name for index, name in enumerate(COLUMNS)}
    act(client, page, "confirm", sheet="0", head_row="2", **mapping)
    run_jobs()
    return page


def the_run() -> ImportRun:
    found: ImportRun = ImportRun.objects.latest("pk")
    return found


def uploads(county: County) -> Any:
    return ImportRun.objects.filter(owner=county["town_officer"])


def employers(*names: str) -> list[Employer]:
    with scope.everything("test"):
        return list(Employer.objects.filter(name__contains="五金厂").exclude(name="建德市江滨五金厂").order_by("name"))


BAD = {"headcount": "许多"}
