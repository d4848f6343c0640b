"""A million members to XLSX: the job as it runs, beside stock django-import-export and a bare COPY of the same rows.

Each part runs in a process of its own, so that its peak of memory is its own: making the roster, our export (rights,
count, list, masks, sheet, seal, file), `ModelResource.export()` with its xlsx, and COPY (…) TO STDOUT as CSV.
"""

import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Any

from jianzhi.launcher.paths import ROOT, VENV_PYTHON

ROWS = 1_000_000
STOCK_ROWS = 100_000  # per row it is no faster with fewer, and a million would take it hours
ROUNDS = 2  # in turn, because other work on the machine comes and goes; the best of each counts
TIMES_STOCK, OF_COPY, MOST_MB = 30, 0.1, 200
Figures = dict[str, Any]


def measure(portal: Any, rows: int = ROWS, stock_rows: int = STOCK_ROWS) -> Figures:
    """What `./portal bench export` calls."""
    filled = _part("fill", rows, portal.environment)
    asked = {"ours": rows, "stock": min(stock_rows, rows), "copy": rows}
    rounds = [{name: _part(name, number, portal.environment) for name, number in asked.items()} for _ in range(ROUNDS)]
    ours, stock, copy = (max((each[name] for each in rounds), key=_speed) for name in asked)
    times_stock = round(ours["rows_per_second"] / stock["rows_per_second"], 1)
    of_copy = round(ours["rows_per_second"] / copy["rows_per_second"], 3)
    return {
        "roster": filled,
        "ours": ours,
        "stock_import_export": stock,
        "copy_to_csv": copy,
        "goals": {
            f"at least {TIMES_STOCK} x stock per row": {"reached": times_stock, "met": times_stock >= TIMES_STOCK},
            f"at least {OF_COPY} x COPY": {"reached": of_copy, "met": of_copy >= OF_COPY},
            f"at most {MOST_MB} MB": {"reached": ours["peak_mb"], "met": ours["peak_mb"] <= MOST_MB},
        },
    }


def _speed(figures: Figures) -> float:
    return float(figures["rows_per_second"])


def _part(name: str, rows: int, environment: dict[str, str]) -> Figures:
    """One part in a fresh process; its last line is its figures."""
    command = [str(VENV_PYTHON), "-m", "tests.bench.export", name, str(rows)]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


# --- in a process of their own ----------------------------------------------------------------------------------------
def fill(rows: int) -> Figures:
    """The roster."""
    from tests.bench._million import million_members

    began = time.perf_counter()
    there = million_members(os.environ["DATABASE_SUPERUSER_URL"], rows)
    return {"rows": there, "seconds": round(time.perf_counter() - began, 1)}


def ours(rows: int) -> Figures:
    """The export job of the register of members with its default columns, as the county officer."""
    from django.core.files.storage import default_storage

    from desk.jobs.models import Job
    from desk.jobs.runs import Result, Run
    from desk.registers import tasks
    from desk.registers.address import Address
    from desk.registers.services import make_batch
    from desk.vault.scope import acting_as

    register, officer, columns = _list()
    kind = tasks.export_kind(register)
    with acting_as(officer):
        address = Address.parse({"columns": ",".join(columns)})
        batch = make_batch(actor=officer, register=register.slug, purpose="xlsx", address=address)
        job = Job(pk=1, token=1, kind=kind.code, args={"batch": batch.pk})
        began = time.perf_counter()
        result = kind.handler(Run(job, officer, _Silent(), ExitStack())) or Result()
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with default_storage.open(result.stored_as) as file:
        written = _rows_of(file, job)
    if written < rows:
        raise AssertionError(f"{written} rows in the file, {rows} in the table")
    return {
        "rows": written,
        "columns": len(columns),
        "seconds": round(seconds, 2),
        "rows_per_second": round(written / seconds),
        "peak_mb": round(peak),
        "file_mb": round(default_storage.size(result.stored_as) / 2**20, 1),
    }


def stock(rows: int) -> Figures:
    """django-import-export as it comes: the default resource of the model, all its fields, and its xlsx.

    All but the blind index, on whose bytes it fails.
    """
    from import_export.resources import modelresource_factory

    from desk.vault.scope import acting_as

    register, officer, _ = _list()
    with acting_as(officer):
        found = register.model.objects.visible_to(officer).order_by("pinyin", "pk")[:rows]
        began = time.perf_counter()
        resource_class = modelresource_factory(register.model, meta_options={"exclude": ["id_index"]})
        length = len(resource_class().export(queryset=found).xlsx)
        seconds = time.perf_counter() - began
    return {
        "rows": rows,
        "columns": len(register.model._meta.concrete_fields) - 1,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "file_mb": round(length / 2**20, 1),
    }


def copy(rows: int) -> Figures:
    """The same rows, columns and order out of PostgreSQL as CSV, with the same role under the same policies."""
    from django.db import connection
    from psycopg import ClientCursor

    from desk.registers.address import Address
    from desk.registers.listing import Listing
    from desk.vault.scope import acting_as

    register, officer, columns = _list()
    with acting_as(officer):
        listing = Listing(register, officer, Address.parse({"columns": ",".join(columns)}))
        query, values = listing.rows().values_list(*(c.path for c in listing.columns)).query.sql_with_params()
        asked = ClientCursor(connection.connection).mogrify(query, values)
        began = time.perf_counter()
        with connection.connection.cursor().copy(f"COPY ({asked}) TO STDOUT (FORMAT csv)") as out:
            length = sum(len(part) for part in out)
        seconds = time.perf_counter() - began
    return {
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "file_mb": round(length / 2**20, 1),
    }


class _Silent:
    """A pulse that goes nowhere."""

    def report(self, done: int, total: int, message: str) -> None: ...

    def note(self, text: str) -> None: ...

    def check(self) -> None: ...


def _list() -> tuple[Any, Any, list[str]]:
    """The register, who exports, and the columns: those everybody sees who has chosen none, and three more."""
    from members.registers import MemberRegister
    from unions.choices import Role
    from unions.models import User

    officer = User.objects.filter(appointments__role=Role.COUNTY_OFFICER).first()
    columns = list(dict.fromkeys([*MemberRegister.default_columns, "birthday", "position", "is_migrant"]))
    return MemberRegister, officer, columns


def _rows_of(file: Any, job: Any) -> int:
    """The number of rows below the heads in the sealed workbook."""
    from desk.jobs.runs import place_of
    from desk.vault.files import open_stream

    with TemporaryFile() as plain:
        for part in open_stream(file, place=place_of(job)):
            plain.write(part)
        with zipfile.ZipFile(plain) as package, package.open("xl/worksheets/sheet1.xml") as sheet:
            rows, head, rest = 0, 0, b""
            while part := sheet.read(2**20):
                text = rest + part
                rows += text.count(b"<row r=")
                head += text.count(b'customHeight="1"><c')  # the title and the heads
                rest = text[-16:] if not text[-16:].count(b"<row r=") else b""
    return rows - head - 2  # and two lines of notes


PARTS: dict[str, Callable[[int], Figures]] = {"fill": fill, "ours": ours, "stock": stock, "copy": copy}

if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(PARTS[sys.argv[1]](int(sys.argv[2]))) + "\n")
