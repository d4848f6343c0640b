"""Rosters to import: made here, taken through all steps as the pages and jobs do it."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import ric

from desk.sheets.imports import services
from desk.sheets.imports.applying import apply
from desk.sheets.imports.checking import check
from desk.sheets.imports.undoing import undo
from desk.sheets.models import ImportRun
from desk.vault.history import telling
from desk.vault.scope import acting_as
from members.resources import MemberResource
from unions.models import User

HEAD = ("姓名", "身份证号", "入会日期", "手机", "民族", "用人单位", "农民工")


def identity(serial: int, born: date = date(1985, 6, 1)) -> str:
    """The identity number of nobody: the `serial`th person born that day; odd serials are men."""
    digits = f"330182{born:%Y%m%d}{serial:03}"
    return digits + ric.calc_check_digit(digits + "0")  # it takes the whole number


def row(serial: int, name: str = "张三", **cells: Any) -> list[Any]:
    """A row of the roster that is right as it is, unless `cells` (by head) say otherwise."""
    values = {
        "姓名": name,
        "身份证号": identity(serial),
        "入会日期": "2014-05-01",
        "手机": f"139{serial:08}",
        "民族": "汉族",
        "用人单位": "建德市白沙化工有限公司",
        "农民工": "否",
        **cells,
    }
    return [values[label] for label in HEAD]


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """An Excel file: text stays text, numbers numbers, `=…` becomes a formula, None an empty cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, days = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, head)
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, column, cell)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, days)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


def nothing(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def uploaded(user: User, content: bytes, resource: Any = MemberResource, register: str = "members") -> ImportRun:
    """The file, taken in."""
    file = SimpleUploadedFile("张三的表.xlsx", content)
    with acting_as(user):
        return services.upload(actor=user, register=register, resource=resource, file=file)


def checked(user: User, content: bytes, resource: Any = MemberResource, register: str = "members") -> ImportRun:
    """The file with its columns as guessed, checked."""
    run = uploaded(user, content, resource, register)
    with acting_as(user):
        found = services.look(run=run, resource=resource)
        run = services.confirm(
            actor=user,
            run=run,
            resource=resource,
            sheet=None,
            head_row=None,
            mapping={column.index: column.guess for column in found.columns if column.guess},
        )
        check(run, resource, nothing)
    run.refresh_from_db()
    return run


def previewed(user: User, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> ImportRun:
    """A roster with these rows, checked."""
    return checked(user, workbook(rows, head))


def applied(user: User, run: ImportRun, *, only_good: bool = False, resource: Any = MemberResource) -> ImportRun:
    """The import, written, as the job does it."""
    with acting_as(user):
        run = services.allow(actor=user, run=run, only_good=only_good)
    with acting_as(user), telling(user=user.pk, page="members.import.apply"):
        apply(run, resource, nothing)
    run.refresh_from_db()
    return run


def brought_in(user: User, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, **how: Any) -> ImportRun:
    """A roster with these rows, checked and written."""
    return applied(user, previewed(user, rows, head), **how)


def undone(user: User, run: ImportRun, resource: Any = MemberResource) -> ImportRun:
    """The import, put back, as the job does it."""
    with acting_as(user), telling(user=user.pk, page="members.import.undo"):
        undo(run, resource, nothing)
    run.refresh_from_db()
    return run


def told(run: ImportRun, user: User, resource: Any = MemberResource) -> list[tuple[int, str, str]]:
    """What is wrong: row, head of the column, sentence."""
    with acting_as(user):
        return [(p.row, p.label, p.message) for p in services.problems(run, resource)]
