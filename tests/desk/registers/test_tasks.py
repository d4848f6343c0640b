"""What jobs make of a list: the file equals the screen, and nobody gets more than may be seen when it is written."""

import csv
import io
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from desk.jobs.kinds import JobKind
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused, Result, Run
from desk.registers import services, tasks
from desk.registers.address import Address
from desk.registers.models import Batch
from desk.vault import scope
from desk.vault.choices import AccessKind
from desk.vault.files import open_stream
from desk.vault.models import AccessEntry
from tests.county import County
from tests.desk.registers.conftest import names, stored
from tests.desk.registers.trial import TrialRegister
from unions.models import Appointment, Employer

pytestmark = pytest.mark.django_db


class Silent:
    """A pulse that goes nowhere."""

    def report(self, done: int, total: int, message: str) -> None: ...

    def note(self, text: str) -> None: ...

    def check(self) -> None: ...


def carry_out(kind: JobKind, batch: Batch, actor: Any) -> Result:
    job = Job(pk=1, token=1, kind=kind.code, args={"batch": batch.pk})
    with scope.acting_as(actor):
        return kind.handler(Run(job, actor, Silent(), ExitStack())) or Result()


def opened(result: Result) -> bytes:
    """The file of the result as its owner gets it."""
    with default_storage.open(result.stored_as) as file:
        return b"".join(open_stream(file, place="jobs_job.result:1-1"))


def batch_for(actor: Any, query: str, purpose: str = "xlsx", **more: Any) -> Batch:
    with scope.acting_as(actor):
        return services.make_batch(actor=actor, register="trial", purpose=purpose, address=Address.parse(query), **more)


def exported(actor: Any, query: str, purpose: str = "xlsx", **more: Any) -> bytes:
    result = carry_out(tasks.export_kind(TrialRegister), batch_for(actor, query, purpose, **more), actor)
    return opened(result)


def sheet(content: bytes) -> list[list[Any]]:
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)  # type: ignore[union-attr]  # it has a sheet
    return [list(row) for row in rows]


QUERY = "is_above_scale=true&sort=-headcount&columns=name,uscc,unit_class,is_above_scale,headcount,phone"


def test_the_file_equals_the_screen(county: County, county_client: Client) -> None:
    rows = sheet(exported(county["county_officer"], QUERY))

    assert rows[0][0] == "试用单位"
    notes = " ".join(str(row[0]) for row in rows[1:3])
    assert "规模以上：是" in notes
    assert "共 2 行" in notes
    assert rows[3] == ["单位名称", "统一社会信用代码", "单位类别", "规模以上", "职工人数", "联系电话"]
    assert rows[4:] == [
        ["建德市白沙化工有限公司", "91330182MA2AAAA01W", "私营企业", "是", 320, "139****0001"],
        ["建德市江滨五金厂", "91330182MA2AAAA046", "私营企业", "是", 210, None],
    ]
    assert [row[0] for row in rows[4:]] == names(county_client.get(f"/trial/?{QUERY}"))


def test_csv_holds_the_same(county: County) -> None:
    content = exported(county["county_officer"], QUERY, "csv").decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content)))[1] == [
        "建德市白沙化工有限公司", "91330182MA2AAAA01W", "私营企业", "是", "320", "139****0001",
    ]  # fmt: skip


def test_pdf_is_made_of_the_same_rows(county: County) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(exported(county["county_officer"], QUERY, "pdf")))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")

    assert "建德市白沙化工有限公司" in text
    assert "建德市严州石材有限公司" not in text
    assert "13900000001" not in text


def test_an_export_ends_at_the_branch(county: County) -> None:
    rows = sheet(exported(county["town_officer"], "columns=name"))

    assert [row[0] for row in rows[4:]] == ["建德市白沙化工有限公司", "建德市江滨五金厂", "建德市新安江纺织有限公司"]


def test_personal_values_leave_only_with_right_and_reason_and_are_written_down(county: County) -> None:
    officer = county["county_officer"]

    rows = sheet(exported(officer, QUERY, reveal=True, reason="核对全县单位联系方式用", persons=2))

    entry = AccessEntry.objects.get(kind=AccessKind.EXPORT)
    assert rows[5][-1] == "13900000001"
    assert (entry.user, entry.model, entry.rows, entry.reason) == (
        officer, "unions.employer", 2, "核对全县单位联系方式用",
    )  # fmt: skip


def test_the_right_to_reveal_is_asked_again_when_the_job_runs(county: County) -> None:
    officer = county["county_officer"]
    batch = batch_for(officer, QUERY, reveal=True, reason="核对全县单位联系方式用", persons=2)
    with scope.everything("test"):
        Appointment.objects.filter(user=officer).update(role="county_leader")
    fresh = type(officer).objects.get(pk=officer.pk)

    with pytest.raises(PermissionDenied):
        carry_out(tasks.export_kind(TrialRegister), batch, fresh)


def test_a_sealed_value_is_opened_for_an_export_that_may(county: County) -> None:
    from unions.registers import OfficerRegister

    officer = county["county_officer"]
    kind = tasks.export_kind(OfficerRegister)
    for reveal, expected in ((False, "330182********0044"), (True, "330182198001010044")):
        with scope.acting_as(officer):
            batch = services.make_batch(
                actor=officer,
                register="officers",
                purpose="csv",
                address=Address.parse("columns=name,id_number&q=徐芳"),
                reveal=reveal,
                reason="核对全县干部身份证号",
                persons=1,
            )
        result = carry_out(kind, batch, officer)
        lines = list(csv.reader(io.StringIO(opened(result).decode("utf-8-sig"))))
        assert lines[1] == ["徐芳", expected]


def test_the_file_is_named_after_the_list_and_kept_for_a_day(county: County) -> None:
    officer = county["county_officer"]
    batch = batch_for(officer, "q=石材")

    result = carry_out(tasks.export_kind(TrialRegister), batch, officer)

    assert result.download_name == f"试用单位-{timezone.localtime():%Y%m%d}-{batch.pk}.xlsx"
    assert tasks.export_kind(TrialRegister).keep_result == timedelta(hours=24)
    assert tasks.export_kind(TrialRegister).permission == "unions.export_employer"


def test_a_batch_of_somebody_else_is_refused(county: County) -> None:
    batch = batch_for(county["county_officer"], "")

    with pytest.raises(JobRefused, match="已不存在"):
        carry_out(tasks.export_kind(TrialRegister), batch, county["town_officer"])


def test_a_condition_that_no_longer_exists_refuses_the_job_in_words(county: County) -> None:
    officer = county["county_officer"]

    with pytest.raises(JobRefused, match="没有导出：网址里有这张台账不认识的条件"):
        carry_out(tasks.export_kind(TrialRegister), batch_for(officer, "gone=1"), officer)


def test_a_bulk_job_acts_on_each_and_keeps_the_outcome(county: County, add: Callable[..., Employer]) -> None:
    officer = county["county_officer"]
    empty = add("没有职工的厂", headcount=0)
    batch = batch_for(officer, "q=厂", "industry", answers={"industry": ["D"]})
    kind = tasks.bulk_kind(TrialRegister, TrialRegister.bulk[0])

    result = carry_out(kind, batch, officer)

    batch.refresh_from_db()
    assert result.message == "成功 1 条，失败 1 条。"
    assert (batch.done, batch.failed) == (1, 1)
    assert batch.failures == [{"pk": str(empty.pk), "name": "没有职工的厂", "reason": "没有职工的单位不能调整行业。"}]
    assert (stored(county.uncovered_company).industry, stored(empty).industry) == ("D", "C")
