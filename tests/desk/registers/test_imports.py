"""The pages of an import: from the upload to its undoing, by plain forms."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.jobs.services import claim, fail
from desk.registers.dated import span
from desk.sheets.models import ImportRun
from desk.vault import scope
from desk.vault.models import AccessEntry
from tests.county import County
from tests.desk.registers.conftest import credit_code, hidden, text
from unions.models import Appointment, Employer
from unions.resources import EmployerResource

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


# --- from the upload to the undoing -------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_file_goes_from_the_upload_to_its_undoing_without_a_script(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1), line(2)))["Location"]
    assert "已按列名对应好" in text(town_client.get(page))

    act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    assert "可以离开本页" in text(town_client.get(page))
    run_jobs()

    assert "2 行 = 新增 2 + 更新 0 + 无变化 0 + 错误 0 + 空行 0" in text(town_client.get(page))
    assert employers() == []
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()

    assert "已写入" in text(town_client.get(page))
    assert [(e.name, e.headcount) for e in employers()] == [
        ("建德市新安江第1五金厂", 11),
        ("建德市新安江第2五金厂", 12),
    ]
    act(town_client, page, "undo")
    run_jobs()

    assert "已撤销。" in text(town_client.get(page))
    assert employers() == []


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_has_nothing_to_write(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()

    again = text(town_client.get(checked(town_client, line(1))))

    assert "1 行 = 新增 0 + 更新 0 + 无变化 1 + 错误 0 + 空行 0" in again
    assert "不需要写入" in again
    assert "写入全部" not in again


# --- the first page -----------------------------------------------------------------------------------------------------
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
    assert "1 行 = 新增 0 + 更新 0 + 无变化 0 + 错误 0 + 空行 1" in text(town_client.get(page))


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


# --- the columns --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_each_column_is_shown_with_samples_and_a_guess(county: County, town_client: Client) -> None:
    page = text(town_client.get(upload(town_client, workbook(line(1)))["Location"]))

    assert '<option value="name" selected>单位名称 *</option>' in page
    assert page.count("不导入") == len(HEAD)
    assert credit_code(501) not in page


@pytest.mark.django_db
def test_a_required_column_that_is_missing_is_named(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    chosen = {f"column-{i}": name for i, name in enumerate(COLUMNS) if name != "uscc"}
    response = act(town_client, page, "confirm", sheet="0", head_row="2", **chosen)

    assert response.status_code == 200
    assert "缺少必填的列：统一社会信用代码" in text(response)
    assert '<option value="headcount" selected>职工人数</option>' in text(response)
    assert (the_run().state, Job.objects.filter(kind__contains="import").count()) == ("uploaded", 0)


@pytest.mark.django_db
def test_another_row_can_be_taken_for_the_head(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    read_again = text(town_client.get(f"{page}?sheet=0&head_row=1"))

    assert "还缺必填列" in read_again
    assert 'name="head_row" value="1"' in read_again


@pytest.mark.django_db
def test_of_a_csv_some_texts_are_shown_to_see_that_they_were_read_rightly(county: County, town_client: Client) -> None:
    content = "\r\n".join([",".join(HEAD), ",".join(map(str, line(1)))]).encode("gb18030")
    page = text(town_client.get(upload(town_client, content, "单位.csv")["Location"]))

    assert "请看这些文字是否正确" in page
    assert "<strong>建德市新安江第1五金厂</strong>" in page


@pytest.mark.django_db
def test_a_sheet_that_is_not_there_is_refused_in_words(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]

    assert "没有所选的工作表" in text(town_client.get(f"{page}?sheet=7"))


# --- the progress -------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_while_it_is_checked_the_page_asks_itself_again(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    whole, part = text(town_client.get(page)), text(town_client.get(page, headers={"HX-Request": "true"}))

    assert 'hx-trigger="every 1s"' in whole
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in whole
    assert part.lstrip().startswith("<section")
    run_jobs()
    assert town_client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_a_check_that_failed_says_why_and_can_be_given_up(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    check = claim(Job.objects.get(kind="employers.import.check").pk)
    assert check is not None
    fail(job=check, reason="超过了时限")
    shown = text(town_client.get(page))

    assert "超过了时限" in shown
    assert "没有写入任何数据" in shown
    assert 'http-equiv="refresh"' not in shown
    act(town_client, page, "discard")
    assert the_run().state == "discarded"


# --- the preview --------------------------------------------------------------------------------------------------------
BAD = {"headcount": "许多"}


@pytest.mark.django_db
def test_the_preview_adds_up_and_opens_with_the_errors(county: County, town_client: Client) -> None:
    page = text(town_client.get(checked(town_client, line(1), line(2, **BAD), [None] * 7, line(3))))

    assert "4 行 = 新增 2 + 更新 0 + 无变化 0 + 错误 1 + 空行 1" in page
    assert '<td class="num" data-label="行号">4</td>' in page
    assert "<strong>职工人数</strong>" in page
    assert "F 列" in page
    assert "应为不小于 0 的整数。" in page


@pytest.mark.django_db
def test_a_change_is_shown_with_before_and_after(county: County, town_client: Client) -> None:
    works = county.chemical_works
    same = {
        "name": works.name,
        "uscc": works.uscc,
        "union": "建德市白沙化工有限公司工会",
        "unit_class": "私营企业",
        "headcount": 333,
    }
    page = text(town_client.get(checked(town_client, line(1, **same))))

    assert "<del>320</del>" in page
    assert "<ins>333</ins>" in page


@pytest.mark.django_db
def test_the_rows_that_follow_are_a_page_away(
    county: County, town_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.registers.views.imports.ROWS", 2)
    page = checked(town_client, *(line(number) for number in range(5)))
    first = text(town_client.get(page))
    after = text(town_client.get(f"{page}?only=created&after=4"))

    assert f'href="{page}?only=created&amp;after=4#rows"' in first
    assert '<td class="num" data-label="行号">5</td>' in after
    assert '<td class="num" data-label="行号">4</td>' not in after
    assert "新增共 5 行" in after


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_takes_the_same_queries_for_one_row_and_for_three(
    county: County, town_client: Client, rows: int
) -> None:
    page = checked(town_client, *(line(number) for number in range(rows)))
    town_client.get(page)
    with CaptureQueriesContext(connection) as taken:
        town_client.get(page)

    # Session, person and appointments, the scope and the history around them: 12. The page itself asks for the import.
    assert len(taken) == 13


@pytest.mark.django_db
def test_an_outcome_that_is_none_is_not_found(county: County, town_client: Client) -> None:
    assert town_client.get(f"{checked(town_client, line(1))}?only=all").status_code == 404


# --- what may be written ------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_with_errors_only_an_explicit_choice_writes_the_good_rows(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, **BAD))
    shown = text(town_client.get(page))
    assert "写入全部" not in shown
    assert "确认只写入无误的 1 行" in shown

    act(town_client, page, "apply", digest=the_run().digest)
    assert (the_run().state, Job.objects.filter(kind="employers.import.apply").count()) == ("previewed", 0)

    act(town_client, page, "apply", digest=the_run().digest, only_good="1")
    run_jobs()
    assert [e.name for e in employers()] == ["建德市新安江第1五金厂"]
    assert "有错误的 1 行没有写入" in text(town_client.get(page))


@pytest.mark.django_db
def test_a_preview_of_before_is_not_what_is_written(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    response = act(town_client, page, "apply", digest="that of an older page")

    assert response["Location"] == page
    assert "预览已更新" in text(town_client.get(page))
    assert the_run().state == "previewed"


@pytest.mark.django_db(transaction=True)
def test_sent_twice_it_is_written_once(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    answers = {"once": hidden(town_client.get(page), "once"), "digest": the_run().digest}
    for _ in range(2):
        town_client.post(f"{page}apply/", answers)

    assert Job.objects.filter(kind="employers.import.apply").count() == 1


@pytest.mark.django_db(transaction=True)
def test_data_that_changed_since_the_preview_are_shown_again(county: County, town_client: Client) -> None:
    works = county.chemical_works
    row = line(1, name=works.name, uscc=works.uscc, union="建德市白沙化工有限公司工会", headcount=333)
    page = checked(town_client, row)
    digest = the_run().digest
    with scope.everything("somebody else"):
        Employer.objects.filter(pk=works.pk).update(headcount=300, version=9)
    act(town_client, page, "apply", digest=digest)
    run_jobs()
    shown = text(town_client.get(page))

    assert "数据已变化" in shown
    assert "<del>300</del>" in shown
    assert the_run().digest != digest


@pytest.mark.django_db(transaction=True)
def test_what_blocks_the_undoing_is_listed(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()
    with scope.everything("somebody else"):
        Employer.objects.filter(name="建德市新安江第1五金厂").update(headcount=99, version=2)
    shown = text(town_client.get(page))

    assert "现在不能撤销" in shown
    assert "建德市新安江第1五金厂：在导入后又有改动。" in shown
    assert f"{page}undo/" not in shown
    key = hidden(town_client.get("/employers/import/"), "once")
    town_client.post(f"{page}undo/", {"once": key})
    assert [e.headcount for e in employers()] == [99]


@pytest.mark.django_db(transaction=True)
def test_an_undoing_that_failed_says_why_and_a_colleague_above_may_undo_too(
    county: County, town_client: Client, county_client: Client
) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()
    act(town_client, page, "undo")
    job = claim(Job.objects.get(kind="employers.import.undo").pk)
    assert job is not None
    fail(job=job, reason="超过了时限")
    assert "上次没有撤销成功，数据没有改动：超过了时限" in text(town_client.get(page))

    act(county_client, page, "undo")
    run_jobs()
    assert (the_run().state, the_run().undone_by, employers()) == ("undone", county["county_officer"], [])


@pytest.mark.django_db
def test_given_up_the_file_is_gone_and_the_page_says_so(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    response = act(town_client, page, "discard")
    run = the_run()

    assert response["Location"] == "/employers/import/"
    assert (run.state, run.upload.name, run.plan.name) == ("discarded", "", "")
    assert "已放弃" in text(town_client.get(page))


# --- the file back ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("query", "names"), [("", 3), ("?only=bad", 1)])
def test_the_file_comes_back_with_its_bad_cells_marked(
    county: County, town_client: Client, query: str, names: int
) -> None:
    page = checked(town_client, line(1), line(2, **BAD), line(3))
    response = town_client.get(f"{page}annotated/{query}")
    sheet = load_workbook(io.BytesIO(b"".join(response)))["名册"]
    rows = [row for row in sheet.iter_rows(min_row=3) if row[0].value]

    assert len(rows) == names
    assert [row[5].comment.text for row in rows if row[5].comment] == ["应为不小于 0 的整数。"]
    assert [row[7].value is not None for row in rows].count(True) == 1
    assert "五金厂" not in response["Content-Disposition"]


@pytest.mark.django_db
def test_who_took_the_file_is_in_the_access_log(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, **BAD))
    town_client.get(f"{page}annotated/")

    entry = AccessEntry.objects.get(kind="export")
    assert (entry.user, entry.model, entry.object_id, entry.rows) == (
        county["town_officer"],
        "sheets.importrun",
        str(the_run().pk),
        2,
    )


@pytest.mark.django_db
def test_of_a_large_file_a_job_makes_it_which_only_the_owner_may_fetch(
    county: County, town_client: Client, county_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.registers.views.imports_screen.MADE_AT_ONCE", 1)
    page = checked(town_client, line(1), line(2, **BAD))
    assert "生成标注后的文件" in text(town_client.get(page))
    assert town_client.get(f"{page}annotated/")["Location"] == page

    job_page = act(town_client, page, "annotated", only="bad")["Location"]
    run_jobs()
    job = Job.objects.get(kind="employers.import.annotate")
    sheet = load_workbook(io.BytesIO(b"".join(town_client.get(f"{job_page}file/"))))["名册"]

    assert (job.state, job.message) == ("done", "标出错误 1 行。")
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["建德市新安江第2五金厂"]
    assert county_client.post(f"{page}annotated/", {"once": "k"}).status_code == 403


@pytest.mark.django_db
def test_once_it_was_written_there_is_no_file_to_give_back(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "discard")

    assert town_client.get(f"{page}annotated/")["Location"] == page
    assert "即删除" in text(town_client.get(page))


@pytest.mark.django_db
def test_the_bad_rows_corrected_can_be_uploaded_by_themselves(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, **BAD))
    book = load_workbook(io.BytesIO(b"".join(town_client.get(f"{page}annotated/?only=bad"))))
    book["名册"]["F3"].value = 12
    out = io.BytesIO()
    book.save(out)
    again = text(town_client.get(upload(town_client, out.getvalue())["Location"]))

    assert "已按列名对应好" in again
    assert "错误原因" in again


# --- who may ------------------------------------------------------------------------------------------------------------
PAGES = ("", "confirm/", "apply/", "undo/", "discard/", "annotated/")


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_an_import_of_another_branch_is_not_found(
    county: County, town_client: Client, sign_in: Callable[[Any], Client], page: str
) -> None:
    url = checked(town_client, line(1))
    with scope.everything("an officer of another township"):
        appointment = county["other_base_officer"].appointments.get()
        appointment.union, appointment.role = county.meicheng, "town_officer"
        appointment.save()
    stranger = sign_in(county["other_base_officer"])
    method = stranger.get if page in {"", "annotated/"} else stranger.post

    assert method(f"{url}{page}").status_code == 404
    assert the_run().state == "previewed"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", *(f"1/{page}" for page in PAGES)])
def test_without_the_right_there_is_no_import(county: County, base_client: Client, page: str) -> None:
    method = base_client.get if page in {"", "1/", "1/annotated/"} else base_client.post

    assert method(f"/employers/import/{page}").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["confirm", "apply", "discard"])
def test_a_colleague_above_sees_the_counts_and_not_the_rows(
    county: County, town_client: Client, county_client: Client, verb: str
) -> None:
    page = checked(town_client, line(1))
    shown = text(county_client.get(page))

    assert "1 行 = 新增 1" in shown
    assert "第1五金厂" not in shown
    assert county_client.get(f"{page}annotated/").status_code == 403
    assert county_client.post(f"{page}{verb}/", {"once": "k"}).status_code == 403
    assert the_run().state == "previewed"


@pytest.mark.django_db
def test_a_right_lost_meanwhile_stops_the_job(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    with scope.everything("the appointment ends"):
        county["town_officer"].appointments.update(role="county_leader")
    run_jobs()

    job = Job.objects.get(kind="employers.import.apply")
    assert (job.state, employers()) == ("failed", [])


@pytest.mark.django_db
def test_a_register_without_a_declaration_takes_no_imports(county: County, county_client: Client) -> None:
    assert county_client.get("/shells/import/").status_code == 404


@pytest.mark.django_db
def test_a_preview_whose_file_is_gone_from_the_disk_says_so(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    default_storage.delete(the_run().plan.name)

    assert "检查结果" not in text(town_client.get(page))
    assert "保留不超过一小时）。没有写入任何数据，请重新上传。" in text(town_client.get(page))


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["check", "apply"])
def test_who_has_lost_the_right_in_between_writes_nothing(county: County, town_client: Client, step: str) -> None:
    """promises.md B12: the right is asked for again when the job runs."""
    if step == "apply":
        page = checked(town_client, line(1))
        act(town_client, page, "apply", digest=the_run().digest)
    else:
        page = upload(town_client, workbook(line(1)))["Location"]
        act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    Appointment.objects.filter(user=county["town_officer"]).update(held=span(date(2013, 3, 1), date(2014, 1, 1)))
    run_jobs()

    job = Job.objects.latest("pk")
    assert (job.kind, job.state) == (f"employers.import.{step}", "failed")
    assert employers() == []
    assert the_run().applied_at is None
