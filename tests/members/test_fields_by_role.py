"""Which columns each person of the cast gets, and what of them is masked: on the screen, in the files, on the page of a
record (promises.md D8).

The answer to "who sees an identity number, and where" is the readable file fields_by_role.txt beside this one. `=` says
that a file has what the screen has. When a change of it is meant, look at the difference and write it anew:

    GOLDEN=write .venv/bin/python -m pytest tests/members/test_fields_by_role.py
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desk.registers import services, tasks
from desk.registers.address import Address
from desk.registers.register import Register, register_called
from desk.vault import scope
from tests.county import CAST, County
from tests.desk.registers.test_tasks import carry_out, opened, sheet

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("fields_by_role.txt")
REGISTERS = ("employers", "officers", "members")
SignIn = Callable[[Any], Client]


def test_each_person_gets_these_columns_and_masks_and_no_others(county: County, sign_in: SignIn) -> None:
    found = (
        "\n".join(line for slug in REGISTERS for name in CAST for line in told_to(county, sign_in, slug, name)) + "\n"
    )
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def told_to(county: County, sign_in: SignIn, slug: str, name: str) -> Iterator[str]:
    """The lines about one person and one register."""
    register = register_called(slug)
    assert register is not None
    client, record = sign_in(county[name]), county.record(slug)
    yield f"== {slug}: {name}"
    page = client.get(f"/{slug}/?columns={','.join(register.columns())}")
    detail = client.get(f"/{slug}/{record.pk}/")
    shown = _row(page.content.decode(), f"/{slug}/{record.pk}/") if page.status_code == 200 else {}
    if not shown:
        yield f"   list {page.status_code}, not in it; record {detail.status_code}; export {_export(client, slug)}"
        return
    files = _files(county, client, register, name, next(iter(shown.values())))
    facts = _facts(detail.content.decode())
    yield f"   column | list | {' | '.join(files)} | record"
    for number, (label, value) in enumerate(shown.items()):
        cells = [*(row[number] for row in files.values()), facts.pop(label, "none")]
        yield f"   {label} | {value} | {' | '.join('=' if cell == value else cell for cell in cells)}"
    for label, value in facts.items():
        yield f"   {label} | only on the record: {value}"


def _export(client: Client, slug: str) -> int:
    return client.get(f"/{slug}/export/").status_code


def _row(page: str, address: str) -> dict[str, str]:
    """The cells of the row that leads to `address`, by the labels of their columns."""
    rows = [row for row in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL) if f'href="{address}"' in row]
    return {
        label: _plain(cell) for label, cell in re.findall(r'<td data-label="([^"]*)"[^>]*>(.*?)</td>', rows[0], re.DOTALL)
    } if rows else {}  # fmt: skip


def _facts(page: str) -> dict[str, str]:
    """The facts on the page of a record."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page.partition("<dialog")[0], re.DOTALL)
    button = re.compile(r'<a class="btn.*?</a>', re.DOTALL)
    return {_plain(label): _plain(button.sub(" [may reveal]", value)) for label, value in found}


def _plain(html: str) -> str:
    text = " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL)).split())
    return "" if text == "—" else text


def _files(county: County, client: Client, register: type[Register], name: str, first: str) -> dict[str, list[str]]:
    """The row that begins with `first` in each file the person can have."""
    page = client.get(f"/{register.slug}/export/?columns={','.join(register.columns())}")
    if page.status_code != 200:
        return {"csv, xlsx": ["none"] * len(register.columns())}
    may_reveal = 'name="reveal"' in page.content.decode()
    kinds = {"csv": ("csv", False), "xlsx": ("xlsx", False), **({"revealed": ("xlsx", True)} if may_reveal else {})}
    return {
        title: next(row for row in _rows(county[name], register, *kind) if row and row[0] == first)
        for title, kind in kinds.items()
    }


def _rows(actor: Any, register: type[Register], form: str, reveal: bool) -> list[list[str]]:
    with scope.acting_as(actor):
        batch = services.make_batch(
            actor=actor,
            register=register.slug,
            purpose=form,
            address=Address.parse({"columns": ",".join(register.columns())}),
            reveal=reveal,
            reason="核对字段权限用的导出" if reveal else "",
            persons=500 if reveal else 0,
        )
    content = opened(carry_out(tasks.export_kind(register), batch, actor))
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [[_said(value) for value in row] for row in sheet(content)]


def _said(value: Any) -> str:
    """A cell as text: days without the midnight Excel gives them."""
    if isinstance(value, datetime):
        return (
            f"{value:%Y-%m-%d}" if value == datetime.combine(value, datetime.min.time()) else f"{value:%Y-%m-%d %H:%M}"
        )
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
