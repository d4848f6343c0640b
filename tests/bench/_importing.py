"""One way of importing a roster, measured in a process of its own: `python -m tests.bench._importing WAY …`.

Prints one line of JSON. The measuring process is tests/bench/import.py.
"""

import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

import environ
import psycopg
import tablib
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from import_export.resources import ModelResource

from desk.sheets.imports import services
from desk.sheets.imports.applying import apply
from desk.sheets.imports.checking import check
from desk.sheets.imports.files import FOLDER
from desk.sheets.models import ImportRun
from desk.sheets.reader.limits import configured
from desk.vault.history import telling
from desk.vault.scope import acting_as, everything
from members.models import Member, Membership
from members.resources import MemberResource
from tests.bench._roster_file import people, write_roster
from unions.models import Employer, UnionOrg, User

MIB = 1024 * 1024
TABLES = ("members_member", "members_membership")
RAISED = {"rows": 1_000_000, "size": 400 * MIB, "unpacked": 4_000 * MIB, "memory": 4_000 * MIB, "seconds": 600}


def _nothing(done: int, total: int, message: str) -> None:
    """Nobody watches."""


def make(path: str, count: str, start: str = "0") -> dict[str, Any]:
    """Write the workbook."""
    with everything("a roster for the benchmark"):
        write_roster(Path(path), int(count), start=int(start))
    return {"bytes": Path(path).stat().st_size}


def ours(path: str) -> dict[str, Any]:
    """From the upload to the commit, as the page and the two jobs do it: sealed, checked, with history, undoable."""
    actor = User.objects.get(username="county_officer")
    seconds: dict[str, float] = {}
    # A whole county's roster comes in by the portal's own limits; five times as many rows do not.
    is_too_large = Path(path).stat().st_size > configured().size
    with override_settings(SHEET_LIMITS=RAISED if is_too_large else settings.SHEET_LIMITS):
        run = _timed(seconds, "upload", lambda: _upload(actor, Path(path).read_bytes()))
        _timed(seconds, "check", lambda: _check(actor, run))
        _timed(seconds, "apply", lambda: _apply(actor, run))
    run.refresh_from_db()
    if run.created != run.rows or run.state != "applied":
        raise RuntimeError(f"{run.state}: {run.counts} of {run.rows} rows: {run.message}")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "rows": run.rows,
        "seconds": seconds,
        "total": sum(seconds.values()),
        "cpu": _cpu(),
        "peak_mib": round(peak / 1024),
    }


def _cpu() -> float:
    """Seconds of processor time of this process and its child; PostgreSQL's not."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(each.ru_utime + each.ru_stime for each in used), 2)


def _timed(seconds: dict[str, float], name: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = act()
    seconds[name] = time.perf_counter() - began
    return result


def _upload(actor: User, content: bytes) -> Any:
    with acting_as(actor):
        run = services.upload(
            actor=actor, register="members", resource=MemberResource, file=ContentFile(content, "roster.xlsx")
        )
        return services.confirm(
            actor=actor,
            run=run,
            resource=MemberResource,
            sheet=0,
            head_row=1,
            mapping={index: column.attribute for index, column in enumerate(MemberResource.columns())},
        )


def _check(actor: User, run: Any) -> None:
    with acting_as(actor):
        check(run, MemberResource, _nothing)
        services.allow(actor=actor, run=run, only_good=False)


def _apply(actor: User, run: Any) -> None:
    with acting_as(actor), telling(user=actor.pk, request="benchmark", page="members.import.apply"):
        apply(run, MemberResource, _nothing)


def prepare(path: str) -> dict[str, Any]:
    """An import that is checked and allowed: its job could begin."""
    actor = User.objects.get(username="county_officer")
    run = _upload(actor, Path(path).read_bytes())
    _check(actor, run)
    return {"run": run.pk}


def write(run: str) -> dict[str, Any]:
    """What its job does."""
    found = ImportRun.objects.get(pk=run)
    _apply(found.owner, found)
    return {}


def count() -> dict[str, Any]:
    """What is there."""
    with everything("what an import has written"):
        members = Member.objects.all()
        return {
            "members": members.count(),
            "memberships": Membership.objects.count(),
            "distinct": members.values("id_index").distinct().count(),
            "states": list(ImportRun.objects.order_by("-pk").values_list("state", flat=True)[:1]),
        }


def files() -> dict[str, Any]:
    """How many files of imports lie there."""
    there = default_storage.exists(FOLDER)
    return {"lying": len(default_storage.listdir(FOLDER)[1]) if there else 0}


class Stock(ModelResource):
    """django-import-export as it comes: all fields of the model, its own widgets, one row after the other."""

    class Meta:
        model = Member
        exclude = ("id_index",)  # its report of differences cannot show bytes


def stock(count: str) -> dict[str, Any]:
    """The library's own import of the same people into the same table: no sealed file, no preview, no membership."""
    with everything("the library's import"):
        unions = {union.name: union.pk for union in UnionOrg.objects.all()}
        employers = {employer.name: employer.pk for employer in Employer.objects.all()}
        names = [column.attribute for column in MemberResource.columns()]
        codes = {c.attribute: getattr(c.widget, "labels", {}) for c in MemberResource.columns()}
        rows = []
        for cells in people(int(count)):
            values = dict(zip(names, cells, strict=True))
            for name, labels in codes.items():
                values[name] = {label: code for code, label in labels.items()}.get(values[name], values[name])
            rows.append({**values, "union": unions[values["union"]], "employer": employers[values["employer"]]})
        data = tablib.Dataset(*[list(row.values()) for row in rows], headers=names)
        began = time.perf_counter()
        result = Stock().import_data(data, dry_run=False, raise_errors=True, use_transactions=True)
        took = time.perf_counter() - began
        if result.totals["new"] != int(count):
            raise RuntimeError(f"the library imported {result.totals}")
    return {"rows": int(count), "total": took}


def copy(folder: str) -> dict[str, Any]:
    """A bare COPY of the very rows that stand there, into the emptied tables: indexes and keys, no triggers of ours."""
    rows, took = 0, 0.0
    with _superuser() as database:
        saved = {table: _taken(database, table, Path(folder)) for table in TABLES}
        empty()
        for table in TABLES:
            database.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # our own names
        began = time.perf_counter()
        with database.transaction(), database.cursor() as cursor:
            for table, path in saved.items():
                rows += _put(cursor, table, path)
        took = time.perf_counter() - began
        for table in TABLES:
            database.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")  # our own names
    return {"rows": rows // len(TABLES), "total": took}


def _taken(database: Any, table: str, folder: Path) -> tuple[Path, str]:
    columns = ", ".join(
        f'"{name}"'
        for (name,) in database.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [table],
        )
    )
    path = folder / f"{table}.copy"
    with path.open("wb") as out, database.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as source:
        for part in source:
            out.write(part)
    return path, columns


def _put(cursor: Any, table: str, saved: tuple[Path, str]) -> int:
    path, columns = saved
    with path.open("rb") as source, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as target:
        while part := source.read(MIB):
            target.write(part)
    return int(cursor.rowcount)


def empty() -> dict[str, Any]:
    """No members, no memberships, no history of theirs; and the space they took is free again."""
    with _superuser() as database:
        database.execute("SET session_replication_role = replica")
        events = ", ".join(model.pgh_event_model._meta.db_table for model in (Member, Membership))
        database.execute(f"TRUNCATE {', '.join(TABLES)}, {events}, sheets_footprint CASCADE")  # our names
        database.execute("CHECKPOINT")
    return {}


def _superuser() -> Any:
    url = environ.Env.db_url_config(os.environ["DATABASE_SUPERUSER_URL"])
    return psycopg.connect(
        host=url["HOST"],
        port=url["PORT"],
        user=url["USER"],
        password=url["PASSWORD"],
        dbname=url["NAME"],
        autocommit=True,
    )


WAYS: dict[str, Callable[..., dict[str, Any]]] = {
    "make": make,
    "ours": ours,
    "prepare": prepare,
    "write": write,
    "count": count,
    "files": files,
    "stock": stock,
    "copy": copy,
    "empty": empty,
}


if __name__ == "__main__":
    out = io.StringIO(json.dumps(WAYS[sys.argv[1]](*sys.argv[2:])))
    sys.stdout.write(out.getvalue() + "\n")
